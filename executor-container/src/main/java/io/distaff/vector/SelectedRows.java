package io.distaff.vector;

/**
 * The selected rows of a batch as an array, also where the batch has no selection. Keeps the array
 * 0, 1, 2... that stands for "all rows", so one object serves one operator. Confined to a task's
 * thread.
 */
public final class SelectedRows {
  private int[] all = new int[0];

  /**
   * Positions in the first {@link VectorBatch#numSelected()} slots; not to be written to, and valid
   * as long as the batch is.
   */
  public int[] of(VectorBatch batch) {
    return batch.selection() != null ? batch.selection().rows() : first(batch.numRows());
  }

  /** The positions 0 to {@code count - 1}; not to be written to. */
  public int[] first(int count) {
    if (all.length < count) {
      all = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
      for (int i = 0; i < all.length; i++) {
        all[i] = i;
      }
    }
    return all;
  }
}
