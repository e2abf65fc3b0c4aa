package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.DecimalShift;
import io.distaff.kernel.FloatingKernels;
import io.distaff.kernel.Forms;
import io.distaff.kernel.Int128Kernels;
import io.distaff.kernel.IntegerRange;
import io.distaff.kernel.KeyRange;
import io.distaff.kernel.LongKernels;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Casts among numbers and booleans, and among dates and timestamps. */
public final class NumericConversions {
  private NumericConversions() {}

  /** The same values under another type of the same form. */
  public static final class Reinterpret implements Cast.Conversion {
    private final DataType to;

    Reinterpret(DataType to) {
      this.to = to;
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      return Forms.view(argument.flat(rows), to, null);
    }
  }

  /** Anything but 0 is true. */
  public static final class ToBoolean implements Cast.Conversion {
    private static final KeyRange.Kernels NOT_ZERO =
        new KeyRange(BigInteger.ZERO, BigInteger.ZERO, true).kernels();

    private final Buffers buffers;

    ToBoolean(ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      byte[] out = buffers.bytes(rows.length());
      NOT_ZERO.test(argument.flat(rows), rows, out);
      return new BooleanVector(DataType.BOOLEAN, out, null, rows.length());
    }
  }

  /** To TINYINT, SMALLINT, INT or BIGINT; fractions are cut off. */
  public static final class ToInteger implements Cast.Conversion {
    private final DataType from;
    private final DataType to;
    private final long low;
    private final long high;
    private final Buffers buffers;

    ToInteger(DataType from, DataType to, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.from = from;
      this.to = to;
      int bits = IntegerRange.bits(to);
      this.low = IntegerRange.low(bits);
      this.high = IntegerRange.high(bits);
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      long[] values =
          switch (from.kind()) {
            case FLOAT, DOUBLE -> truncate(argument.doubles(rows), rows, failures);
            case DECIMAL -> wholeParts(argument, rows, validity, failures);
            default -> argument.longs(rows);
          };
      RowSet dense = rows.dense();
      if (low > Long.MIN_VALUE && LongKernels.anyOutside(values, low, high, dense)) {
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          failures.markIf(values[row] < low || values[row] > high, row, rows.length());
        }
      }
      if (to.kind() == DataType.Kind.BIGINT) {
        return new LongVector(to, values, null, rows.length());
      }
      int[] ints = buffers.ints(rows.length());
      LongKernels.toInts(values, ints, dense);
      return new IntVector(to, ints, null, rows.length());
    }

