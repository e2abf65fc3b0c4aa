package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The functions of DATE and timestamps. Fields of an instant are those of UTC. */
public final class TimeFunctions {
  private TimeFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.TIME);
    field(table, Unit.YEAR, "The year.", "2024", "year");
    field(table, Unit.QUARTER, "The quarter, 1 to 4.", "1", "quarter");
    field(table, Unit.MONTH, "The month, 1 to 12.", "2", "month");
    field(table, Unit.WEEK, "The week of ISO 8601, from 1.", "9", "weekofyear", "week");
    field(table, Unit.DAY, "The day of the month.", "29", "day", "dayofmonth");
    field(table, Unit.DAYOFWEEK, "The day of the week, 1 = Sunday to 7.", "5", "dayofweek");
    field(table, Unit.DAYOFYEAR, "The day of the year, from 1.", "60", "dayofyear");
    field(table, Unit.HOUR, "The hour, 0 to 23.", "13", "hour");
    field(table, Unit.MINUTE, "The minute, 0 to 59.", "14", "minute");
    field(table, Unit.SECOND, "The whole second, 0 to 59.", "15", "second");
    table
        .add("date_part", "datepart")
        .takes("(string, temporal) -> bigint")
        .says(
            "A field by its name, a literal: year, quarter, month, week, day, dayofweek, dayofyear,"
                + " hour, minute or second. EXTRACT(field FROM value) is the same.")
        .fails("if there is no such field")
        .example("date_part('month', DATE '2024-02-29')", "2")
        .example("EXTRACT(YEAR FROM DATE '2024-02-29')", "2024")
        .is(site -> new Extract(unit(site.constantText(0)), 1, site.type(), site.arrays()));
    table
        .add("date_trunc")
        .takes("(string, timestamp_ntz) -> timestamp_ntz")
        .takes("(string, timestamp) -> timestamp")
        .says(
            "The start of the unit that a timestamp lies in: microsecond, millisecond, second,"
                + " minute, hour, day, week (from Monday), month, quarter or year, a literal."
                + " FLOOR(value TO unit) is the same.")
        .fails("if there is no such unit")
        .example("date_trunc('month', TIMESTAMP '2024-02-29 13:14:15')", "2024-02-01 00:00:00")
        .example("date_trunc('hour', TIMESTAMP '2024-02-29 13:14:15')", "2024-02-29 13:00:00")
        .is(Truncate::new);
    table
        .add("add_months")
        .takes("(T:temporal, bigint) -> T")
        .says("So many months later; the day of the month is at most the month's last.")
        .fails("if the result is out of the type's range")
        .example("add_months(DATE '2024-01-31', 1)", "2024-02-29")
        .is(site -> new Shift(true, site.type(), site.arrays()));
    table
        .add("date_add", "add_days")
        .takes("(T:temporal, bigint) -> T")
        .says("So many days later.")
        .fails("if the result is out of the type's range")
        .example("date_add(DATE '2024-02-28', 2)", "2024-03-01")
        .is(site -> new Shift(false, site.type(), site.arrays()));
    return table.functions();
  }

  private static void field(
      FunctionTable table, Unit unit, String says, String example, String name, String... aliases) {
    table
        .add(name, aliases)
        .takes("(temporal) -> int")
        .takes("(timestamp_ntz) -> int")
        .says(says)
        .example(name + "(TIMESTAMP '2024-02-29 13:14:15')", example)
        .is(site -> new Extract(unit, 0, site.type(), site.arrays()));
  }

  private static Unit unit(String name) {
    return Arrays.stream(Unit.values())
        .filter(unit -> unit.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> noUnit("date_part", name));
  }

  /** What EXTRACT takes out. */
  private enum Unit {
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

  /** A field, as INT or BIGINT. */
  private static final class Extract extends IntegerResult {
    private final Unit unit;
    private final int position;
    private int[] days;
    private long[] micros;

    /**
     * @param position of the argument that has the field
     */
    Extract(Unit unit, int position, DataType type, ReservedArrays arrays) {
      super(type, arrays);
      this.unit = unit;
      this.position = position;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      Argument argument = arguments[position];
      boolean date = argument.type().kind() == DataType.Kind.DATE;
      days = date ? argument.ints(rows) : null;
      micros = date ? null : argument.longs(rows);
    }

    @Override
    long value(int row) {
      if (days != null) {
        return unit.of(days[row], 0);
      }
      long day = Math.floorDiv(micros[row], Calendar.MICROS_PER_DAY);
      return unit.of(day, micros[row] - day * Calendar.MICROS_PER_DAY);
    }
  }

  /** The start of the unit that a timestamp lies in. */
  private static final class Truncate extends IntegerResult {
    private final String unit;
    private long[] micros;

    Truncate(CallSite site) {
      super(site.type(), site.arrays());
      this.unit = site.constantText(0).toLowerCase(Locale.ROOT);
      start(0); // refuses an unknown unit before there are rows
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      micros = arguments[1].longs(rows);
    }

    @Override
    long value(int row) {
      return start(micros[row]);
    }

    private long start(long micro) {
      return switch (unit) {
        case "microsecond" -> micro;
        case "millisecond" -> floor(micro, 1000);
        case "second" -> floor(micro, Calendar.MICROS_PER_SECOND);
        case "minute" -> floor(micro, Calendar.MICROS_PER_MINUTE);
        case "hour" -> floor(micro, Calendar.MICROS_PER_HOUR);
        default ->
            startDay(Math.floorDiv(micro, Calendar.MICROS_PER_DAY)) * Calendar.MICROS_PER_DAY;
      };
    }

    private static long floor(long micro, long step) {
      return micro - Math.floorMod(micro, step);
    }

    private long startDay(long day) {
      long civil = Calendar.civil(day);
      long year = Calendar.year(civil);
      int month = Calendar.month(civil);
      return switch (unit) {
        case "day", "dd" -> day;
        case "week" -> day + 1 - Calendar.isoDayOfWeek(day);
        case "month", "mon", "mm" -> Calendar.epochDay(year, month, 1);
        case "quarter" -> Calendar.epochDay(year, (month - 1) / 3 * 3 + 1, 1);
        case "year", "yyyy", "yy" -> Calendar.epochDay(year, 1, 1);
        default -> throw noUnit("date_trunc", unit);
      };
    }
  }

  private static DistaffException noUnit(String function, String unit) {
    return new DistaffException(ErrorCode.NOT_SUPPORTED, function + " has no unit '" + unit + "'");
  }

  /** ADD_MONTHS and ADD_DAYS; the result has the first argument's type. */
  private static final class Shift implements VectorFunction {
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
