package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Several compiled expressions over the same batches; what they have in common is computed once.
 * Confined to one task's thread.
 */
public final class Projection {
  /** Which the planner's own names have. */
  private static final char GENERATED = '$';

  private final List<Evaluator> evaluators;
  private final List<SharedEvaluator> shared;

  /** Of the columns that it makes, for messages; empty where they have none. */
  private final List<String> names;

  Projection(List<Evaluator> evaluators, List<SharedEvaluator> shared) {
    this(evaluators, shared, List.of());
  }

  private Projection(List<Evaluator> evaluators, List<SharedEvaluator> shared, List<String> names) {
    this.evaluators = List.copyOf(evaluators);
    this.shared = List.copyOf(shared);
    this.names = List.copyOf(names);
  }

  /** The same, whose errors of users' values name the column: {@code (in column total)}. */
  public Projection named(List<String> columns) {
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
      throw in(column, e);
    }
    return columns;
  }

  /** What is wrong with a column's values, with the name that the user knows it by, if any. */
  private DistaffException in(int column, DistaffException wrong) {
    boolean isNamed = column < names.size() && names.get(column).indexOf(GENERATED) < 0;
    if (!isNamed || wrong.code().category() != ErrorCode.Category.USER) {
      return wrong;
    }
    return new DistaffException(
        wrong.code(), "%s (in column %s)".formatted(wrong.getMessage(), names.get(column)), wrong);
  }
}
