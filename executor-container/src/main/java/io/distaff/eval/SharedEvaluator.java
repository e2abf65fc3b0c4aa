package io.distaff.eval;

import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/**
 * An expression that several others contain: computed once per batch. All who use it ask for the
 * same selection; {@link Projection} forgets the result when a new batch begins.
 */
final class SharedEvaluator implements Evaluator {
  private final Evaluator evaluator;
  private ColumnVector result;

  SharedEvaluator(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  void forget() {
    result = null;
  }

  @Override
  public DataType type() {
    return evaluator.type();
  }

  @Override
  public long resultBound() {
    return evaluator.resultBound();
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    if (result == null) {
      result = evaluator.evaluate(batch, selection);
    }
    return result;
  }
}
