package io.distaff.operator;

import io.distaff.vector.RowBytes;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;

/**
 * Parts of a batch whose values take no more than {@link #MOST_BYTES}, or are single rows. Usually
 * that is the batch itself. Confined to a task's thread.
 */
public final class Portions {
  /** What a portion takes at most, unless it is a single row. */
  public static final long MOST_BYTES = 4L << 20;

  private final SelectedRows selectedRows = new SelectedRows();

  /** Null when nothing is left of it. */
  private VectorBatch batch;

  private int[] rows;
  private int count;
  private int position;
  private boolean isWhole;

  /** Begins with a batch, which has to stay valid until all of it was given. */
  public void set(VectorBatch whole) {
    batch = whole;
    count = whole.numSelected();
    rows = selectedRows.of(whole);
    position = 0;
    isWhole = count <= 1 || RowBytes.largest(whole, rows, count) * count <= MOST_BYTES;
  }

  /** The next portion, null at the end. */
  public VectorBatch next() {
    if (batch == null) {
      return null;
    }
    VectorBatch portion = isWhole ? batch : nextPart();
    if (isWhole || position == count) {
      batch = null;
    }
    return portion;
  }

  private VectorBatch nextPart() {
    int start = position;
    long bytes = 0;
    for (; position < count; position++) {
      bytes += RowBytes.of(batch, rows[position]);
      if (bytes > MOST_BYTES && position > start) {
        break;
      }
    }
    int[] selected = Arrays.copyOfRange(rows, start, position);
    return batch.withSelection(new SelectionVector(selected, selected.length));
  }

  /** An upper bound of what the values of a portion take. */
  public static long boundBytes(VectorBatch portion, int[] rows, int count) {
    long largest = RowBytes.largest(portion, rows, count);
    return Math.min(largest * count, Math.max(MOST_BYTES, largest));
  }

  /** Forgets the batch. */
  public void clear() {
    batch = null;
  }
}
