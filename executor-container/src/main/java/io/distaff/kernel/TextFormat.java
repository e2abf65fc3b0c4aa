package io.distaff.kernel;

import java.util.Locale;

/** Dates and timestamps as text. */
public final class TextFormat {
  private TextFormat() {}

  /** {@code 2024-02-29}; years beyond four digits have a sign. */
  public static String date(long epochDay) {
    long civil = Calendar.civil(epochDay);
    long year = Calendar.year(civil);
    String sign = year < 0 ? "-" : year > 9999 ? "+" : "";
    return String.format(
        Locale.ROOT,
        "%s%04d-%02d-%02d",
        sign,
        Math.abs(year),
        Calendar.month(civil),
        Calendar.day(civil));
  }

  /** {@code 2024-02-29 23:59:59.5}; a fraction has no trailing zeros, and none when it is 0. */
  public static String timestamp(long micros) {
    long day = Math.floorDiv(micros, Calendar.MICROS_PER_DAY);
    long microOfDay = micros - day * Calendar.MICROS_PER_DAY;
    long second = microOfDay / Calendar.MICROS_PER_SECOND;
    long fraction = microOfDay % Calendar.MICROS_PER_SECOND;
    StringBuilder text = new StringBuilder(date(day));
    text.append(
        String.format(
            Locale.ROOT, " %02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60));
    if (fraction != 0) {
      text.append(String.format(Locale.ROOT, ".%06d", fraction));
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.toString();
  }
}
