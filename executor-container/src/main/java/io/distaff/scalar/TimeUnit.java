package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Calendar;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What time is cut to, counted and moved in. */
enum TimeUnit {
  MICROSECOND(1, 0, "microseconds"),
  MILLISECOND(1000, 0, "milliseconds"),
  SECOND(Calendar.MICROS_PER_SECOND, 0, "seconds"),
  MINUTE(Calendar.MICROS_PER_MINUTE, 0, "minutes"),
  HOUR(Calendar.MICROS_PER_HOUR, 0, "hours"),
  DAY(Calendar.MICROS_PER_DAY, 0, "dd", "days", "dayofyear"),
  WEEK(7 * Calendar.MICROS_PER_DAY, 0, "weeks"),
  MONTH(0, 1, "mon", "mm", "months"),
  QUARTER(0, 3, "quarters"),
  YEAR(0, 12, "yyyy", "yy", "years"),
  DECADE(0, 120, "decades"),
  CENTURY(0, 1200, "centuries"),
  MILLENNIUM(0, 12_000, "millennia");

  private final long micros;
  private final int months;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> otherNames;

  TimeUnit(long micros, int months, String... otherNames) {
    this.micros = micros;
    this.months = months;
    this.otherNames = List.of(otherNames);
  }

  /** The unit of a name in any case; throws NOT_SUPPORTED. */
  static TimeUnit of(String function, String name) {
    return find(name)
        .orElseThrow(
            () ->
                new DistaffException(
                    ErrorCode.NOT_SUPPORTED, function + " has no unit '" + name + "'"));
  }

  /** The unit of a name in any case. */
  static Optional<TimeUnit> find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(unit -> unit.name().equalsIgnoreCase(lower) || unit.otherNames.contains(lower))
        .findFirst();
  }

  /** Its length; 0 of months and more, which differ. */
  long micros() {
    return micros;
  }

  /** 0 of units shorter than months. */
  int months() {
    return months;
  }

  /** Whether it is a day or longer. */
  boolean isOfDays() {
    return micros == 0 || micros >= Calendar.MICROS_PER_DAY;
  }

  /** The first day of the unit, of days or longer, that a day lies in. */
  long startDay(long day) {
    if (this == DAY) {
      return day;
    }
    if (this == WEEK) {
      return day + 1 - Calendar.isoDayOfWeek(day);
    }
    long civil = Calendar.civil(day);
    long year = Calendar.year(civil);
    int month = Calendar.month(civil);
    return switch (this) {
      case MONTH -> Calendar.epochDay(year, month, 1);
      case QUARTER -> Calendar.epochDay(year, (month - 1) / 3 * 3 + 1, 1);
      case DECADE -> Calendar.epochDay(Math.floorDiv(year, 10L) * 10, 1, 1);
      case CENTURY -> Calendar.epochDay(Math.floorDiv(year - 1, 100L) * 100 + 1, 1, 1);
      case MILLENNIUM -> Calendar.epochDay(Math.floorDiv(year - 1, 1000L) * 1000 + 1, 1, 1);
      default -> Calendar.epochDay(year, 1, 1);
    };
  }

  /** The start of the unit that a timestamp lies in. */
  long start(long micro) {
    return isOfDays()
        ? startDay(Math.floorDiv(micro, Calendar.MICROS_PER_DAY)) * Calendar.MICROS_PER_DAY
        : micro - Math.floorMod(micro, micros);
  }
}
