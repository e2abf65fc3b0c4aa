package io.distaff.operator;

import io.distaff.plan.PlanNode;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * Skips rows, then passes some; once it has passed them all it asks its input no more. Confined to
 * a task's thread.
 */
public final class LimitOperator implements Operator {
  private final Operator input;
  private final SelectedRows selectedRows = new SelectedRows();
  private long toSkip;
  private long toPass;

  /**
   * @param input owned by this operator
   */
  public LimitOperator(PlanNode.Limit node, Operator input) {
    this.input = input;
    this.toSkip = Math.max(0, node.offset());
    this.toPass = node.limit() < 0 ? Long.MAX_VALUE : node.limit();
  }

  @Override
  public VectorBatch next() {
    while (toPass > 0) {
      VectorBatch batch = input.next();
      if (batch == null) {
        toPass = 0;
        break;
      }
      int count = batch.numSelected();
      if (toSkip >= count) {
        toSkip -= count;
        continue;
      }
      int from = (int) toSkip;
      int to = (int) Math.min(count, from + Math.min(toPass, count));
      toSkip = 0;
      toPass -= to - from;
      if (from == 0 && to == count) {
        return batch;
      }
      int[] rows = Arrays.copyOfRange(selectedRows.of(batch), from, to);
      return batch.withSelection(new SelectionVector(rows, to - from));
    }
    input.close();
    return null;
  }

  @Override
  public void close() {
    toPass = 0;
    input.close();
  }
}
