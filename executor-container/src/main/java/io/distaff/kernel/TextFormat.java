package io.distaff.kernel;

import io.distaff.vector.Int128Math;

/** Numbers, dates and timestamps as text, appended to a builder that is used again and again. */
public final class TextFormat {
  /** The largest scale that {@link #appendDecimal} takes. */
  public static final int MAX_SCALE = 18;

  private TextFormat() {}

  /** {@code 2024-02-29}; years beyond four digits have a sign. */
  public static void appendDate(StringBuilder to, long epochDay) {
    long civil = Calendar.civil(epochDay);
    long year = Calendar.year(civil);
    if (year < 0 || year > 9999) {
      to.append(year < 0 ? '-' : '+');
    }
    appendPadded(to, Math.abs(year), 4);
    appendPadded(to.append('-'), Calendar.month(civil), 2);
    appendPadded(to.append('-'), Calendar.day(civil), 2);
  }

  /** {@code 2024-02-29 23:59:59.5}; a fraction has no trailing zeros, and none when it is 0. */
  public static void appendTimestamp(StringBuilder to, long micros) {
    long day = Math.floorDiv(micros, Calendar.MICROS_PER_DAY);
    long microOfDay = micros - day * Calendar.MICROS_PER_DAY;
    long second = microOfDay / Calendar.MICROS_PER_SECOND;
    long fraction = microOfDay % Calendar.MICROS_PER_SECOND;
    appendDate(to, day);
    appendPadded(to.append(' '), second / 3600, 2);
    appendPadded(to.append(':'), second / 60 % 60, 2);
    appendPadded(to.append(':'), second % 60, 2);
    if (fraction != 0) {
      appendPadded(to.append('.'), fraction, 6);
      while (to.charAt(to.length() - 1) == '0') {
        to.setLength(to.length() - 1);
      }
    }
  }

  /** As {@link #appendTimestamp}. */
  public static String timestamp(long micros) {
    StringBuilder text = new StringBuilder();
    appendTimestamp(text, micros);
    return text.toString();
  }

  /** {@code -0.05}: all digits of the scale, which is at most {@link #MAX_SCALE}. */
  public static void appendDecimal(StringBuilder to, long unscaled, int scale) {
    if (scale == 0) {
      to.append(unscaled);
      return;
    }
    long power = Int128Math.longPowerOfTen(scale);
    long whole = unscaled / power;
    if (whole == 0 && unscaled < 0) {
      to.append('-');
    }
    appendPadded(to.append(whole).append('.'), Math.abs(unscaled % power), scale);
  }

  /** With leading zeros up to so many digits. */
  private static void appendPadded(StringBuilder to, long number, int digits) {
    long least = 10;
    for (int i = 1; i < digits; i++, least *= 10) {
      if (number < least) {
        for (int zeros = digits - i; zeros > 0; zeros--) {
          to.append('0');
        }
        break;
      }
    }
    to.append(number);
  }
}
