package io.distaff.eval;

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

  Projection(List<Evaluator> evaluators, List<SharedEvaluator> shared) {
    this.evaluators = List.copyOf(evaluators);
    this.shared = List.copyOf(shared);
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
    for (int i = 0; i < columns.length; i++) {
      columns[i] = evaluators.get(i).evaluate(batch, batch.selection());
    }
    return columns;
  }
}
