package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/** SLICE: other ranges of the same elements. The first element is 1, the last -1. */
public final class Slice implements VectorFunction {
  private final ArrayType type;
  private final Ranges ranges = new Ranges();
  private final Buffers buffers;

  public Slice(ArrayType type, ReservedArrays arrays) {
    this.type = type;
    this.buffers = new Buffers(arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ranges.load(arguments[0]);
    long[] firsts = arguments[1].longs(rows);
    long[] counts = arguments[2].longs(rows);
    int n = rows.length();
    int[] starts = buffers.ints(n);
    int[] lengths = buffers.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        check(firsts[row], counts[row]);
        int length = ranges.length(row);
        long offset = firsts[row] > 0 ? firsts[row] - 1 : firsts[row] + length;
        if (offset >= 0 && offset < length) {
          starts[row] = ranges.start(row) + (int) offset;
          lengths[row] = (int) Math.min(counts[row], length - offset);
        }
      }
    }
    return new ArrayVector(type, starts, lengths, ranges.elements(), validity, n);
  }

  private static void check(long first, long count) {
    if (first == 0) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT, "slice: no element is 0, the first is 1");
    }
    if (count < 0) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT, "slice: there are no " + count + " elements");
    }
  }
}
