package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.IntegerRange;
import io.distaff.kernel.LongKernels;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** ROUND, BROUND, TRUNCATE, FLOOR and CEIL: away with digits, in one of Java's modes. */
final class Rounding {
  private Rounding() {}

  /** To a literal number of digits, 0 if there is none. */
  static VectorFunction toDigits(CallSite site, RoundingMode mode) {
    DataType from = site.argumentTypes().get(0);
    int digits = bounded(site.numArguments() > 1 ? site.constantLong(1) : 0);
    if (from instanceof DecimalType decimal) {
      int dropped = decimal.scale() - digits;
      return dropped <= 0
          ? firstOnly(Cast.of(from, site.type(), false, site.arrays()))
          : new OfDecimal(
              decimal, (DecimalType) site.type(), dropped, mode, site.name(), site.arrays());
    }
    if (from.isIntegral()) {
      return digits >= 0
          ? firstOnly(Cast.of(from, site.type(), false, site.arrays()))
          : new OfInteger(site.type(), -digits, mode, site.name(), site.arrays());
    }
    return new OfFloating(site.type(), digits, mode, site.arrays());
  }

  /** FLOOR or CEIL. */
  static VectorFunction toInteger(CallSite site, boolean up) {
    DataType from = site.argumentTypes().get(0);
    if (from.isIntegral()) {
      return Cast.of(from, site.type(), false, site.arrays());
    }
    if (from instanceof DecimalType decimal) {
      DecimalType type = (DecimalType) site.type();
      RoundingMode mode = up ? RoundingMode.CEILING : RoundingMode.FLOOR;
      return decimal.scale() == 0
          ? Cast.of(from, type, false, site.arrays())
          : new OfDecimal(decimal, type, decimal.scale(), mode, site.name(), site.arrays());
    }
    return new DoubleToInteger(up, site.arrays());
  }

  private static VectorFunction firstOnly(VectorFunction function) {
    return (arguments, rows, validity) ->
        function.apply(new Argument[] {arguments[0]}, rows, validity);
  }

  /** Beyond a thousand digits nothing changes any more. */
  private static int bounded(long digits) {
    return (int) Math.max(-1000, Math.min(1000, digits));
  }

  private static DistaffException overflow(String function, Object value, DataType type) {
    return new DistaffException(
        ErrorCode.NUMERIC_OVERFLOW,
        function + " of " + value + " is out of the range of " + type.sqlName() + ".");
  }

  /** The quotient by a positive unit, rounded. */
  private static long quotient(long value, long unit, RoundingMode mode) {
    long quotient = value / unit;
    long rest = value - quotient * unit;
    if (rest == 0) {
      return quotient;
    }
    long magnitude = Math.abs(rest);
    int half = Long.compare(magnitude, unit - magnitude);
    return awayFromZero(mode, half, rest < 0, (quotient & 1) != 0)
        ? quotient + (rest < 0 ? -1 : 1)
        : quotient;
  }

  /**
   * Whether a quotient that left a rest is to be moved away from zero.
   *
   * @param half negative, zero or positive as the rest is less than, equal to or more than half
   */
  private static boolean awayFromZero(RoundingMode mode, int half, boolean negative, boolean odd) {
    return switch (mode) {
      case HALF_UP -> half >= 0;
      case HALF_EVEN -> half > 0 || (half == 0 && odd);
      case FLOOR -> negative;
      case CEILING -> !negative;
      default -> false;
    };
  }

  /** FLOOR and CEIL of DOUBLE, as BIGINT. */
  private static final class DoubleToInteger extends IntegerResult {
    /** 2^63. */
    private static final double LIMIT = 0x1p63;

    private final boolean up;
    private double[] values;

    DoubleToInteger(boolean up, ReservedArrays arrays) {
      super(DataType.BIGINT, arrays);
      this.up = up;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      values = arguments[0].doubles(rows);
    }

