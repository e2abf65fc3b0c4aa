package io.distaff.operator;

import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/**
 * Cuts OFFSET and LIMIT out of a sequence of batches: some rows are skipped, then some are passed.
 * Confined to a task's thread.
 */
public final class RowRange {
  private long toSkip;
  private long toPass;

  /**
   * @param limit rows to pass; -1 = all
   * @param offset rows to skip first
   */
  public RowRange(long limit, long offset) {
    if (limit < -1 || offset < 0) {
      throw new IllegalArgumentException("limit " + limit + ", offset " + offset);
    }
    toSkip = offset;
    toPass = limit == -1 ? Long.MAX_VALUE : limit;
  }

  /** Whether no further row will pass. */
  public boolean isDone() {
    return toPass == 0;
  }

  /** The batch with the rows that pass selected, or null if none does. */
  public VectorBatch apply(VectorBatch batch) {
    int count = batch.numSelected();
    int from = (int) Math.min(toSkip, count);
    int passing = (int) Math.min(toPass, count - from);
    toSkip -= from;
    toPass -= passing;
    if (passing == 0) {
      return null;
    }
    if (passing == count) {
      return batch;
    }
    int[] rows = new int[passing];
    for (int i = 0; i < passing; i++) {
      rows[i] = batch.selectedRow(from + i);
    }
    return batch.withSelection(new SelectionVector(rows, passing));
  }
}
