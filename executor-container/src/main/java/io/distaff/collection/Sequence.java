package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;

/** SEQUENCE of integers, from the first argument to the second, both included. */
public final class Sequence implements ElementStream {
  private final DataType type;
  private final boolean isOfLongs;
  private final ReservedArrays arrays;
  private long[] firsts;
  private long[] lasts;
  private long[] steps;

  /** The next value, and how many there are from it on. */
  private long value;

  private long left;
  private long step;

  /** What has been added, in one of them. */
  private int[] ints = {};

  private long[] longs = {};
  private int count;

  /**
   * @param type of the elements
   */
  public Sequence(DataType type, ReservedArrays arrays) {
    this.type = type;
    this.isOfLongs = type.kind() == DataType.Kind.BIGINT;
    this.arrays = arrays;
  }

  @Override
  public boolean takesTokens() {
    return false;
  }

  @Override
  public void load(Argument[] arguments, RowSet rows) {
    firsts = arguments[0].longs(rows);
    lasts = arguments[1].longs(rows);
    steps = arguments.length > 2 ? arguments[2].longs(rows) : null;
  }

  @Override
  public void ensureRoom(RowSet rows, long[] validity) {
    long total = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        moveTo(row);
        total = ElementRows.checked(total + Math.min(left, Long.MAX_VALUE - total));
      }
    }
    if (isOfLongs) {
      longs = arrays.longs(longs, (int) total);
    } else {
      ints = arrays.ints(ints, (int) total);
    }
  }

  @Override
  public void moveTo(int row) {
    value = firsts[row];
    long last = lasts[row];
    step = steps != null ? steps[row] : value <= last ? 1 : -1;
    left = number(value, last, step);
  }

  /** How many values there are; more than anybody asks for are {@link Long#MAX_VALUE}. */
  private static long number(long first, long last, long step) {
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
    return steps < 0 || steps == Long.MAX_VALUE ? Long.MAX_VALUE : steps + 1;
  }

  @Override
  public int addAll() {
    return add(Integer.MAX_VALUE);
  }

  @Override
  public int add(int most) {
    int n = (int) Math.min(most, left);
    int from = count;
    count += n;
    if (isOfLongs) {
      longs = arrays.grownLongs(longs, count);
      for (int k = from; k < count; k++) {
        longs[k] = value;
        value += step;
      }
    } else {
      ints = arrays.grownInts(ints, count);
      for (int k = from; k < count; k++) {
        ints[k] = (int) value;
        value += step;
      }
    }
    left -= n;
    return n;
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public ColumnVector elements() {
    return isOfLongs
        ? new LongVector(type, longs, null, count)
        : new IntVector(type, ints, null, count);
  }

  @Override
  public void clear() {
    count = 0;
  }

  @Override
  public void release() {
    firsts = null;
    lasts = null;
    steps = null;
  }
}