    @Override
    long value(int row) {
      double rounded = up ? Math.ceil(values[row]) : Math.floor(values[row]);
      if (!(rounded >= -LIMIT && rounded < LIMIT)) {
        throw overflow(up ? "ceil" : "floor", values[row], DataType.BIGINT);
      }
      return (long) rounded;
    }
  }

  /** Integers to tens, hundreds, ... */
  private static final class OfInteger extends IntegerResult {
    private static final int LARGEST_POWER = 18;

    private final DataType type;
    private final int zeros;
    private final RoundingMode mode;
    private final String name;
    private final long low;
    private final long high;
    private long[] values;

    OfInteger(DataType type, int zeros, RoundingMode mode, String name, ReservedArrays arrays) {
      super(type, arrays);
      this.type = type;
      this.zeros = zeros;
      this.mode = mode;
      this.name = name;
      this.low = IntegerRange.low(IntegerRange.bits(type));
      this.high = IntegerRange.high(IntegerRange.bits(type));
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      values = arguments[0].longs(rows);
    }

    @Override
    long value(int row) {
      long value = values[row];
      if (zeros > LARGEST_POWER) {
        return beyondLongs(value);
      }
      long unit = Int128Math.longPowerOfTen(zeros);
      long quotient = quotient(value, unit, mode);
      long rounded = quotient * unit;
      boolean fits = Math.multiplyHigh(quotient, unit) == rounded >> 63;
      if (!fits || rounded < low || rounded > high) {
        throw overflow(name, value, type);
      }
      return rounded;
    }

    /** To 10^19 or more: 0, unless half of 10^19 is reached, which is too large when rounded up. */
    private long beyondLongs(long value) {
      long half = 5 * Int128Math.longPowerOfTen(LARGEST_POWER);
      if (zeros == LARGEST_POWER + 1 && (value >= half || value <= -half)) {
        int more = value == half || value == -half ? 0 : 1;
        if (awayFromZero(mode, more, value < 0, false)) {
          throw overflow(name, value, type);
        }
      }
      return 0;
    }
  }

  /**
   * Decimals: digits are cut off by a division by a power of ten, and where they stood before the
   * point zeros are put in their place. The result is at most the next power of ten after the
   * value, so that nothing leaves 128 bits.
   */
  private static final class OfDecimal implements VectorFunction {
    private final DecimalType from;
    private final DecimalType type;
    private final int dropped;
    private final int zeros;
    private final RoundingMode mode;
    private final String name;
    private final Buffers buffers;

    /**
     * @param dropped digits to cut off, at least one
     */
    OfDecimal(
        DecimalType from,
        DecimalType type,
        int dropped,
        RoundingMode mode,
        String name,
        ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.from = from;
      this.type = type;
      this.dropped = dropped;
      this.zeros = type.scale() - from.scale() + dropped;
      this.mode = mode;
      this.name = name;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      Argument argument = arguments[0];
      boolean longs =
          argument.form() == ColumnVector.Form.LONG
              && dropped < DecimalType.MAX_LONG_PRECISION
              && (zeros == 0 || from.isLong());
      return longs ? ofLongs(argument, rows, validity) : ofWide(argument, rows, validity);
    }

