package io.distaff.operator;

import io.distaff.plan.PlanNode;
import io.distaff.vector.VectorBatch;

/** Skips rows, passes some, and asks its input for no batch beyond those. */
public final class LimitOperator implements Operator {
  private final Operator input;
  private final RowRange range;

  public LimitOperator(PlanNode.Limit node, Operator input) {
    this.input = input;
    this.range = new RowRange(node.limit(), node.offset());
  }

  @Override
  public VectorBatch next() {
    while (!range.isDone()) {
      VectorBatch batch = input.next();
      if (batch == null) {
        return null;
      }
      VectorBatch passed = range.apply(batch);
      if (passed != null) {
        return passed;
      }
    }
    return null;
  }

  @Override
  public void release() {
    input.release();
  }

  @Override
  public void close() {
    input.close();
  }
}
