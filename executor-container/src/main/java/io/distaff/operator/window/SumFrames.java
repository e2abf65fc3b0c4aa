package io.distaff.operator.window;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * COUNT, and SUM of integers and decimals: exact in 128 bits, so that rows that leave the frame can
 * be taken off.
 */
final class SumFrames extends AggregateFrames {
  private final DataType type;
  private final boolean isCount;
  private long numValues;
  private long low64;
  private long high64;
  private long[] lows = new long[0];
  private long[] highs = new long[0];
  private long[] validity;

  /**
   * @param column -1 = COUNT of rows
   */
  SumFrames(RowRanges ranges, int column, boolean isCount, DataType type, WindowRows rows) {
    super(ranges, column, rows);
    this.type = type;
    this.isCount = isCount;
  }

  private boolean isWide() {
    return type instanceof DecimalType decimal && !decimal.isLong();
  }

  @Override
  void begin(int count) {
    if (lows.length < count) {
      lows = new long[count];
      highs = isWide() ? new long[count] : highs;
    }
    validity = null;
  }

  @Override
  void reset() {
    numValues = 0;
    low64 = 0;
    high64 = 0;
  }

  @Override
  void add(Cursor at, int from, int to) {
    if (column() < 0) {
      numValues += to - from;
      return;
    }
    FlatView view = at.view(column());
    if (view.validity() == null) {
      numValues += to - from;
      if (!isCount) {
        addAll(view, from, to, 0);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      if (isValid(view, i)) {
        numValues++;
        if (!isCount) {
          addAll(view, i, i + 1, 0);
        }
      }
    }
  }

  @Override
  void remove(long start) {
    if (column() < 0) {
      numValues -= start - low();
      return;
    }
    for (long row = low(); row < start; ) {
      leaving.seek(row);
      FlatView view = leaving.view(column());
      int to = (int) (Math.min(start, leaving.end()) - leaving.start());
      for (int i = (int) (row - leaving.start()); i < to; i++) {
        if (isValid(view, i)) {
          numValues--;
          if (!isCount) {
            addAll(view, i, i + 1, -1);
          }
        }
      }
      row = leaving.start() + to;
    }
  }

  /**
   * @param sign 0 to add, -1 to take off
   */
  private void addAll(FlatView view, int from, int to, long sign) {
    int[] positions = view.positions();
    switch (view.values().form()) {
      case BOOLEAN -> {
        byte[] values = ((BooleanVector) view.values()).values();
        for (int i = from; i < to; i++) {
          add(values[positions[i]], sign);
        }
      }
      case INT -> {
        int[] values = ((IntVector) view.values()).values();
        for (int i = from; i < to; i++) {
          add(values[positions[i]], sign);
        }
      }
      case LONG -> {
        long[] values = ((LongVector) view.values()).values();
        for (int i = from; i < to; i++) {
          add(values[positions[i]], sign);
        }
      }
      case INT128 -> {
        Int128Vector values = (Int128Vector) view.values();
        for (int i = from; i < to; i++) {
          add(values.low()[positions[i]], values.high()[positions[i]], sign);
        }
      }
      case FLOAT, DOUBLE, BYTES, DICTIONARY, CONSTANT, ARRAY, MAP, STRUCT ->
          throw new IllegalStateException("no exact sum of " + view.values().form());
    }
  }

  private void add(long value, long sign) {
    add(value, value >> 63, sign);
  }

  /** Overflow of 128 bits undoes itself when the rows leave. */
  private void add(long low, long high, long sign) {
    // -x = ~x + 1
    long addend = (low ^ sign) - sign;
    long carryOfNegation = sign & (addend == 0 ? 1 : 0);
    long sum = low64 + addend;
    high64 += (high ^ sign) + carryOfNegation + (Long.compareUnsigned(sum, addend) < 0 ? 1 : 0);
    low64 = sum;
  }

  @Override
  void give(int from, int to) {
    if (from == to) {
      return;
    }
    if (isCount) {
      Arrays.fill(lows, from, to, numValues);
      return;
    }
    if (numValues == 0) {
      if (validity == null) {
        validity = Validity.allValid(lows.length);
      }
      for (int i = from; i < to; i++) {
        lows[i] = 0;
        Validity.setNull(validity, i);
      }
      if (isWide()) {
        Arrays.fill(highs, from, to, 0);
      }
      return;
    }
    checkRange();
    Arrays.fill(lows, from, to, low64);
    if (isWide()) {
      Arrays.fill(highs, from, to, high64);
    }
  }

  private void checkRange() {
    boolean fits =
        type instanceof DecimalType decimal
            ? isWithin(decimal.precision(), high64, low64)
            : high64 == low64 >> 63;
    if (!fits) {
      throw new DistaffException(
          ErrorCode.NUMERIC_OVERFLOW,
          "a sum over a window is beyond the range of "
              + type.sqlName()
              + ". Cast the argument of sum() to double if an approximate result will do");
    }
  }

  private static boolean isWithin(int precision, long high, long low) {
    long absoluteLow = high < 0 ? -low : low;
    long absoluteHigh = high < 0 ? ~high + (low == 0 ? 1 : 0) : high;
    long limitHigh = Int128Math.powerOfTenHigh(precision);
    long limitLow = Int128Math.powerOfTenLow(precision);
    // The smallest number has no positive counterpart: it is still negative here.
    return absoluteHigh >= 0
        && (absoluteHigh < limitHigh
            || (absoluteHigh == limitHigh && Long.compareUnsigned(absoluteLow, limitLow) < 0));
  }

  @Override
  ColumnVector end(int count) {
    return isWide()
        ? new Int128Vector(type, highs, lows, validity, count)
        : new LongVector(type, lows, validity, count);
  }
}