    private ColumnVector ofLongs(Argument argument, RowSet rows, long[] validity) {
      long[] values = argument.longs(rows);
      long[] out = buffers.longs(rows.length());
      long unit = Int128Math.longPowerOfTen(dropped);
      long factor = Int128Math.longPowerOfTen(zeros);
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = quotient(values[row], unit, mode) * factor;
      }
      if (type.isLong()) {
        long limit = Int128Math.longPowerOfTen(type.precision()) - 1;
        if (LongKernels.anyOutside(out, -limit, limit, rows)) {
          for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            check(out[row] < -limit || out[row] > limit, argument, row, validity);
          }
        }
      }
      return new LongVector(type, out, validity, rows.length());
    }

    private ColumnVector ofWide(Argument argument, RowSet rows, long[] validity) {
      Int128Vector wide = argument.wide(rows);
      long[] high = buffers.highs(rows.length());
      long[] low = buffers.longs(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (dropped > DecimalType.MAX_PRECISION) {
          high[row] = 0; // less than half of the unit
          low[row] = 0;
          continue;
        }
        divide(wide.high()[row], wide.low()[row], high, low, row);
        Int128Math.multiplyByPowerOfTen(high[row], low[row], zeros, high, low, row);
        boolean exceeds = Int128Math.exceedsPrecision(high[row], low[row], type.precision());
        check(exceeds, argument, row, validity);
      }
      return type.isLong()
          ? new LongVector(type, low, validity, rows.length())
          : new Int128Vector(type, high, low, validity, rows.length());
    }

    private void divide(long high, long low, long[] outHigh, long[] outLow, int row) {
      Int128Math.truncateByPowerOfTen(high, low, dropped, outHigh, outLow, row);
      long quotientHigh = outHigh[row];
      long quotientLow = outLow[row];
      long unitHigh = Int128Math.powerOfTenHigh(dropped);
      long unitLow = Int128Math.powerOfTenLow(dropped);
      long cutHigh = Int128Math.multiplyHigh(quotientHigh, quotientLow, unitHigh, unitLow);
      long cutLow = quotientLow * unitLow;
      boolean negative = high < 0;
      long restHigh =
          negative
              ? Int128Math.subtractHigh(cutHigh, cutLow, high, low)
              : Int128Math.subtractHigh(high, low, cutHigh, cutLow);
      long restLow = negative ? cutLow - low : low - cutLow;
      if (restHigh == 0 && restLow == 0) {
        return;
      }
      int half =
          Int128Math.compare(
              restHigh,
              restLow,
              Int128Math.subtractHigh(unitHigh, unitLow, restHigh, restLow),
              unitLow - restLow);
      if (awayFromZero(mode, half, negative, (quotientLow & 1) != 0)) {
        long step = negative ? -1 : 1;
        outHigh[row] = Int128Math.addHigh(quotientHigh, quotientLow, step >> 63, step);
        outLow[row] = quotientLow + step;
      }
    }

    private void check(boolean exceeds, Argument argument, int row, long[] validity) {
      if (exceeds && (validity == null || Validity.isValid(validity, row))) {
        throw overflow(name, argument.decimal(row).toPlainString(), type);
      }
    }
  }

  /** FLOAT and DOUBLE: the decimal digits that they are printed with are rounded. */
  private static final class OfFloating implements VectorFunction {
    private final DataType type;
    private final int digits;
    private final RoundingMode mode;
    private final Buffers buffers;

    OfFloating(DataType type, int digits, RoundingMode mode, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.type = type;
      this.digits = digits;
      this.mode = mode;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      if (type.kind() == DataType.Kind.FLOAT) {
        float[] values = arguments[0].floats(rows);
        float[] out = buffers.floats(rows.length());
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          float value = values[row];
          out[row] =
              digits == 0 || !Float.isFinite(value)
                  ? (float) toWhole(value)
                  : round(new BigDecimal(Float.toString(value))).floatValue();
        }
        return new FloatVector(type, out, validity, rows.length());
      }
      double[] values = arguments[0].doubles(rows);
      double[] out = buffers.doubles(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        double value = values[row];
        out[row] =
            digits == 0 || !Double.isFinite(value)
                ? toWhole(value)
                : round(BigDecimal.valueOf(value)).doubleValue();
      }
      return new DoubleVector(type, out, validity, rows.length());
    }

    /** A fraction of a half is exact in binary, so that no decimal digits are needed. */
    private double toWhole(double value) {
      double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
      double rest = Math.abs(value - whole);
      if (!(rest > 0)) {
        return value + 0.0; // without the sign of -0; NaN and infinities stay
      }
      int half = Double.compare(rest, 0.5);
      double moved =
          awayFromZero(mode, half, value < 0, whole % 2 != 0) ? whole + Math.signum(value) : whole;
      return moved == 0 ? 0 : moved;
    }

    private BigDecimal round(BigDecimal value) {
      return value.setScale(digits, mode);
    }
  }
}