    private long[] truncate(double[] values, RowSet rows, Cast.Failures failures) {
      // -2^63 - 1 isn't a double, so the exclusive lower end is the double before -2^63.
      double below = low == Long.MIN_VALUE ? Math.nextDown((double) low) : (double) low - 1;
      double end = -(double) low;
      long[] out = buffers.longs(rows.length());
      if (FloatingKernels.toLongs(values, below, end, out, rows.dense())) {
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          boolean fits = values[row] > below && values[row] < end;
          failures.markIf(!fits, row, rows.length());
        }
      }
      return out;
    }

    private long[] wholeParts(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      int scale = ((DecimalType) from).scale();
      if (argument.form() == ColumnVector.Form.LONG && scale == 0) {
        return argument.longs(rows);
      }
      long[] out = buffers.longs(rows.length());
      if (argument.form() == ColumnVector.Form.LONG && scale <= DecimalType.MAX_LONG_PRECISION) {
        LongKernels.divideConstant(
            argument.longs(rows), Int128Math.longPowerOfTen(scale), out, rows.dense());
        return out;
      }
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = 0;
        if (validity == null || Validity.isValid(validity, row)) {
          BigInteger whole = argument.decimal(row).toBigInteger();
          failures.markIf(whole.bitLength() > 63, row, rows.length());
          out[row] = whole.longValue();
        }
      }
      return out;
    }
  }

  /** To FLOAT or DOUBLE: the nearest. */
  public static final class ToFloating implements Cast.Conversion {
    /** Integers and powers of ten that doubles hold exactly. */
    private static final long EXACT_MAGNITUDE = 1L << 53;

    private static final int EXACT_POWER = 22;

    private final DataType from;
    private final DataType to;
    private final Buffers buffers;

    ToFloating(DataType from, DataType to, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.from = from;
      this.to = to;
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      return to.kind() == DataType.Kind.DOUBLE
          ? new DoubleVector(to, doubles(argument, rows, validity), null, rows.length())
          : new FloatVector(to, floats(argument, rows, validity), null, rows.length());
    }

    private double[] doubles(Argument argument, RowSet rows, long[] validity) {
      if (from.kind() == DataType.Kind.FLOAT) {
        return argument.doubles(rows);
      }
      double[] out = buffers.doubles(rows.length());
      if (!(from instanceof DecimalType decimal)) {
        LongKernels.toDoubles(argument.longs(rows), out, rows.dense());
      } else if (decimal.scale() <= EXACT_POWER && argument.bound(rows) <= EXACT_MAGNITUDE) {
        double divisor = Math.pow(10, decimal.scale());
        LongKernels.toDoublesDivided(argument.longs(rows), divisor, out, rows.dense());
      } else {
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          boolean valid = validity == null || Validity.isValid(validity, row);
          out[row] = valid ? argument.decimal(row).doubleValue() : 0;
        }
      }
      return out;
    }

    private float[] floats(Argument argument, RowSet rows, long[] validity) {
      float[] out = buffers.floats(rows.length());
      if (from.kind() == DataType.Kind.DOUBLE) {
        FloatingKernels.narrow(argument.doubles(rows), out, rows.dense());
      } else if (from.kind() != DataType.Kind.DECIMAL) {
        LongKernels.toFloats(argument.longs(rows), out, rows.dense());
      } else {
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          boolean valid = validity == null || Validity.isValid(validity, row);
          out[row] = valid ? argument.decimal(row).floatValue() : 0;
        }
      }
      return out;
    }
  }

  /** To DECIMAL: rounded half up. */
  public static final class ToDecimal implements Cast.Conversion {
    private final DataType from;
    private final DecimalType to;

    /** Digits to append, or to round away when negative. */
    private final int shift;

    private final Buffers buffers;
    private long resultBound = Bounds.UNKNOWN;

    ToDecimal(DataType from, DecimalType to, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.from = from;
      this.to = to;
      this.shift = to.scale() - (from instanceof DecimalType decimal ? decimal.scale() : 0);
    }

    @Override
    public long resultBound() {
      return resultBound;
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      resultBound = Bounds.UNKNOWN;
      boolean floating = from.kind() == DataType.Kind.FLOAT || from.kind() == DataType.Kind.DOUBLE;
      if (floating) {
        return convertBig(argument, rows, validity, failures);
      }
      if (argument.form() != ColumnVector.Form.INT128
          && Math.abs(shift) <= DecimalType.MAX_LONG_PRECISION) {
        long bound = argument.bound(rows);
        if (shift == 0) {
          return limited(argument.longs(rows), bound, rows, failures);
        }
        long[] out = buffers.longs(rows.length());
        long power = Int128Math.longPowerOfTen(Math.abs(shift));
        if (shift < 0) {
          LongKernels.divideHalfUpConstant(argument.longs(rows), power, out, rows.dense());
          return limited(out, bound == Bounds.UNKNOWN ? bound : bound / power + 1, rows, failures);
        }
        if (Bounds.product(bound, power) != Bounds.UNKNOWN) {
          LongKernels.multiplyConstant(argument.longs(rows), power, out, rows.dense());
          return limited(out, Bounds.product(bound, power), rows, failures);
        }
      }
      return argument.bits(rows) + DecimalShift.bits(Math.max(shift, 0)) <= DecimalShift.SAFE_BITS
          ? convertWide(argument, rows, failures)
          : convertBig(argument, rows, validity, failures);
    }

    private ColumnVector limited(long[] values, long bound, RowSet rows, Cast.Failures failures) {
      long limit = to.isLong() ? Int128Math.longPowerOfTen(to.precision()) - 1 : Long.MAX_VALUE;
      if (to.isLong()
          && bound > limit
          && LongKernels.anyOutside(values, -limit, limit, rows.dense())) {
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          failures.markIf(values[row] < -limit || values[row] > limit, row, rows.length());
        }
      }
      resultBound = Math.min(bound, limit);
      return new LongVector(to, values, null, rows.length());
    }

    private ColumnVector convertWide(Argument argument, RowSet rows, Cast.Failures failures) {
      Int128Vector wide = argument.wide(rows);
      long[] high = buffers.highs(rows.length());
      long[] low = buffers.longs(rows.length());
      if (shift >= 0) {
        Int128Kernels.multiplyByPowerOfTen(wide.high(), wide.low(), shift, high, low, rows);
      } else {
        Int128Kernels.divideByPowerOfTen(wide.high(), wide.low(), -shift, high, low, rows);
      }
      if (Int128Kernels.anyExceeds(high, low, to.precision(), rows)) {
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          failures.markIf(
              Int128Math.exceedsPrecision(high[row], low[row], to.precision()), row, rows.length());
        }
      }
      return vector(high, low, rows);
    }

    private ColumnVector convertBig(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      long[] high = buffers.highs(rows.length());
      long[] low = buffers.longs(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        high[row] = 0;
        low[row] = 0;
        if (validity == null || Validity.isValid(validity, row)) {
          BigDecimal exact = exact(argument.value(row));
          BigDecimal value = exact == null ? null : round(exact, to);
          if (value == null) {
            failures.mark(row, rows.length());
          } else {
            high[row] = Int128Math.high(value.unscaledValue());
            low[row] = Int128Math.low(value.unscaledValue());
          }
        }
      }
      return vector(high, low, rows);
    }

    /** The number as its shortest decimal says it; null when it isn't finite. */
    private BigDecimal exact(Object value) {
      if (value instanceof Double d) {
        if (!Double.isFinite(d)) {
          return null;
        }
        return from.kind() == DataType.Kind.FLOAT
            ? new BigDecimal(Float.toString(d.floatValue()))
            : BigDecimal.valueOf(d);
      }
      if (value instanceof Boolean b) {
        return b ? BigDecimal.ONE : BigDecimal.ZERO;
      }
      return value instanceof BigDecimal d ? d : BigDecimal.valueOf((Long) value);
    }

    private ColumnVector vector(long[] high, long[] low, RowSet rows) {
      return to.isLong()
          ? new LongVector(to, low, null, rows.length())
          : new Int128Vector(to, high, low, null, rows.length());
    }
  }

  /** The value with the type's scale, rounded half up; null when it has too many digits. */
  public static BigDecimal round(BigDecimal value, DecimalType type) {
    // Exponents far out are decided here, before setScale makes huge integers of them.
    int wholeDigits = value.precision() - value.scale();
    if (value.signum() == 0 || wholeDigits < -type.scale() - 1) {
      return BigDecimal.ZERO.setScale(type.scale());
    }
    if (wholeDigits > type.precision() - type.scale() + 1) {
      return null;
    }
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    return rounded.precision() > type.precision() ? null : rounded;
  }

  /** Among DATE and timestamps. */
  public static final class Temporal implements Cast.Conversion {
    private final DataType to;
    private final Buffers buffers;

    Temporal(DataType to, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.to = to;
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      boolean fromDate = argument.type().kind() == DataType.Kind.DATE;
      if (to.kind() == DataType.Kind.DATE) {
        int[] days = buffers.ints(rows.length());
        LongKernels.floorDivideToInts(
            argument.longs(rows), Calendar.MICROS_PER_DAY, days, rows.dense());
        return new IntVector(to, days, null, rows.length());
      }
      if (!fromDate) {
        return Forms.view(argument.flat(rows), to, null);
      }
      int[] days = argument.ints(rows);
      long[] micros = buffers.longs(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        micros[row] = days[row] * Calendar.MICROS_PER_DAY;
        failures.markIf(micros[row] / Calendar.MICROS_PER_DAY != days[row], row, rows.length());
      }
      return new LongVector(to, micros, null, rows.length());
    }
  }
}
