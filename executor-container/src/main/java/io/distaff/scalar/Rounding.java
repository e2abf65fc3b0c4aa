package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.IntegerRange;
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
import java.math.BigInteger;
import java.math.RoundingMode;

/** ROUND, FLOOR and CEIL. */
final class Rounding {
  private Rounding() {}

  /** ROUND, with a literal number of digits or none. */
  static VectorFunction round(CallSite site) {
    DataType from = site.argumentTypes().get(0);
    long digits = site.numArguments() > 1 ? site.constantLong(1) : 0;
    if (from instanceof DecimalType) {
      return digits >= 0
          ? firstOnly(Cast.of(from, site.type(), false, site.arrays()))
          : new OfDecimal(
              (DecimalType) site.type(),
              scaled(digits),
              RoundingMode.HALF_UP,
              "round",
              site.arrays());
    }
    if (from.isIntegral()) {
      return digits >= 0
          ? firstOnly(Cast.of(from, site.type(), false, site.arrays()))
          : new OfInteger(site.type(), scaled(digits), site.arrays());
    }
    return new OfFloating(site.type(), scaled(digits), site.arrays());
  }

  /** FLOOR or CEIL. */
  static VectorFunction toInteger(CallSite site, boolean up) {
    DataType from = site.argumentTypes().get(0);
    if (from.isIntegral()) {
      return Cast.of(from, site.type(), false, site.arrays());
    }
    RoundingMode mode = up ? RoundingMode.CEILING : RoundingMode.FLOOR;
    String name = up ? "ceil" : "floor";
    return from instanceof DecimalType
        ? new OfDecimal((DecimalType) site.type(), 0, mode, name, site.arrays())
        : new DoubleToInteger(up, site.arrays());
  }

  private static VectorFunction firstOnly(VectorFunction function) {
    return (arguments, rows, validity) ->
        function.apply(new Argument[] {arguments[0]}, rows, validity);
  }

  /** Beyond a thousand digits nothing changes any more. */
  private static int scaled(long digits) {
    return (int) Math.max(-1000, Math.min(1000, digits));
  }

  private static DistaffException overflow(String function, Object value, DataType type) {
    return new DistaffException(
        ErrorCode.NUMERIC_OVERFLOW,
        function + " of " + value + " is out of the range of " + type.sqlName() + ".");
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

  /** ROUND of integers to tens, hundreds, ... */
  private static final class OfInteger extends IntegerResult {
    private static final int LARGEST_POWER = 18;

    private final DataType type;
    private final int digits;
    private long[] values;

    OfInteger(DataType type, int digits, ReservedArrays arrays) {
      super(type, arrays);
      this.type = type;
      this.digits = digits;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      values = arguments[0].longs(rows);
    }

    @Override
    long value(int row) {
      if (-digits > LARGEST_POWER + 1) {
        return 0;
      }
      BigInteger rounded =
          BigDecimal.valueOf(values[row]).setScale(digits, RoundingMode.HALF_UP).toBigInteger();
      if (rounded.bitLength() >= IntegerRange.bits(type)) {
        throw overflow("round", values[row], type);
      }
      return rounded.longValue();
    }
  }

  /**
   * Decimals by way of objects: for FLOOR and CEIL of more digits than a long has, and for ROUND to
   * tens and more.
   */
  private static final class OfDecimal implements VectorFunction {
    private final DecimalType type;
    private final int digits;
    private final RoundingMode mode;
    private final String name;
    private final Buffers buffers;

    OfDecimal(DecimalType type, int digits, RoundingMode mode, String name, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.type = type;
      this.digits = digits;
      this.mode = mode;
      this.name = name;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      Argument argument = arguments[0];
      DecimalType from = (DecimalType) argument.type();
      boolean plain = digits == 0 && from.isLong() && type.isLong();
      return plain
          ? ofLongs(argument, Int128Math.longPowerOfTen(from.scale()), rows, validity)
          : ofObjects(argument, rows, validity);
    }

    private ColumnVector ofLongs(Argument argument, long unit, RowSet rows, long[] validity) {
      long[] values = argument.longs(rows);
      long[] out = buffers.longs(rows.length());
      boolean up = mode == RoundingMode.CEILING;
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = up ? -Math.floorDiv(-values[row], unit) : Math.floorDiv(values[row], unit);
      }
      return new LongVector(type, out, validity, rows.length());
    }

    private ColumnVector ofObjects(Argument argument, RowSet rows, long[] validity) {
      long[] high = buffers.highs(rows.length());
      long[] low = buffers.longs(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        if (validity != null && !Validity.isValid(validity, row)) {
          continue;
        }
        BigDecimal value = argument.decimal(row);
        BigDecimal rounded = value.setScale(digits, mode).setScale(0, RoundingMode.UNNECESSARY);
        if (rounded.precision() > type.precision()) {
          throw overflow(name, value.toPlainString(), type);
        }
        high[row] = Int128Math.high(rounded.unscaledValue());
        low[row] = Int128Math.low(rounded.unscaledValue());
      }
      return type.isLong()
          ? new LongVector(type, low, validity, rows.length())
          : new Int128Vector(type, high, low, validity, rows.length());
    }
  }

  /** ROUND of FLOAT and DOUBLE: of the decimal digits that they are printed with. */
  private static final class OfFloating implements VectorFunction {
    private final DataType type;
    private final int digits;
    private final Buffers buffers;

    OfFloating(DataType type, int digits, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.type = type;
      this.digits = digits;
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
              Float.isFinite(value)
                  ? round(new BigDecimal(Float.toString(value))).floatValue()
                  : value;
        }
        return new FloatVector(type, out, validity, rows.length());
      }
      double[] values = arguments[0].doubles(rows);
      double[] out = buffers.doubles(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        double value = values[row];
        out[row] = Double.isFinite(value) ? round(BigDecimal.valueOf(value)).doubleValue() : value;
      }
      return new DoubleVector(type, out, validity, rows.length());
    }

    private BigDecimal round(BigDecimal value) {
      return value.setScale(digits, RoundingMode.HALF_UP);
    }
  }
}
