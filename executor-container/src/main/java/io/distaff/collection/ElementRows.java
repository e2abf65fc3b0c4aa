package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Gather;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * The elements of the arrays that count as one sequence: what is computed for each element is
 * computed in one go, and a row's elements lie from {@link #starts} on.
 *
 * <pre>
 *   rows       [a b] null [c] (not selected) [d e]
 *   sequence   a b c d e
 *   starts     0 . 2 . 3
 *   owners     0 0 2 4 4
 * </pre>
 *
 * Reused; confined to a task's thread.
 */
public final class ElementRows {
  /** Somewhat less than the longest array. */
  private static final int MOST = Integer.MAX_VALUE - 64;

  private final Buffers positionBuffer;
  private final Buffers ownerBuffer;
  private int[] positions;
  private int[] owners;
  private int[] starts;
  private int[] lengths;
  private int count;

  public ElementRows(ReservedArrays arrays) {
    this.positionBuffer = new Buffers(arrays);
    this.ownerBuffer = new Buffers(arrays);
  }

  /**
   * Lines up the elements of a batch.
   *
   * @param validity rows that have a value; null = all
   */
  public void load(Ranges ranges, RowSet rows, long[] validity) {
    begin(rows);
    long total = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        lengths[row] = ranges.length(row);
        total += lengths[row];
      }
    }
    count = checked(total);
    positions = positionBuffer.ints(count);
    owners = ownerBuffer.ints(count);
    int next = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      int length = lengths[row];
      starts[row] = next;
      int from = length == 0 ? 0 : ranges.start(row);
      for (int k = 0; k < length; k++) {
        positions[next] = from + k;
        owners[next++] = row;
      }
    }
  }

  private void begin(RowSet rows) {
    starts = ownerBuffer.lengths(rows.length());
    lengths = positionBuffer.lengths(rows.length());
    Arrays.fill(starts, 0, rows.length(), 0);
    Arrays.fill(lengths, 0, rows.length(), 0);
  }

  /** A number of elements, or LIMIT_EXCEEDED where one vector can't hold so many. */
  public static int checked(long elements) {
    if (elements > MOST) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "the arrays that a function makes of one batch hold %d values, more than %d"
              .formatted(elements, MOST));
    }
    return (int) elements;
  }

  /** Elements in the sequence. */
  public int count() {
    return count;
  }

  /** The sequence of a vector's elements; the vector itself where it is that sequence. */
  ColumnVector of(ColumnVector elements, Gather gather) {
    return isAll(elements) ? elements : gather.gather(elements, positions, count);
  }

  private boolean isAll(ColumnVector elements) {
    if (elements.length() != count) {
      return false;
    }
    for (int k = 0; k < count; k++) {
      if (positions[k] != k) {
        return false;
      }
    }
    return true;
  }

  /** Where each element of the sequence lies in the vector of elements. */
  public int[] positions() {
    return positions;
  }

  /** The row that each element of the sequence belongs to. */
  public int[] owners() {
    return owners;
  }

  /** Where each row's elements begin in the sequence; with {@link #lengths} a vector's ranges. */
  public int[] starts() {
    return starts;
  }

  /** How many elements each row has; 0 for those that don't count. */
  public int[] lengths() {
    return lengths;
  }
}
