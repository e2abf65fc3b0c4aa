package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Several compiled expressions over the same batches; what they have in common is computed once.
 * Confined to one task's thread.
 */
public final class Projection {
  private final List<Evaluator> evaluators;
  private final List<SharedEvaluator> shared;

  /** Of the columns that it makes, as {@link ValuePlaces} has them; empty = nothing is told. */
  private final List<String> places;

  Projection(List<Evaluator> evaluators, List<SharedEvaluator> shared) {
    this(evaluators, shared, List.of());
  }

  private Projection(
      List<Evaluator> evaluators, List<SharedEvaluator> shared, List<String> places) {
    this.evaluators = List.copyOf(evaluators);
    this.shared = List.copyOf(shared);
    this.places = List.copyOf(places);
  }

  /** The same, whose errors of users' values say the place of the column. */
  public Projection at(List<String> columns) {
    return new Projection(evaluators, shared, columns);
  }

  /**
   * The expressions' values for the batch's selected rows, in order. As with {@link
   * Evaluator#evaluate}, other rows are arbitrary, and the vectors are valid until the next call.
   */
  public ColumnVector[] evaluate(VectorBatch batch) {
    for (SharedEvaluator evaluator : shared) {
      evaluator.forget();
    }
    ColumnVector[] columns = new ColumnVector[evaluators.size()];
    int column = 0;
    try {
      for (; column < columns.length; column++) {
        columns[column] = evaluators.get(column).evaluate(batch, batch.selection());
      }
    } catch (DistaffException e) {
      throw places.isEmpty() ? e : ValuePlaces.at(places.get(column), e);
    }
    return columns;
  }
}
