package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;

/** The functions of DATE and timestamps. Fields of an instant are those of UTC. */
final class DateFunctions {
  private DateFunctions() {}

  /** What EXTRACT takes out. */
  enum Unit {
    YEAR,
    QUARTER,
    MONTH,
    /** Of ISO 8601. */
    WEEK,
    DAY,
    /** 1 = Sunday to 7 = Saturday. */
    DAYOFWEEK,
    DAYOFYEAR,
    HOUR,
    MINUTE,
    SECOND;

    long of(long epochDay, long microOfDay) {
      return switch (this) {
        case YEAR -> Calendar.year(Calendar.civil(epochDay));
        case QUARTER -> (Calendar.month(Calendar.civil(epochDay)) + 2) / 3;
        case MONTH -> Calendar.month(Calendar.civil(epochDay));
        case WEEK -> Calendar.isoWeek(epochDay);
        case DAY -> Calendar.day(Calendar.civil(epochDay));
        case DAYOFWEEK -> Calendar.isoDayOfWeek(epochDay) % 7 + 1;
        case DAYOFYEAR -> Calendar.dayOfYear(epochDay);
        case HOUR -> microOfDay / Calendar.MICROS_PER_HOUR;
        case MINUTE -> microOfDay / Calendar.MICROS_PER_MINUTE % 60;
        case SECOND -> microOfDay / Calendar.MICROS_PER_SECOND % 60;
      };
    }
  }

  /** EXTRACT of a unit. */
  static final class Extract implements VectorFunction {
    private final Unit unit;
    private final Buffers buffers;

    Extract(Unit unit, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.unit = unit;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      long[] out = buffers.longs(rows.length());
      Argument argument = arguments[0];
      if (argument.type().kind() == DataType.Kind.DATE) {
        int[] days = argument.ints(rows);
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          out[row] = unit.of(days[row], 0);
        }
      } else {
        long[] micros = argument.longs(rows);
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          long day = Math.floorDiv(micros[row], Calendar.MICROS_PER_DAY);
          out[row] = unit.of(day, micros[row] - day * Calendar.MICROS_PER_DAY);
        }
      }
      return new LongVector(DataType.BIGINT, out, validity, rows.length());
    }
  }

  /** ADD_MONTHS and ADD_DAYS; the result has the first argument's type. */
  static final class Shift implements VectorFunction {
    /** More than any date can move; keeps the arithmetic in longs. */
    private static final long FARTHEST = 1L << 33;

    private final boolean months;
    private final DataType type;
    private final Buffers buffers;

    Shift(boolean months, DataType type, ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
      this.months = months;
      this.type = type;
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      long[] amounts = arguments[1].longs(rows);
      return type.kind() == DataType.Kind.DATE
          ? shiftDays(arguments[0].ints(rows), amounts, rows, validity)
          : shiftMicros(arguments[0].longs(rows), amounts, rows, validity);
    }

    private ColumnVector shiftDays(int[] days, long[] amounts, RowSet rows, long[] validity) {
      int[] out = buffers.ints(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        long shifted = shift(days[row], amounts[row]);
        out[row] = (int) shifted;
        if (shifted != out[row] && isValid(validity, row)) {
          throw outOfRange(amounts[row]);
        }
      }
      return new IntVector(type, out, validity, rows.length());
    }

    private ColumnVector shiftMicros(long[] micros, long[] amounts, RowSet rows, long[] validity) {
      long[] out = buffers.longs(rows.length());
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        long day = Math.floorDiv(micros[row], Calendar.MICROS_PER_DAY);
        long shifted = shift(day, amounts[row]);
        long microOfDay = micros[row] - day * Calendar.MICROS_PER_DAY;
        // The lowest and the highest day have only a part in the range of longs.
        long result = shifted * Calendar.MICROS_PER_DAY + microOfDay;
        out[row] = result;
        if (Math.floorDiv(result, Calendar.MICROS_PER_DAY) != shifted && isValid(validity, row)) {
          throw outOfRange(amounts[row]);
        }
      }
      return new LongVector(type, out, validity, rows.length());
    }

    private long shift(long day, long amount) {
      long bounded = Math.max(-FARTHEST, Math.min(FARTHEST, amount));
      return months ? Calendar.addMonths(day, bounded) : day + bounded;
    }

    private DistaffException outOfRange(long amount) {
      return new DistaffException(
          ErrorCode.NUMERIC_OVERFLOW,
          "Adding "
              + amount
              + (months ? " months" : " days")
              + " leaves the range of "
              + type.sqlName()
              + ".");
    }

    private static boolean isValid(long[] validity, int row) {
      return validity == null || Validity.isValid(validity, row);
    }
  }
}
