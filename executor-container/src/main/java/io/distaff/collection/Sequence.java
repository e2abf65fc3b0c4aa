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
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/** SEQUENCE of integers, from the first argument to the second, both included. */
public final class Sequence implements VectorFunction {
  private final ArrayType type;
  private final Buffers ranges;
  private final Buffers values;

  public Sequence(ArrayType type, ReservedArrays arrays) {
    this.type = type;
    this.ranges = new Buffers(arrays);
    this.values = new Buffers(arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    long[] firsts = arguments[0].longs(rows);
    long[] lasts = arguments[1].longs(rows);
    long[] steps = arguments.length > 2 ? arguments[2].longs(rows) : null;
    int n = rows.length();
    int[] starts = ranges.ints(n);
    int[] lengths = ranges.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    long total = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        starts[row] = (int) total;
        lengths[row] = count(firsts[row], lasts[row], step(firsts, lasts, steps, row));
        total = ElementRows.checked(total + lengths[row]);
      }
    }
    long[] elements = values.longs((int) total);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      long step = lengths[row] > 1 ? step(firsts, lasts, steps, row) : 0;
      long value = firsts[row];
      for (int k = starts[row]; k < starts[row] + lengths[row]; k++) {
        elements[k] = value;
        value += step;
      }
    }
    return new ArrayVector(type, starts, lengths, vector(elements, (int) total), validity, n);
  }

  private static long step(long[] firsts, long[] lasts, long[] steps, int row) {
    return steps != null ? steps[row] : firsts[row] <= lasts[row] ? 1 : -1;
  }

  private static int count(long first, long last, long step) {
    if (first == last) {
      return 1;
    }
    if (step == 0 || (step > 0) != (first < last)) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT,
          "sequence: steps of %d don't lead from %d to %d".formatted(step, first, last));
    }
    // Unsigned: the distance of two longs may be more than a long holds.
    long distance = first < last ? last - first : first - last;
    long steps = Long.divideUnsigned(distance, Math.abs(step));
    return ElementRows.checked(steps < 0 || steps == Long.MAX_VALUE ? Long.MAX_VALUE : steps + 1);
  }

  private ColumnVector vector(long[] elements, int count) {
    switch (type.element().kind()) {
      case TINYINT, SMALLINT, INT -> {
        int[] ints = values.ints(count);
        for (int k = 0; k < count; k++) {
          ints[k] = (int) elements[k];
        }
        return new IntVector(type.element(), ints, null, count);
      }
      default -> {
        return new LongVector(type.element(), elements, null, count);
      }
    }
  }
}
