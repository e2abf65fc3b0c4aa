package io.distaff.operator;

import io.distaff.kernel.RandomStream;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.PlanNode;
import io.distaff.plan.PlanNode.SampleMethod;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/**
 * Keeps rows by chance: each for itself, or runs of {@link #BLOCK_ROWS} rows. Whether a row is kept
 * depends on the seed, the partition and how many rows came before it, not on how they are cut into
 * batches. Narrows selections, copies nothing.
 */
public final class SampleOperator implements Operator {
  /** Rows that are kept or left together. */
  static final int BLOCK_ROWS = 1024;

  private final Operator input;
  private final ReservedArrays arrays;
  private final RandomStream stream;
  private final int runRows;

  /** Of the 2^53 numbers that are drawn, those below are for rows that are kept. */
  private final long keptBelow;

  private final SelectedRows selectedRows = new SelectedRows();
  private int[] kept = new int[0];

  /** Rows of the current run that are still to come, and whether they are kept: 1 or 0. */
  private int runLeft;

  private int runKept;

  /**
   * @param partition of the task: each has its own choice
   */
  public SampleOperator(
      PlanNode.Sample node, int partition, Operator input, OperatorContext context) {
    this.input = input;
    this.arrays = context.memory().arrays();
    this.stream = new RandomStream(node.seed(), partition);
    this.runRows = node.method() == SampleMethod.BLOCKS ? BLOCK_ROWS : 1;
    this.keptBelow = (long) (node.share() * 0x1p53);
  }

  @Override
  public VectorBatch next() {
    for (VectorBatch batch = input.next(); batch != null; batch = input.next()) {
      int count = batch.numSelected();
      int[] rows = selectedRows.of(batch);
      kept = arrays.ints(kept, Math.max(count, VectorBatch.TARGET_ROWS) + 1);
      int n = runRows == 1 ? keepRows(rows, count) : keepRuns(rows, count);
      if (n > 0) {
        return n == count ? batch : batch.withSelection(new SelectionVector(kept, n));
      }
    }
    return null;
  }

  private int keepRows(int[] rows, int count) {
    int n = 0;
    for (int i = 0; i < count; i++) {
      kept[n] = rows[i];
      n += draw();
    }
    return n;
  }

  private int keepRuns(int[] rows, int count) {
    int n = 0;
    for (int i = 0; i < count; ) {
      if (runLeft == 0) {
        runLeft = runRows;
        runKept = draw();
      }
      int taken = Math.min(runLeft, count - i);
      if (runKept == 1) {
        System.arraycopy(rows, i, kept, n, taken);
        n += taken;
      }
      runLeft -= taken;
      i += taken;
    }
    return n;
  }

  /** 1 for what is kept, else 0. */
  private int draw() {
    return (int) (((stream.next() >>> 11) - keptBelow) >>> 63);
  }

  @Override
  public void close() {
    arrays.close();
    input.close();
  }
}
