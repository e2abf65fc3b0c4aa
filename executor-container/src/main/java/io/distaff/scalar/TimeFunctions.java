package io.distaff.scalar;

import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.RowSet;
import io.distaff.types.DataType;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of DATE and timestamps, and the units that they lie in. Fields of an instant are those
 * of UTC; the planner gives the wall clock of another session time zone in its place.
 */
final class TimeFunctions {
  private static final byte[][] DAY_NAMES = ascii("Mon Tue Wed Thu Fri Sat Sun");
  private static final byte[][] MONTH_NAMES =
      ascii("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");

  private TimeFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.TIME);
    fields(table);
    names(table);
    table
        .add("date_part", "datepart")
        .takes("(string, temporal) -> bigint")
        .takes("(string, timestamp_ntz) -> bigint")
        .says(
            "A field by its name, a literal: millennium, century, decade, year, yearofweek,"
                + " quarter, month, week, day, dayofweek (dow), dayofweek_iso, weekday, dayofyear"
                + " (doy), hour, minute, second, millisecond and microsecond (both with the whole"
                + " seconds of the minute) or epoch. EXTRACT(field FROM value) is the same."
                + " Unlike in Spark a second has no fraction.")
        .fails("if there is no such field")
        .example("date_part('month', DATE '2024-02-29')", "2")
        .example("EXTRACT(YEAR FROM DATE '2024-02-29')", "2024")
        .example("EXTRACT(DOW FROM DATE '2024-02-29')", "5")
        .is(site -> new Extract(TimeField.of(site.constantText(0)), 1, site));
    table
        .add("date_trunc")
        .takes("(string, timestamp_ntz) -> timestamp_ntz")
        .takes("(string, timestamp) -> timestamp")
        .says(
            "The start of the unit that a timestamp lies in: microsecond, millisecond, second,"
                + " minute, hour, day, week (from Monday), month, quarter, year, decade, century or"
                + " millennium, a literal. Centuries and millennia begin in a year that ends in 1,"
                + " as in PostgreSQL and unlike in DuckDB. FLOOR(value TO unit) is the same.")
        .fails("if there is no such unit")
        .example("date_trunc('month', TIMESTAMP '2024-02-29 13:14:15')", "2024-02-01 00:00:00")
        .example("date_trunc('hour', TIMESTAMP '2024-02-29 13:14:15')", "2024-02-29 13:00:00")
        .is(
            site -> {
              TimeUnit unit = TimeUnit.of("date_trunc", site.constantText(0));
              return new Truncate(unit, 1, site);
            });
    table
        .add("trunc")
        .takes("(date, string) -> date")
        .takes("(T:integral, [int]) -> T")
        .takes("(decimal(p,s), [int]) -> decimal(q,r)", MathFunctions::rounded)
        .takes("(T:floating, [int]) -> T")
        .says(
            "The first day of the unit that a date lies in: week (from Monday), month, quarter,"
                + " year or longer, a literal. Of a number, what truncate gives.")
        .fails("if there is no such unit, or if it is shorter than a day")
        .example("trunc(DATE '2024-02-29', 'quarter')", "2024-01-01")
        .example("trunc(2.57, 1)", "2.5")
        .is(
            site ->
                site.type().kind() == DataType.Kind.DATE
                    ? new Truncate(unitOfDays(site.constantText(1)), 0, site)
                    : Rounding.toDigits(site, RoundingMode.DOWN));
    return table.functions();
  }

  private static void fields(FunctionTable table) {
    field(table, TimeField.YEAR, "The year.", "2024", "year");
    field(table, TimeField.QUARTER, "The quarter, 1 to 4.", "1", "quarter");
    field(table, TimeField.MONTH, "The month, 1 to 12.", "2", "month");
    field(table, TimeField.WEEK, "The week of ISO 8601, from 1.", "9", "weekofyear", "week");
    field(
        table,
        TimeField.YEAROFWEEK,
        "The year of ISO 8601 that the week lies in.",
        "2024",
        "yearofweek",
        "isoyear");
    field(table, TimeField.DAY, "The day of the month.", "29", "day", "dayofmonth");
    field(table, TimeField.DAYOFWEEK, "The day of the week, 1 = Sunday to 7.", "5", "dayofweek");
    field(table, TimeField.WEEKDAY, "The day of the week, 0 = Monday to 6.", "3", "weekday");
    field(table, TimeField.DAYOFYEAR, "The day of the year, from 1.", "60", "dayofyear");
    field(table, TimeField.HOUR, "The hour, 0 to 23.", "13", "hour");
    field(table, TimeField.MINUTE, "The minute, 0 to 59.", "14", "minute");
    field(table, TimeField.SECOND, "The whole second, 0 to 59.", "15", "second");
  }

  private static void field(
      FunctionTable table,
      TimeField field,
      String says,
      String example,
      String name,
      String... aliases) {
    table
        .add(name, aliases)
        .takes("(temporal) -> int")
        .takes("(timestamp_ntz) -> int")
        .says(says)
        .example(name + "(TIMESTAMP '2024-02-29 13:14:15')", example)
        .is(site -> new Extract(field, 0, site));
  }

  /** The first three letters of a name in English. */
  private static void names(FunctionTable table) {
    table
        .add("dayname")
        .takes("(temporal) -> string")
        .takes("(timestamp_ntz) -> string")
        .says("The day of the week in three letters of English.")
        .example("dayname(DATE '2024-02-29')", "Thu")
        .is(site -> new Name(TimeField.DAYOFWEEK_ISO, DAY_NAMES, site));
    table
        .add("monthname")
        .takes("(temporal) -> string")
        .takes("(timestamp_ntz) -> string")
        .says("The month in three letters of English.")
        .example("monthname(DATE '2024-02-29')", "Feb")
        .is(site -> new Name(TimeField.MONTH, MONTH_NAMES, site));
  }

  private static byte[][] ascii(String names) {
    return Arrays.stream(names.split(" "))
        .map(name -> name.getBytes(StandardCharsets.US_ASCII))
        .toArray(byte[][]::new);
  }

  private static TimeUnit unitOfDays(String name) {
    TimeUnit unit = TimeUnit.of("trunc", name);
    return unit.isOfDays() ? unit : TimeUnit.of("trunc of a date", name + " (use date_trunc)");
  }

  /** The name of a field that counts from 1. */
  private static final class Name extends BytesResult {
    private final Extract number;
    private final byte[][] names;

    Name(TimeField field, byte[][] names, CallSite site) {
      super(site.type(), site.arrays());
      this.number = new Extract(field, 0, site);
      this.names = names;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      number.load(arguments, rows);
    }

    @Override
    void write(int row, BytesBuilder to) {
      to.append(names[(int) number.value(row) - 1]);
    }
  }

  /** A field, as INT or BIGINT. */
  private static final class Extract extends IntegerResult {
    private final TimeField field;
    private final int position;
    private int[] days;
    private long[] micros;

    /**
     * @param position of the argument that has the field
     */
    Extract(TimeField field, int position, CallSite site) {
      super(site.type(), site.arrays());
      this.field = field;
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
        return field.of(days[row], 0);
      }
      long day = Math.floorDiv(micros[row], Calendar.MICROS_PER_DAY);
      return field.of(day, micros[row] - day * Calendar.MICROS_PER_DAY);
    }
  }

  /** The start of the unit that a date or a timestamp lies in. */
  private static final class Truncate extends IntegerResult {
    private final TimeUnit unit;
    private final int position;
    private final boolean date;
    private long[] values;

    Truncate(TimeUnit unit, int position, CallSite site) {
      super(site.type(), site.arrays());
      this.unit = unit;
      this.position = position;
      this.date = site.type().kind() == DataType.Kind.DATE;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      values = arguments[position].longs(rows);
    }

    @Override
    long value(int row) {
      return date ? unit.startDay(values[row]) : unit.start(values[row]);
    }
  }
}
