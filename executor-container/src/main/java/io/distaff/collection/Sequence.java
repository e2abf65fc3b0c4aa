package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.Validity;

/** SEQUENCE of integers, from the first argument to the second, both included. */
public final class Sequence extends SteppedElements {
  /** The next value, and how many there are from it on. */
  private long value;

  private long left;
  private long step;

  /**
   * @param type of the elements
   */
  public Sequence(DataType type, ReservedArrays arrays) {
    super(type, arrays);
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
    ensureRoom((int) total);
  }

  @Override
  public void moveTo(int row) {
    value = first(row);
    step = step(row);
    left = number(value, last(row), step);
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
  public int add(int most) {
    int n = (int) Math.min(most, left);
    appendSteps(value, step, n);
    value += n * step;
    left -= n;
    return n;
  }
}
