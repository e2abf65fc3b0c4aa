package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Calendar;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What EXTRACT takes out of a date or a timestamp. */
enum TimeField {
  MILLENNIUM("millennia", "mil", "mils"),
  CENTURY("centuries", "c", "cent"),
  DECADE("decades", "dec", "decs"),
  YEAR("y", "years", "yr", "yrs"),
  /** The year of ISO 8601 that the week lies in. */
  YEAROFWEEK("isoyear"),
  QUARTER("qtr", "quarters"),
  MONTH("mon", "mons", "months"),
  /** Of ISO 8601. */
  WEEK("w", "weeks", "weekofyear"),
  DAY("d", "days", "dayofmonth"),
  /** 1 = Sunday to 7 = Saturday. */
  DAYOFWEEK("dow"),
  /** 1 = Monday to 7 = Sunday. */
  DAYOFWEEK_ISO("dow_iso", "isodow"),
  /** 0 = Monday to 6 = Sunday. */
  WEEKDAY,
  DAYOFYEAR("doy"),
  HOUR("h", "hours", "hr", "hrs"),
  MINUTE("m", "min", "mins", "minutes"),
  SECOND("s", "sec", "seconds", "secs"),
  /** Of the minute, as Calcite and PostgreSQL have it. */
  MILLISECOND("milliseconds", "ms", "msec", "msecs"),
  /** Of the minute. */
  MICROSECOND("microseconds", "us", "usec", "usecs"),
  /** Whole seconds since 1970. */
  EPOCH;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> otherNames;

  TimeField(String... otherNames) {
    this.otherNames = List.of(otherNames);
  }

  /** The field of a name in any case; throws NOT_SUPPORTED. */
  static TimeField of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(field -> field.name().equalsIgnoreCase(lower) || field.otherNames.contains(lower))
        .findFirst()
        .orElseThrow(
            () ->
                new DistaffException(
                    ErrorCode.NOT_SUPPORTED,
                    "date_part has no field '"
                        + name
                        + "'; it has "
                        + String.join(", ", Arrays.stream(values()).map(TimeField::label).toList())
                        + "."));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  long of(long epochDay, long microOfDay) {
    return switch (this) {
      case MILLENNIUM -> period(year(epochDay), 1000);
      case CENTURY -> period(year(epochDay), 100);
      case DECADE -> Math.floorDiv(year(epochDay), 10L);
      case YEAR -> year(epochDay);
      case YEAROFWEEK -> year(epochDay + 4 - Calendar.isoDayOfWeek(epochDay));
      case QUARTER -> (Calendar.month(Calendar.civil(epochDay)) + 2) / 3;
      case MONTH -> Calendar.month(Calendar.civil(epochDay));
      case WEEK -> Calendar.isoWeek(epochDay);
      case DAY -> Calendar.day(Calendar.civil(epochDay));
      case DAYOFWEEK -> Calendar.isoDayOfWeek(epochDay) % 7 + 1;
      case DAYOFWEEK_ISO -> Calendar.isoDayOfWeek(epochDay);
      case WEEKDAY -> Calendar.isoDayOfWeek(epochDay) - 1;
      case DAYOFYEAR -> Calendar.dayOfYear(epochDay);
      case HOUR -> microOfDay / Calendar.MICROS_PER_HOUR;
      case MINUTE -> microOfDay / Calendar.MICROS_PER_MINUTE % 60;
      case SECOND -> microOfDay / Calendar.MICROS_PER_SECOND % 60;
      case MILLISECOND -> microOfDay % Calendar.MICROS_PER_MINUTE / 1000;
      case MICROSECOND -> microOfDay % Calendar.MICROS_PER_MINUTE;
      case EPOCH -> epochDay * 86_400 + microOfDay / Calendar.MICROS_PER_SECOND;
    };
  }

  private static long year(long epochDay) {
    return Calendar.year(Calendar.civil(epochDay));
  }

  /** Periods count from year 1, and backwards from year 0 as -1. */
  private static long period(long year, long length) {
    return year > 0 ? (year - 1) / length + 1 : -(-year / length + 1);
  }
}
