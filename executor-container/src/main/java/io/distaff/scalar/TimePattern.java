package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Calendar;
import io.distaff.kernel.ZoneCache;
import io.distaff.kernel.ZoneClock;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * A pattern of {@link DateTimeFormatter}'s letters, as Spark reads them: y is the year, also before
 * year 1, unless the era is shown; what a text leaves out is that of 1970-01-01 00:00. Mutable: the
 * result of the last text that could be read.
 */
final class TimePattern {
  /** Letters that Spark 3 refuses, because their meaning changed or depends on the language. */
  private static final String REFUSED = "ABcenNpuwWY";

  private final DateTimeFormatter formatter;
  private final boolean showsZone;
  private long micros;

  private TimePattern(DateTimeFormatter formatter, boolean showsZone) {
    this.formatter = formatter;
    this.showsZone = showsZone;
  }

  /** Compiles a pattern; throws INVALID_ARGUMENT saying what is wrong with it. */
  static TimePattern of(String pattern) {
    StringBuilder letters = new StringBuilder();
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      if (!quoted && Character.isLetter(c)) {
        letters.append(c);
      }
      boolean year = c == 'y' && !quoted && pattern.indexOf('G') < 0;
      text.append(year ? 'u' : c);
    }
    for (int i = 0; i < letters.length(); i++) {
      if (REFUSED.indexOf(letters.charAt(i)) >= 0) {
        throw wrong(pattern, "the letter " + letters.charAt(i) + " has no meaning here");
      }
    }
    try {
      DateTimeFormatter formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(text.toString())
              .toFormatter(Locale.US)
              .withChronology(IsoChronology.INSTANCE)
              .withResolverStyle(ResolverStyle.STRICT);
      String all = letters.toString();
      boolean zone = all.chars().anyMatch(c -> "VzOXxZv".indexOf(c) >= 0);
      return new TimePattern(formatter, zone);
    } catch (IllegalArgumentException e) {
      throw wrong(pattern, e.getMessage());
    }
  }

  private static DistaffException wrong(String pattern, String why) {
    return new DistaffException(
        ErrorCode.INVALID_ARGUMENT, "'" + pattern + "' is no pattern of a time: " + why + ".");
  }

  /**
   * Reads a text; then {@link #micros} has the value.
   *
   * @param zone of texts that say none
   */
  boolean parse(String text, ZoneClock zone, ZoneCache zones) {
    ParsePosition position = new ParsePosition(0);
    // Finds most of what can't be read without an exception.
    if (formatter.parseUnresolved(text, position) == null || position.getIndex() != text.length()) {
      return false;
    }
    try {
      TemporalAccessor parsed = formatter.parse(text);
      long local = date(parsed).toEpochDay() * Calendar.MICROS_PER_DAY + microOfDay(parsed);
      ZoneId said = parsed.query(TemporalQueries.zone());
      micros = said == null ? zone.toInstant(local) : zones.of(said.getId()).toInstant(local);
      return true;
    } catch (DateTimeException e) {
      return false; // a date that doesn't exist
    }
  }

  private static LocalDate date(TemporalAccessor parsed) {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    return date != null
        ? date
        : LocalDate.of(
            field(parsed, ChronoField.YEAR, 1970),
            field(parsed, ChronoField.MONTH_OF_YEAR, 1),
            field(parsed, ChronoField.DAY_OF_MONTH, 1));
  }

  private static long microOfDay(TemporalAccessor parsed) {
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (time != null) {
      return time.toNanoOfDay() / 1000;
    }
    int hour = field(parsed, ChronoField.HOUR_OF_DAY, field(parsed, ChronoField.HOUR_OF_AMPM, 0));
    return hour * Calendar.MICROS_PER_HOUR
        + field(parsed, ChronoField.MINUTE_OF_HOUR, 0) * Calendar.MICROS_PER_MINUTE
        + field(parsed, ChronoField.SECOND_OF_MINUTE, 0) * Calendar.MICROS_PER_SECOND
        + field(parsed, ChronoField.MICRO_OF_SECOND, 0);
  }

  private static int field(TemporalAccessor parsed, ChronoField field, int otherwise) {
    return parsed.isSupported(field) ? parsed.get(field) : otherwise;
  }

  /** What the last text that could be read says. */
  long micros() {
    return micros;
  }

  /**
   * Writes a wall clock.
   *
   * @param zone that it is one of, for patterns that show it
   */
  String format(long local, ZoneId zone) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(local, Calendar.MICROS_PER_SECOND),
            (int) Math.floorMod(local, Calendar.MICROS_PER_SECOND) * 1000,
            ZoneOffset.UTC);
    return showsZone ? formatter.format(time.atZone(zone)) : formatter.format(time);
  }
}
