package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.ZoneCache;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import java.util.List;
import java.util.Locale;

/** Moving dates and timestamps, and the distances between them. */
final class DateFunctions {
  private static final String OUT_OF_RANGE = "if the result is out of the type's range";

  private DateFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.TIME);
    shifts(table);
    distances(table);
    parts(table);
    return table.functions();
  }

  private static void shifts(FunctionTable table) {
    table
        .add("add_months")
        .takes("(T:temporal, bigint) -> T")
        .takes("(date, bigint) -> date")
        .says("So many months later; the day of the month is at most the month's last.")
        .fails(OUT_OF_RANGE)
        .example("add_months(DATE '2024-01-31', 1)", "2024-02-29")
        .is(site -> new Shift(TimeUnit.MONTH, 0, 1, 1, site));
    table
        .add("date_add", "add_days", "dateadd")
        .takes("(T:temporal, bigint) -> T")
        .takes("(date, bigint) -> date")
        .takes("(string, bigint, T:temporal) -> T")
        .says("So many days later; of three arguments, what timestampadd gives.")
        .fails(OUT_OF_RANGE)
        .example("date_add(DATE '2024-02-28', 2)", "2024-03-01")
        .is(
            site ->
                site.numArguments() == 3
                    ? timestampAdd(site)
                    : new Shift(TimeUnit.DAY, 0, 1, 1, site));
    table
        .add("date_sub")
        .takes("(T:temporal, bigint) -> T")
        .takes("(date, bigint) -> date")
        .says("So many days earlier.")
        .fails(OUT_OF_RANGE)
        .example("date_sub(DATE '2024-03-01', 1)", "2024-02-29")
        .is(site -> new Shift(TimeUnit.DAY, 0, 1, -1, site));
    table
        .add("timestampadd")
        .takes("(string, bigint, T:temporal) -> T")
        .says(
            "So many units, a literal, later: as date_trunc has them. A DATE moves by days and"
                + " longer units only. TIMESTAMPADD(unit, n, t) may name the unit without quotes.")
        .fails(OUT_OF_RANGE + ", or if there is no such unit")
        .example("timestampadd(HOUR, 3, TIMESTAMP '2024-02-29 23:00:00')", "2024-03-01 02:00:00")
        .example("timestampadd('month', -1, DATE '2024-03-31')", "2024-02-29")
        .is(DateFunctions::timestampAdd);
  }

  private static Shift timestampAdd(CallSite site) {
    TimeUnit unit = TimeUnit.of(site.name(), site.constantText(0));
    if (!unit.isOfDays() && site.type().kind() == DataType.Kind.DATE) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          site.name()
              + " of a date has no unit '"
              + site.constantText(0)
              + "'. Cast the date to a timestamp.");
    }
    return new Shift(unit, 2, 1, 1, site);
  }

  private static void distances(FunctionTable table) {
    table
        .add("datediff", "date_diff")
        .takes("(temporal, temporal) -> int")
        .takes("(timestamp_ntz, timestamp_ntz) -> int")
        .takes("(string, timestamp_ntz, timestamp_ntz) -> bigint")
        .takes("(string, timestamp, timestamp) -> bigint")
        .says(
            "The days from the second date to the first; with a unit before them, what"
                + " timestampdiff gives (DuckDB's date_diff counts the unit's boundaries instead).")
        .example("datediff(DATE '2024-03-01', DATE '2024-02-28')", "2")
        .example("datediff('month', TIMESTAMP '2024-01-31', TIMESTAMP '2024-03-30')", "1")
        .is(site -> site.numArguments() == 3 ? difference(site) : new DaysBetween(site));
    table
        .add("timestampdiff")
        .takes("(string, timestamp_ntz, timestamp_ntz) -> bigint")
        .takes("(string, timestamp, timestamp) -> bigint")
        .says(
            "How many whole units, a literal as in date_trunc, from the first timestamp to the"
                + " second. TIMESTAMPDIFF(unit, a, b) may name the unit without quotes.")
        .fails("if there is no such unit, or if the distance leaves BIGINT's range")
        .example(
            "timestampdiff('hour', TIMESTAMP '2024-02-29 23:00:00', TIMESTAMP '2024-03-01')", "1")
        .is(DateFunctions::difference);
    table
        .add("months_between")
        .takes("(timestamp_ntz, timestamp_ntz, [boolean]) -> double")
        .takes("(timestamp, timestamp, [boolean]) -> double")
        .says(
            "The months from the second timestamp to the first: whole where both have the same"
                + " day of the month or both the last one, else with a fraction of 31 days;"
                + " rounded to 8 digits unless the third argument is false.")
        .example("months_between(DATE '2024-03-31', DATE '2024-02-29')", "1.0")
        .example("months_between(DATE '2024-03-01', DATE '2024-02-29')", "0.09677419")
        .is(site -> new MonthsBetween(site.arrays()));
  }

  private static Difference difference(CallSite site) {
    return new Difference(TimeUnit.of(site.name(), site.constantText(0)), site.arrays());
  }

  private static void parts(FunctionTable table) {
    table
        .add("last_day")
        .takes("(date) -> date")
        .says("The last day of the month that a date lies in.")
        .example("last_day(DATE '2024-02-11')", "2024-02-29")
        .is(Shapes.ofInteger(DateFunctions::lastDay));
    table
        .add("next_day")
        .takes("(date, string) -> date")
        .says("The first day after a date that is this day of the week: mo, mon, monday, ...")
        .fails("if there is no such day of the week")
        .example("next_day(DATE '2024-02-29', 'thu')", "2024-03-07")
        .is(site -> new NextDay(site.arrays()));
    table
        .add("make_date")
        .takes("(bigint, bigint, bigint) -> date")
        .says("The date of a year, a month and a day.")
        .fails("if there is no such date")
        .example("make_date(2024, 2, 29)", "2024-02-29")
        .is(site -> new MakeTime(site, OnFailure.ERROR));
    make(table, "make_timestamp_ntz", "A timestamp without time zone", OnFailure.ERROR);
    make(table, "make_timestamp", "A timestamp", OnFailure.ERROR);
    make(table, "try_make_timestamp", "A timestamp", OnFailure.NULL);
  }

  private static void make(FunctionTable table, String name, String what, OnFailure onFailure) {
    boolean local = name.endsWith("ntz");
    FunctionTable.Line line = table.add(name);
    if (local) {
      line.takes("(bigint, bigint, bigint, bigint, bigint, decimal(16,6)) -> timestamp_ntz");
    } else {
      line.takes("(bigint, bigint, bigint, bigint, bigint, decimal(16,6), [string]) -> timestamp");
    }
    line.says(
            what
                + " of year, month, day, hour, minute and second with up to six digits of fraction"
                + (local ? "." : ", in a time zone or that of the session."))
        .example(name + "(2024, 2, 29, 13, 14, 15.5)", "2024-02-29 13:14:15.5");
    if (onFailure == OnFailure.NULL) {
      line.alsoNull("if there is no such timestamp");
    } else {
      line.fails("if there is no such timestamp");
    }
    line.is(site -> new MakeTime(site, onFailure));
  }

  private static long lastDay(long day) {
    long civil = Calendar.civil(day);
    long year = Calendar.year(civil);
    int month = Calendar.month(civil);
    return Calendar.epochDay(year, month, Calendar.daysInMonth(year, month));
  }

  /** Dates or timestamps moved by so many units; the result has their type. */
  private static final class Shift extends IntegerResult {
    /** More than any date can move; keeps the arithmetic in longs. */
    private static final long FARTHEST = 1L << 33;

    private final TimeUnit unit;
    private final int timePosition;
    private final int amountPosition;
    private final int sign;
    private final DataType type;
    private long[] times;
    private long[] amounts;

    Shift(TimeUnit unit, int timePosition, int amountPosition, int sign, CallSite site) {
      super(site.type(), site.arrays());
      this.unit = unit;
      this.timePosition = timePosition;
      this.amountPosition = amountPosition;
      this.sign = sign;
      this.type = site.type();
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      times = arguments[timePosition].longs(rows);
      amounts = arguments[amountPosition].longs(rows);
    }

    @Override
    long value(int row) {
      long time = times[row];
      if (type.kind() == DataType.Kind.DATE) {
        long shifted = shiftedDay(time, amounts[row]);
        return shifted == (int) shifted ? shifted : outOfRange(amounts[row]);
      }
      return unit.isOfDays() ? byDays(time, amounts[row]) : byMicros(time, amounts[row]);
    }

    private long byMicros(long time, long amount) {
      long distance = sign * amount * unit.micros();
      long shifted = time + distance;
      boolean fits =
          Math.multiplyHigh(sign * amount, unit.micros()) == distance >> 63
              && ((time ^ shifted) & (distance ^ shifted)) >= 0;
      return fits ? shifted : outOfRange(amount);
    }

    private long byDays(long time, long amount) {
      long day = Math.floorDiv(time, Calendar.MICROS_PER_DAY);
      long shifted = shiftedDay(day, amount);
      // The lowest and the highest day have only a part in the range of longs.
      long result = shifted * Calendar.MICROS_PER_DAY + (time - day * Calendar.MICROS_PER_DAY);
      return Math.floorDiv(result, Calendar.MICROS_PER_DAY) == shifted
          ? result
          : outOfRange(amount);
    }

    private long shiftedDay(long day, long amount) {
      long bounded = sign * Math.max(-FARTHEST, Math.min(FARTHEST, amount));
      return unit.months() > 0
          ? Calendar.addMonths(day, bounded * unit.months())
          : day + bounded * (unit.micros() / Calendar.MICROS_PER_DAY);
    }

    private long outOfRange(long amount) {
      throw new DistaffException(
          ErrorCode.NUMERIC_OVERFLOW,
          "Adding "
              + (sign < 0 ? "-" : "")
              + amount
              + " "
              + unit.name().toLowerCase(Locale.ROOT)
              + "s leaves the range of "
              + type.sqlName()
              + ".");
    }
  }

  /** The days from the second date to the first. */
  private static final class DaysBetween extends IntegerResult {
    private long[] ends;
    private long[] starts;
    private long endUnit;
    private long startUnit;

    DaysBetween(CallSite site) {
      super(site.type(), site.arrays());
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      ends = arguments[0].longs(rows);
      starts = arguments[1].longs(rows);
      endUnit = unit(arguments[0]);
      startUnit = unit(arguments[1]);
    }

    private static long unit(Argument argument) {
      return argument.type().kind() == DataType.Kind.DATE ? 1 : Calendar.MICROS_PER_DAY;
    }

    @Override
    long value(int row) {
      return Math.floorDiv(ends[row], endUnit) - Math.floorDiv(starts[row], startUnit);
    }
  }

  /** Whole units between timestamps. */
  private static final class Difference extends IntegerResult {
    private final TimeUnit unit;
    private long[] starts;
    private long[] ends;

    Difference(TimeUnit unit, ReservedArrays arrays) {
      super(DataType.BIGINT, arrays);
      this.unit = unit;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      starts = arguments[1].longs(rows);
      ends = arguments[2].longs(rows);
    }

    @Override
    long value(int row) {
      long start = starts[row];
      long end = ends[row];
      if (unit.months() > 0) {
        return months(start, end) / unit.months();
      }
      long distance = end - start;
      if (((end ^ start) & (end ^ distance)) < 0) {
        throw new DistaffException(
            ErrorCode.NUMERIC_OVERFLOW,
            "The microseconds between two timestamps are out of the range of bigint.");
      }
      return distance / unit.micros();
    }

    /** As java.time counts: the last day only counts when its time of day has come. */
    private static long months(long start, long end) {
      long startDay = Math.floorDiv(start, Calendar.MICROS_PER_DAY);
      long endDay = Math.floorDiv(end, Calendar.MICROS_PER_DAY);
      int times =
          Long.compare(
              Math.floorMod(end, Calendar.MICROS_PER_DAY),
              Math.floorMod(start, Calendar.MICROS_PER_DAY));
      if (endDay > startDay && times < 0) {
        endDay--;
      } else if (endDay < startDay && times > 0) {
        endDay++;
      }
      return (packed(Calendar.civil(endDay)) - packed(Calendar.civil(startDay))) / 32;
    }

    /** Months, then days, of which no month has 32. */
    private static long packed(long civil) {
      return month(civil) * 32 + Calendar.day(civil);
    }
  }

  private static long month(long civil) {
    return Calendar.year(civil) * 12 + Calendar.month(civil);
  }

  /** MONTHS_BETWEEN. */
  private static final class MonthsBetween extends DoubleResult {
    private static final double SECONDS_PER_MONTH = 31 * 86_400;
    private static final double ROUNDING = 1e8;

    private long[] ends;
    private long[] starts;
    private int[] rounded;

    MonthsBetween(ReservedArrays arrays) {
      super(arrays);
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      ends = arguments[0].longs(rows);
      starts = arguments[1].longs(rows);
      rounded = arguments.length > 2 ? arguments[2].ints(rows) : null;
    }

    @Override
    double value(int row) {
      long endDay = Math.floorDiv(ends[row], Calendar.MICROS_PER_DAY);
      long startDay = Math.floorDiv(starts[row], Calendar.MICROS_PER_DAY);
      long end = Calendar.civil(endDay);
      long start = Calendar.civil(startDay);
      double months = month(end) - month(start);
      boolean bothLast = lastDay(endDay) == endDay && lastDay(startDay) == startDay;
      if (Calendar.day(end) == Calendar.day(start) || bothLast) {
        return months;
      }
      long seconds =
          (Calendar.day(end) - Calendar.day(start)) * 86_400L
              + Math.floorMod(ends[row], Calendar.MICROS_PER_DAY) / Calendar.MICROS_PER_SECOND
              - Math.floorMod(starts[row], Calendar.MICROS_PER_DAY) / Calendar.MICROS_PER_SECOND;
      double exact = months + seconds / SECONDS_PER_MONTH;
      return rounded == null || rounded[row] != 0 ? Math.round(exact * ROUNDING) / ROUNDING : exact;
    }
  }

  private static final class NextDay extends IntegerResult {
    private static final List<String> NAMES =
        List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    private long[] days;
    private BytesVector names;

    NextDay(ReservedArrays arrays) {
      super(DataType.DATE, arrays);
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      days = arguments[0].longs(rows);
      names = arguments[1].bytes(rows);
    }

    @Override
    long value(int row) {
      int wanted = dayOfWeek(names.text(row));
      return days[row] + 1 + Math.floorMod(wanted - Calendar.isoDayOfWeek(days[row] + 1), 7);
    }

    /** 1 = Monday. */
    private static int dayOfWeek(String text) {
      String lower = text.trim().toLowerCase(Locale.ROOT);
      for (int i = 0; i < NAMES.size(); i++) {
        String name = NAMES.get(i);
        if (name.equals(lower)
            || name.substring(0, 2).equals(lower)
            || name.substring(0, 3).equals(lower)) {
          return i + 1;
        }
      }
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT, "next_day: '" + text + "' is no day of the week.");
    }
  }

  /** A DATE of three numbers, or a timestamp of six. */
  private static final class MakeTime extends IntegerResult {
    private final CallSite site;
    private final OnFailure onFailure;
    private final ZoneCache zones = new ZoneCache();
    private final long[][] parts;
    private BytesVector zoneNames;

    MakeTime(CallSite site, OnFailure onFailure) {
      super(site.type(), site.arrays());
      this.site = site;
      this.onFailure = onFailure;
      this.parts = new long[Math.min(6, site.numArguments())][];
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      for (int i = 0; i < parts.length; i++) {
        parts[i] = arguments[i].longs(rows);
      }
      zoneNames = arguments.length > 6 ? arguments[6].bytes(rows) : null;
    }

    @Override
    long value(int row) {
      long year = parts[0][row];
      long month = parts[1][row];
      long day = parts[2][row];
      boolean valid =
          Math.abs(year) <= 290_000
              && month >= 1
              && month <= 12
              && day >= 1
              && day <= Calendar.daysInMonth(year, (int) month);
      long date = valid ? Calendar.epochDay(year, (int) month, (int) day) : 0;
      if (parts.length == 3) {
        return valid ? date : fail(row);
      }
      long hour = parts[3][row];
      long minute = parts[4][row];
      long micros = parts[5][row]; // the unscaled value of a decimal of six digits
      valid &=
          hour >= 0
              && hour < 24
              && minute >= 0
              && minute < 60
              && micros >= 0
              && micros <= Calendar.MICROS_PER_MINUTE; // second 60 is the next minute's 0
      if (!valid) {
        return fail(row);
      }
      long local =
          date * Calendar.MICROS_PER_DAY
              + hour * Calendar.MICROS_PER_HOUR
              + minute * Calendar.MICROS_PER_MINUTE
              + micros;
      return zoneNames == null ? local : zones.of(zoneNames, row).toInstant(local);
    }

    private long fail(int row) {
      if (onFailure == OnFailure.NULL) {
        setNull(row);
        return 0;
      }
      StringBuilder given = new StringBuilder();
      for (int i = 0; i < parts.length; i++) {
        given.append(i == 0 ? "" : ", ");
        given.append(i == 5 ? parts[i][row] / 1e6 : (Object) parts[i][row]);
      }
      throw new DistaffException(
          ErrorCode.INVALID_CAST,
          site.name() + "(" + given + ") is no " + site.type().sqlName() + ".");
    }
  }
}
