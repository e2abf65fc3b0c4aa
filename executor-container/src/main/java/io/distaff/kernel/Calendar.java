package io.distaff.kernel;

/**
 * The proleptic Gregorian calendar in integer arithmetic, without objects. After Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms": years begin in March, and 400 of them are an era
 * of 146,097 days.
 */
public final class Calendar {
  public static final long MICROS_PER_SECOND = 1_000_000L;
  public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
  public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
  public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

  private static final long DAYS_PER_ERA = 146_097;

  /** From 0000-03-01 to 1970-01-01. */
  private static final long EPOCH_SHIFT = 719_468;

  private Calendar() {}

  /** Year, month and day of a day since 1970-01-01, to be taken apart by the functions below. */
  public static long civil(long epochDay) {
    long shifted = epochDay + EPOCH_SHIFT;
    long era = Math.floorDiv(shifted, DAYS_PER_ERA);
    int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return (year << 9) | ((long) month << 5) | day;
  }

  public static long year(long civil) {
    return civil >> 9;
  }

  /** 1 to 12. */
  public static int month(long civil) {
    return (int) (civil >> 5) & 15;
  }

  /** 1 to 31. */
  public static int day(long civil) {
    return (int) civil & 31;
  }

  /** The day since 1970-01-01 of a year, a month from 1 and a day from 1. */
  public static long epochDay(long year, int month, int day) {
    long shiftedYear = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(shiftedYear, 400L);
    long yearOfEra = shiftedYear - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
  }

  public static boolean isLeapYear(long year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  public static int daysInMonth(long year, int month) {
    if (month == 2) {
      return isLeapYear(year) ? 29 : 28;
    }
    // 31 days in odd months to July, and in even ones from August.
    return 30 + ((month + (month >> 3)) & 1);
  }

  /** From 1. */
  public static int dayOfYear(long epochDay) {
    return (int) (epochDay - epochDay(year(civil(epochDay)), 1, 1)) + 1;
  }

  /** 1 = Monday to 7 = Sunday. */
  public static int isoDayOfWeek(long epochDay) {
    return (int) Math.floorMod(epochDay + 3, 7L) + 1;
  }

  /** The week, from Monday, of the year that its Thursday lies in: ISO 8601. */
  public static int isoWeek(long epochDay) {
    long thursday = epochDay + 4 - isoDayOfWeek(epochDay);
    return (dayOfYear(thursday) - 1) / 7 + 1;
  }

  /** The day this many months later; its day of the month at most the month's last. */
  public static long addMonths(long epochDay, long months) {
    long civil = civil(epochDay);
    long month = year(civil) * 12 + month(civil) - 1 + months;
    long year = Math.floorDiv(month, 12L);
    int monthOfYear = (int) (month - year * 12) + 1;
    return epochDay(year, monthOfYear, Math.min(day(civil), daysInMonth(year, monthOfYear)));
  }
}
