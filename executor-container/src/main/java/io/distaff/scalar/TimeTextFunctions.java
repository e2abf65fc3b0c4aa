package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.TextParser;
import io.distaff.kernel.VectorFunction;
import io.distaff.kernel.ZoneCache;
import io.distaff.kernel.ZoneClock;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/**
 * Dates and timestamps as text of a pattern. A pattern is compiled once while it stays the same. A
 * time zone, always the last argument, is that of the session where it is left out.
 */
final class TimeTextFunctions {
  private static final String PATTERNS =
      " A pattern has the letters of Java's DateTimeFormatter as Spark takes them: yyyy, MM, dd,"
          + " HH, mm, ss, SSS, a, EEE, MMM, XXX, ...";
  private static final String UTC = "UTC";

  private TimeTextFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.TIME);
    table
        .add("to_date")
        .takes("(string, [string]) -> date")
        .takes("(temporal) -> date")
        .says("The date that a text says, in a pattern or as CAST reads it." + PATTERNS)
        .fails("if it says none; try_to_date is null then")
        .example("to_date('29.02.2024', 'dd.MM.yyyy')", "2024-02-29")
        .example("to_date('2024-02-29')", "2024-02-29")
        .is(site -> read(site, OnFailure.ERROR));
    table
        .add("try_to_date")
        .takes("(string, [string]) -> date")
        .alsoNull("if the text says no date")
        .says("As to_date.")
        .example("try_to_date('30.02.2024', 'dd.MM.yyyy')", "NULL")
        .is(site -> read(site, OnFailure.NULL));
    table
        .add("to_timestamp", "to_timestamp_ltz")
        .takes("(string, [string], [string]) -> timestamp")
        .takes("(temporal) -> timestamp")
        .says(
            "The instant that a text says, in a pattern or as CAST reads it, and of a time zone."
                + PATTERNS)
        .fails("if it says none; try_to_timestamp is null then")
        .example("to_timestamp('29/Feb/2024 1:05 PM', 'd/MMM/yyyy h:mm a')", "2024-02-29 13:05:00")
        .is(site -> read(site, OnFailure.ERROR));
    table
        .add("to_timestamp_ntz")
        .takes("(string, [string]) -> timestamp_ntz")
        .takes("(temporal) -> timestamp_ntz")
        .says("As to_timestamp, a timestamp without time zone.")
        .fails("if the text says none")
        .example("to_timestamp_ntz('2024-02-29T13:05')", "2024-02-29 13:05:00")
        .is(site -> read(site, OnFailure.ERROR));
    table
        .add("try_to_timestamp")
        .takes("(string, [string], [string]) -> timestamp")
        .alsoNull("if the text says no timestamp")
        .says("As to_timestamp.")
        .example("try_to_timestamp('soon', 'yyyy')", "NULL")
        .is(site -> read(site, OnFailure.NULL));
    table
        .add("unix_timestamp", "to_unix_timestamp")
        .takes("(string, [string], [string]) -> bigint")
        .takes("(timestamp) -> bigint")
        .says(
            "The whole seconds since 1970 of the instant that to_timestamp gives, the pattern"
                + " yyyy-MM-dd HH:mm:ss where it is left out.")
        .fails("if the text says no timestamp")
        .example("unix_timestamp('1970-01-02', 'yyyy-MM-dd')", "86400")
        .is(
            site ->
                site.argumentTypes().get(0).kind() == DataType.Kind.STRING
                    ? read(site, OnFailure.ERROR)
                    : Shapes.ofInteger(t -> Math.floorDiv(t, Calendar.MICROS_PER_SECOND))
                        .create(site));
    table
        .add("date_format")
        .takes("(timestamp_ntz, string) -> string")
        .takes("(timestamp, string, [string]) -> string")
        .says("A timestamp as text." + PATTERNS)
        .fails("if the pattern asks for what a timestamp doesn't have")
        .example("date_format(DATE '2024-02-29', 'EEE, d MMM yyyy')", "Thu, 29 Feb 2024")
        .is(TimeTextFunctions::format);
    table
        .add("from_unixtime")
        .takes("(bigint, [string], [string]) -> string")
        .says(
            "The instant so many seconds after 1970 as text, in the pattern yyyy-MM-dd HH:mm:ss"
                + " unless one is given.")
        .fails("if it is out of a timestamp's range")
        .example("from_unixtime(86400)", "1970-01-02 00:00:00")
        .is(site -> new Format(site, 1, Calendar.MICROS_PER_SECOND));
    return table.functions();
  }

  /** DATE_FORMAT: timestamps as text. */
  static VectorFunction format(CallSite site) {
    return new Format(site, 1, 1);
  }

  private static VectorFunction read(CallSite site, OnFailure onFailure) {
    return site.argumentTypes().get(0).kind() == DataType.Kind.STRING
        ? new Read(site, onFailure)
        : Cast.of(
            site.argumentTypes().get(0), site.type(), onFailure == OnFailure.NULL, site.arrays());
  }

  /** The last pattern, compiled. */
  private static final class Patterns {
    private static final String PLAIN = "yyyy-MM-dd HH:mm:ss";
    private static final int LONGEST_BYTES = 4096;

    private String text = PLAIN;
    private TimePattern pattern = TimePattern.of(PLAIN);

    TimePattern of(BytesVector column, int row) {
      if (column != null && column.lengths()[row] > LONGEST_BYTES) {
        throw new DistaffException(
            ErrorCode.INVALID_ARGUMENT,
            "a pattern of a time has at most %d bytes, not %d: %s"
                .formatted(LONGEST_BYTES, column.lengths()[row], RowFunctions.shown(column, row)));
      }
      if (column != null) {
        String wanted = column.text(row);
        if (!wanted.equals(text)) {
          pattern = TimePattern.of(wanted);
          text = wanted;
        }
      }
      return pattern;
    }
  }

  /** Text as DATE, timestamps or seconds. */
  private static final class Read extends IntegerResult {
    /** What a pattern of the longest matches, whatever is in it, is shorter. */
    private static final int LONGEST_BYTES = 1 << 20;

    private final CallSite site;
    private final OnFailure onFailure;
    private final boolean asCast;
    private final Patterns patterns = new Patterns();
    private final ZoneCache zones = new ZoneCache();
    private final TextParser parser = new TextParser();
    private BytesVector texts;
    private BytesVector patternTexts;
    private BytesVector zoneNames;

    Read(CallSite site, OnFailure onFailure) {
      super(site.type(), site.arrays());
      this.site = site;
      this.onFailure = onFailure;
      this.asCast = site.numArguments() == 1 && site.type().kind() != DataType.Kind.BIGINT;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      texts = arguments[0].bytes(rows);
      patternTexts = arguments.length > 1 ? arguments[1].bytes(rows) : null;
      zoneNames = arguments.length > 2 ? arguments[2].bytes(rows) : null;
    }

    @Override
    long value(int row) {
      if (asCast) {
        return cast(row);
      }
      TimePattern pattern = patterns.of(patternTexts, row);
      if (texts.lengths()[row] > LONGEST_BYTES) {
        return fail(row);
      }
      String text = texts.text(row);
      ZoneClock zone = zoneNames == null ? zones.of(UTC) : zones.of(zoneNames, row);
      if (!pattern.parse(text, zone, zones)) {
        return fail(row);
      }
      return switch (site.type().kind()) {
        case DATE -> Math.floorDiv(pattern.micros(), Calendar.MICROS_PER_DAY);
        case BIGINT -> Math.floorDiv(pattern.micros(), Calendar.MICROS_PER_SECOND);
        default -> pattern.micros();
      };
    }

    private long cast(int row) {
      boolean read =
          site.type().kind() == DataType.Kind.DATE
              ? parser.parseDate(texts, row)
              : parser.parseTimestamp(texts, row, site.type().kind() == DataType.Kind.TIMESTAMP);
      return read ? parser.value() : fail(row);
    }

    private long fail(int row) {
      if (onFailure == OnFailure.NULL) {
        setNull(row);
        return 0;
      }
      throw new DistaffException(
          ErrorCode.INVALID_CAST,
          site.name()
              + ": "
              + RowFunctions.shown(texts, row)
              + " can't be read as "
              + site.type().sqlName()
              + (patternTexts == null ? "" : " in the pattern '" + patternTexts.text(row) + "'")
              + ".");
    }
  }

  /** Timestamps, or seconds, as text. */
  private static final class Format extends BytesResult {
    private final CallSite site;
    private final int patternPosition;
    private final long unit;
    private final Patterns patterns = new Patterns();
    private final ZoneCache zones = new ZoneCache();
    private long[] times;
    private BytesVector patternTexts;
    private BytesVector zoneNames;

    Format(CallSite site, int patternPosition, long unit) {
      super(DataType.STRING, site.arrays());
      this.site = site;
      this.patternPosition = patternPosition;
      this.unit = unit;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      times = arguments[0].longs(rows);
      int zonePosition = patternPosition + 1;
      patternTexts =
          arguments.length > patternPosition ? arguments[patternPosition].bytes(rows) : null;
      zoneNames = arguments.length > zonePosition ? arguments[zonePosition].bytes(rows) : null;
    }

    @Override
    void write(int row, BytesBuilder to) {
      long micros = times[row] * unit;
      if (Math.multiplyHigh(times[row], unit) != micros >> 63) {
        throw new DistaffException(
            ErrorCode.NUMERIC_OVERFLOW,
            site.name() + "(" + times[row] + ") is out of the range of timestamp.");
      }
      String zone = zoneNames == null ? UTC : zoneNames.text(row);
      TimePattern pattern = patterns.of(patternTexts, row);
      try {
        String text = pattern.format(zones.of(zone).toLocal(micros), ZoneId.of(zone.trim()));
        to.append(text.getBytes(StandardCharsets.UTF_8));
      } catch (DateTimeException e) {
        throw new DistaffException(
            ErrorCode.INVALID_CAST, site.name() + ": " + e.getMessage() + ".", e);
      }
    }
  }
}
