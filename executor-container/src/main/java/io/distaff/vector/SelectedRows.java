package io.distaff.vector;

/**
 * The selected rows of a batch as an array, also where the batch has no selection. Keeps the array
 * 0, 1, 2... that stands for "all rows" of batches that are larger than usual, so one object serves
 * one operator. Confined to a task's thread.
 */
public final class SelectedRows {
  /** Of every batch that isn't larger than usual; never written to. */
  private static final int[] USUAL = positions(VectorBatch.TARGET_ROWS);

  private int[] all = USUAL;

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
      all = positions(count);
    }
    return all;
  }

  private static int[] positions(int count) {
    int[] positions = new int[count];
    for (int i = 0; i < count; i++) {
      positions[i] = i;
    }
    return positions;
  }
}
