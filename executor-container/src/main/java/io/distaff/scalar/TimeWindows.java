package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Calendar;
import java.util.Locale;

/**
 * Windows of time of one length that begin at regular distances: each is from its start to before
 * its end. Immutable.
 *
 * @param length of each, in microseconds
 * @param slide from one's start to the next one's, in microseconds; at most the length
 * @param origin where one of them starts, in microseconds since 1970
 */
record TimeWindows(long length, long slide, long origin) {
  private static final String NUMBER = "[+-]?\\d{1,18}";

  /**
   * Throws INVALID_ARGUMENT, which names the text, for what is no duration of a fixed length, and
   * for durations that don't go together.
   *
   * @param origin how far behind 1970 a window starts, such as {@code 15 minutes}
   */
  static TimeWindows of(String function, String length, String slide, String origin) {
    TimeWindows windows =
        new TimeWindows(
            micros(function, length), micros(function, slide), micros(function, origin));
    if (windows.length <= 0) {
      throw invalid(function, length, "a window is longer than nothing");
    }
    if (windows.slide <= 0 || windows.slide > windows.length) {
      throw invalid(
          function, slide, "windows of '%s' start at most as far apart".formatted(length));
    }
    if (Math.abs(windows.origin) >= windows.slide) {
      throw invalid(
          function, origin, "windows '%s' apart are moved by less than that".formatted(slide));
    }
    return windows;
  }

  /** Whether no moment is in two of them. */
  boolean areDisjoint() {
    return length == slide;
  }

  /** The start of the last window that a moment is in. */
  long lastStart(long micros) {
    return micros - Math.floorMod(micros - origin, slide);
  }

  /** How many windows a moment is in. */
  long count(long micros) {
    return (lastStart(micros) - micros + length - 1) / slide + 1;
  }

  /** The microseconds of numbers and units, such as {@code 1 hour 30 minutes}. */
  static long micros(String function, String text) {
    String[] words = text.strip().split("\\s+", -1);
    int first = words[0].toLowerCase(Locale.ROOT).equals("interval") ? 1 : 0;
    if (words.length == first || (words.length - first) % 2 != 0) {
      throw invalid(function, text, "a duration is numbers and units, such as '1 hour 30 minutes'");
    }
    long micros = 0;
    for (int w = first; w < words.length; w += 2) {
      if (!words[w].matches(NUMBER)) {
        throw invalid(function, text, "'%s' is no whole number".formatted(words[w]));
      }
      String unitName = words[w + 1];
      TimeUnit unit =
          TimeUnit.find(unitName)
              .orElseThrow(
                  () -> invalid(function, text, "there is no unit '%s'".formatted(unitName)));
      if (unit.months() > 0) {
        throw invalid(function, text, "a %s has no fixed length".formatted(name(unit)));
      }
      micros = sum(function, text, micros, Long.parseLong(words[w]), unit);
    }
    return micros;
  }

  private static long sum(String function, String text, long micros, long number, TimeUnit unit) {
    try {
      return Math.addExact(micros, Math.multiplyExact(number, unit.micros()));
    } catch (ArithmeticException e) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT,
          "%s: '%s' is longer than %d days"
              .formatted(function, text, Long.MAX_VALUE / Calendar.MICROS_PER_DAY),
          e);
    }
  }

  private static String name(TimeUnit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  private static DistaffException invalid(String function, String text, String why) {
    return new DistaffException(
        ErrorCode.INVALID_ARGUMENT, "%s: '%s': %s".formatted(function, text, why));
  }
}
