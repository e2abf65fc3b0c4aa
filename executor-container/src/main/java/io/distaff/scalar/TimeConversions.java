package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.Forms;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Casts between instants and numbers, which are seconds since 1970 as in Spark. */
final class TimeConversions {
  private static final DecimalType SECONDS = DataType.decimal(DecimalType.MAX_PRECISION, 6);

  private TimeConversions() {}

  /** To whole seconds, rounded down, or to seconds with a fraction. */
  static final class ToNumber implements Cast.Conversion {
    private final DataType type;
    private final Argument seconds;
    private final Cast.Conversion conversion;
    private final Buffers buffers;

    ToNumber(DataType to, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.type = to.isIntegral() ? DataType.BIGINT : SECONDS;
      this.seconds = new Argument(type, arrays);
      this.conversion =
          to instanceof DecimalType decimal
              ? new NumericConversions.ToDecimal(type, decimal, arrays)
              : to.isIntegral()
                  ? new NumericConversions.ToInteger(type, to, arrays)
                  : new NumericConversions.ToFloating(type, to, arrays);
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      ColumnVector micros = argument.flat(rows);
      if (type.isIntegral()) {
        long[] values = argument.longs(rows);
        long[] out = buffers.longs(rows.length());
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          out[row] = Math.floorDiv(values[row], Calendar.MICROS_PER_SECOND);
        }
        micros = new LongVector(type, out, validity, rows.length());
      }
      seconds.load(Forms.view(micros, type, validity), Bounds.UNKNOWN, rows);
      return conversion.convert(seconds, rows, validity, failures);
    }
  }

  /** From seconds; what is shorter than a microsecond is cut off. */
  static final class FromNumber implements Cast.Conversion {
    private final DataType from;
    private final Buffers buffers;

    FromNumber(DataType from, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.from = from;
    }

    @Override
    public ColumnVector convert(
        Argument argument, RowSet rows, long[] validity, Cast.Failures failures) {
      long[] out = buffers.longs(rows.length());
      switch (from.kind()) {
        case DECIMAL -> ofDecimals(argument, out, rows, validity, failures);
        case FLOAT, DOUBLE -> ofDoubles(argument.doubles(rows), out, rows, failures);
        default -> ofLongs(argument.longs(rows), out, rows, failures);
      }
      return new LongVector(DataType.TIMESTAMP, out, null, rows.length());
    }

    private static void ofLongs(long[] values, long[] out, RowSet rows, Cast.Failures failures) {
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        long micros = values[row] * Calendar.MICROS_PER_SECOND;
        long upper = Math.multiplyHigh(values[row], Calendar.MICROS_PER_SECOND);
        failures.markIf(upper != micros >> 63, row, rows.length());
        out[row] = micros;
      }
    }

    private static void ofDoubles(
        double[] values, long[] out, RowSet rows, Cast.Failures failures) {
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        double micros = values[row] * Calendar.MICROS_PER_SECOND;
        failures.markIf(!(Math.abs(micros) < 0x1p63), row, rows.length());
        out[row] = (long) micros;
      }
    }

    private static void ofDecimals(
        Argument argument, long[] out, RowSet rows, long[] validity, Cast.Failures failures) {
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        out[row] = 0;
        if (validity == null || Validity.isValid(validity, row)) {
          BigDecimal seconds = argument.decimal(row);
          BigInteger micros =
              seconds.movePointRight(SECONDS.scale()).setScale(0, RoundingMode.DOWN).toBigInteger();
          failures.markIf(micros.bitLength() > 63, row, rows.length());
          out[row] = micros.longValue();
        }
      }
    }
  }
}
