package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;

/**
 * A SEQUENCE: numbers from the first argument to the second, both included, in steps of the third,
 * which is 1 towards the second where there is none. What numbers and steps stand for is a
 * subclass's. Confined to a task's thread.
 */
public abstract class SteppedElements implements ElementStream {
  private final DataType type;
  private final boolean isOfLongs;
  private final ReservedArrays arrays;
  private long[] firsts;
  private long[] lasts;
  private long[] steps;

  /** What has been added, in one of them. */
  private int[] ints = {};

  private long[] longs = {};
  private int count;

  /**
   * @param type of the elements
   */
  protected SteppedElements(DataType type, ReservedArrays arrays) {
    this.type = type;
    this.arrays = arrays;
    this.isOfLongs =
        switch (type.kind()) {
          case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> true;
          default -> false;
        };
  }

  @Override
  public final boolean takesTokens() {
    return false;
  }

  @Override
  public final void load(Argument[] arguments, RowSet rows) {
    firsts = arguments[0].longs(rows);
    lasts = arguments[1].longs(rows);
    steps = arguments.length > 2 ? arguments[2].longs(rows) : null;
  }

  protected final long first(int row) {
    return firsts[row];
  }

  protected final long last(int row) {
    return lasts[row];
  }

  protected final long step(int row) {
    return steps != null ? steps[row] : firsts[row] <= lasts[row] ? 1 : -1;
  }

  /** Makes room for so many elements at once. */
  protected final void ensureRoom(int total) {
    if (isOfLongs) {
      longs = arrays.longs(longs, total);
    } else {
      ints = arrays.ints(ints, total);
    }
  }

  /** Adds a number; throws LIMIT_EXCEEDED when there are more than an array has room for. */
  protected final void append(long value) {
    appendSteps(value, 0, ElementRows.checked(count + 1L) - count);
  }

  /** Adds {@code n} numbers that are so far from one another. */
  protected final void appendSteps(long first, long step, int n) {
    int from = count;
    count += n;
    long value = first;
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
  }

  @Override
  public final int addAll() {
    return add(Integer.MAX_VALUE);
  }

  @Override
  public final boolean isFull() {
    return false;
  }

  @Override
  public final ColumnVector elements() {
    return isOfLongs
        ? new LongVector(type, longs, null, count)
        : new IntVector(type, ints, null, count);
  }

  @Override
  public final void clear() {
    count = 0;
  }

  @Override
  public final void release() {
    firsts = null;
    lasts = null;
    steps = null;
  }
}
