package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.TextParser;
import io.distaff.kernel.VectorFunction;
import io.distaff.kernel.ZoneCache;
import io.distaff.kernel.ZoneClock;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import java.util.List;

/** Instants as counts since 1970, and as wall clocks of time zones. */
final class InstantFunctions {
  private static final String UTC = "UTC";

  private InstantFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.TIME);
    counts(table);
    zones(table);
    now(
        table,
        "current_date",
        "date",
        "The date at which the query began, in the session's zone.",
        "curdate");
    now(table, "current_timestamp", "timestamp", "The instant at which the query began.", "now");
    now(
        table,
        "localtimestamp",
        "timestamp_ntz",
        "What clocks of the session's zone showed when the query began.");
    table
        .add("current_timezone")
        .takes("() -> string")
        .says("The name of the session's time zone.")
        .volatileResult()
        .example("current_timezone()", UTC)
        .is(InstantFunctions::unbound);
    return table.functions();
  }

  private static void counts(FunctionTable table) {
    count(table, "seconds", Calendar.MICROS_PER_SECOND, "86400");
    count(table, "millis", 1000, "86400000");
    count(table, "micros", 1, "86400000000");
    table
        .add("unix_date")
        .takes("(date) -> int")
        .says("The days since 1970.")
        .example("unix_date(DATE '1970-01-02')", "1")
        .is(Shapes.ofInteger(day -> day));
    table
        .add("date_from_unix_date")
        .takes("(int) -> date")
        .says("The date so many days after 1970.")
        .example("date_from_unix_date(1)", "1970-01-02")
        .is(Shapes.ofInteger(day -> day));
  }

  private static void count(FunctionTable table, String unit, long micros, String result) {
    table
        .add("unix_" + unit)
        .takes("(timestamp) -> bigint")
        .says("The whole " + unit + " since 1970.")
        .example("unix_" + unit + "(DATE '1970-01-02')", result)
        .is(Shapes.ofInteger(time -> Math.floorDiv(time, micros)));
    table
        .add("timestamp_" + unit)
        .takes("(bigint) -> timestamp")
        .says("The instant so many " + unit + " after 1970.")
        .fails("if it is out of a timestamp's range")
        .example("timestamp_" + unit + "(" + result + ")", "1970-01-02 00:00:00")
        .is(Shapes.ofInteger(count -> instant(count, micros, unit)));
  }

  private static long instant(long count, long unit, String name) {
    long micros = count * unit;
    if (Math.multiplyHigh(count, unit) != micros >> 63) {
      throw new DistaffException(
          ErrorCode.NUMERIC_OVERFLOW,
          count + " " + name + " after 1970 are out of the range of timestamp.");
    }
    return micros;
  }

  private static void zones(FunctionTable table) {
    table
        .add("from_utc_timestamp")
        .takes("(timestamp, string) -> timestamp")
        .takes("(timestamp_ntz, string) -> timestamp_ntz")
        .says("What clocks of a time zone show when those of UTC show the timestamp.")
        .fails("if there is no such time zone")
        .example(
            "from_utc_timestamp(TIMESTAMP '2024-07-01 12:00:00', 'Europe/Berlin')",
            "2024-07-01 14:00:00")
        .is(site -> new InZone(site, ZoneClock::toLocal));
    table
        .add("to_utc_timestamp")
        .takes("(timestamp, string) -> timestamp")
        .takes("(timestamp_ntz, string) -> timestamp_ntz")
        .says("What clocks of UTC show when those of a time zone show the timestamp.")
        .fails("if there is no such time zone")
        .example(
            "to_utc_timestamp(TIMESTAMP '2024-07-01 12:00:00', 'Europe/Berlin')",
            "2024-07-01 10:00:00")
        .is(site -> new InZone(site, ZoneClock::toInstant));
    table
        .add("wall_clock")
        .takes("(timestamp, string) -> timestamp_ntz")
        .says("What clocks of a time zone show at an instant.")
        .fails("if there is no such time zone")
        .example("wall_clock(timestamp_seconds(0), 'Asia/Tokyo')", "1970-01-01 09:00:00")
        .is(site -> new InZone(site, ZoneClock::toLocal));
    table
        .add("instant")
        .takes("(timestamp_ntz, string) -> timestamp")
        .takes("(string, string) -> timestamp")
        .says(
            "The instant at which clocks of a time zone show a timestamp, or what CAST reads from"
                + " a text that may name another zone. Where clocks are put back, the earlier one;"
                + " what they skip is as if they hadn't been moved yet.")
        .fails("if there is no such time zone, or the text says no timestamp")
        .example("unix_seconds(instant(TIMESTAMP '1970-01-01 09:00:00', 'Asia/Tokyo'))", "0")
        .is(site -> instant(site, OnFailure.ERROR));
    table
        .add("try_instant")
        .takes("(string, string) -> timestamp")
        .alsoNull("if the text says no timestamp")
        .says("As instant.")
        .fails("if there is no such time zone")
        .example("try_instant('soon', 'UTC')", "NULL")
        .is(site -> instant(site, OnFailure.NULL));
    table
        .add("convert_timezone")
        .takes("(string, string, timestamp_ntz) -> timestamp_ntz")
        .says("What clocks of the second time zone show when those of the first show this.")
        .fails("if there is no such time zone")
        .example(
            "convert_timezone('Asia/Tokyo', 'UTC', TIMESTAMP '2024-07-01 12:00:00')",
            "2024-07-01 03:00:00")
        .is(site -> new Convert(site.arrays()));
  }

  private static VectorFunction instant(CallSite site, OnFailure onFailure) {
    return site.argumentTypes().get(0).kind() == DataType.Kind.STRING
        ? new ReadInstant(onFailure, site.arrays())
        : new InZone(site, ZoneClock::toInstant);
  }

  private static void now(
      FunctionTable table, String name, String type, String says, String... aliases) {
    table
        .add(name, aliases)
        .takes("() -> " + type)
        .says(says + " The same for all rows.")
        .volatileResult()
        .example(name + "() = " + name + "()", "true")
        .is(InstantFunctions::unbound);
  }

  /** The planner writes the value in the place of the call. */
  private static VectorFunction unbound(CallSite site) {
    throw new DistaffException(
        ErrorCode.NOT_SUPPORTED, site.name() + " is a literal that the planner writes");
  }

  private interface Conversion {
    long apply(ZoneClock clock, long micros);
  }

  /** A timestamp moved by a zone's offset. */
  private static final class InZone extends IntegerResult {
    private final Conversion conversion;
    private final ZoneCache zones = new ZoneCache();
    private long[] times;
    private BytesVector names;
    private boolean oneName;

    /** The zone of all rows, once one has asked for it. */
    private ZoneClock only;

    InZone(CallSite site, Conversion conversion) {
      super(site.type(), site.arrays());
      this.conversion = conversion;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      times = arguments[0].longs(rows);
      names = arguments[1].bytes(rows);
      oneName = arguments[1].isConstant();
      only = null;
    }

    @Override
    long value(int row) {
      ZoneClock zone = only == null ? zones.of(names, row) : only;
      only = oneName ? zone : null;
      return conversion.apply(zone, times[row]);
    }
  }

  private static final class Convert extends IntegerResult {
    private final ZoneCache zones = new ZoneCache();
    private BytesVector from;
    private BytesVector to;
    private long[] times;

    Convert(ReservedArrays arrays) {
      super(DataType.TIMESTAMP_LOCAL, arrays);
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      from = arguments[0].bytes(rows);
      to = arguments[1].bytes(rows);
      times = arguments[2].longs(rows);
    }

    @Override
    long value(int row) {
      return zones.of(to, row).toLocal(zones.of(from, row).toInstant(times[row]));
    }
  }

  /** Text as an instant, of a zone unless it names one. */
  private static final class ReadInstant extends IntegerResult {
    private final OnFailure onFailure;
    private final TextParser parser = new TextParser();
    private final ZoneCache zones = new ZoneCache();
    private BytesVector texts;
    private BytesVector names;

    ReadInstant(OnFailure onFailure, ReservedArrays arrays) {
      super(DataType.TIMESTAMP, arrays);
      this.onFailure = onFailure;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      texts = arguments[0].bytes(rows);
      names = arguments[1].bytes(rows);
    }

    @Override
    long value(int row) {
      if (parser.parseTimestamp(texts, row, true)) {
        long micros = parser.value();
        return parser.namesZone() ? micros : zones.of(names, row).toInstant(micros);
      }
      if (onFailure == OnFailure.NULL) {
        setNull(row);
        return 0;
      }
      throw new DistaffException(
          ErrorCode.INVALID_CAST,
          "'" + texts.text(row) + "' can't be read as timestamp. try_cast gives null instead.");
    }
  }
}
