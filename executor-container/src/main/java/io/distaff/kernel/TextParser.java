package io.distaff.kernel;

import io.distaff.vector.BytesVector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads values from text, white space around it ignored. A method that returns true leaves the
 * value in {@link #value}. Mutable: a cursor over one value's bytes.
 */
public final class TextParser {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");

  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2}):?(\\d{2})?");

  /** So many digits are less than a long, whatever they are. */
  private static final int MOST_DIGITS = 18;

  private byte[] data;
  private int position;
  private int end;
  private long value;
  private int scale;
  private boolean namesZone;
  private String zoneName = "Z";
  private Optional<ZoneClock> zone = ZoneClock.of(zoneName);

  /** Whether the last timestamp that was read named a time zone. */
  public boolean namesZone() {
    return namesZone;
  }

  /** What the last method that returned true has read; 0 after one that returned false. */
  public long value() {
    return value;
  }

  private void start(BytesVector text, int row) {
    data = text.data();
    position = text.starts()[row];
    end = position + text.lengths()[row];
    while (position < end && isSpace(data[position])) {
      position++;
    }
    while (end > position && isSpace(data[end - 1])) {
      end--;
    }
    value = 0;
  }

  private static boolean isSpace(byte b) {
    return b >= 0 && b <= ' ';
  }

  private boolean finish(boolean parsed, long result) {
    value = parsed ? result : 0;
    return parsed;
  }

  /** Digits with an optional sign, in the range of integers of so many bits. */
  public boolean parseInteger(BytesVector text, int row, int bits) {
    start(text, row);
    boolean negative = position < end && data[position] == '-';
    if (negative || (position < end && data[position] == '+')) {
      position++;
    }
    if (position == end) {
      return false;
    }
    // Negative values reach farther.
    long low = negative ? IntegerRange.low(bits) : -IntegerRange.high(bits);
    long result = 0;
    for (; position < end; position++) {
      int digit = data[position] - '0';
      if (digit < 0 || digit > 9 || result < (low + digit) / 10) {
        return false;
      }
      result = result * 10 - digit;
    }
    return finish(true, negative ? result : -result);
  }

  /**
   * Digits with an optional sign and an optional point: {@link #value} is the number without the
   * point, {@link #scale} how many digits follow it. False also for numbers that have an exponent
   * or more than 18 digits, which {@link #decimal} and {@link #floatingNumber} read.
   */
  public boolean parseShortDecimal(BytesVector text, int row) {
    start(text, row);
    boolean negative = position < end && data[position] == '-';
    if (negative || (position < end && data[position] == '+')) {
      position++;
    }
    long number = 0;
    int numDigits = 0;
    int wholeDigits = -1;
    for (; position < end; position++) {
      int digit = data[position] - '0';
      if (digit >= 0 && digit <= 9 && numDigits < MOST_DIGITS) {
        number = number * 10 + digit;
        numDigits++;
      } else if (data[position] == '.' && wholeDigits < 0) {
        wholeDigits = numDigits;
      } else {
        return false;
      }
    }
    scale = wholeDigits < 0 ? 0 : numDigits - wholeDigits;
    return finish(numDigits > 0, negative ? -number : number);
  }

  /** Of what {@link #parseShortDecimal} has read. */
  public int scale() {
    return scale;
  }

  /** true, t, yes, y, 1 and their opposites, in any case. */
  public boolean parseBoolean(BytesVector text, int row) {
    start(text, row);
    String word =
        new String(data, position, end - position, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    return switch (word) {
      case "true", "t", "yes", "y", "1" -> finish(true, 1);
      case "false", "f", "no", "n", "0" -> finish(true, 0);
      default -> false;
    };
  }

  /**
   * Year, month and day; month and day may have one digit, or be left out from the end. What
   * follows after a space or a T doesn't matter, as in Spark. The value is in days.
   */
  public boolean parseDate(BytesVector text, int row) {
    start(text, row);
    if (!parseDay()) {
      return false;
    }
    boolean ends = position == end || data[position] == ' ' || data[position] == 'T';
    return finish(ends && value == (int) value, value);
  }

  /**
   * A date, optionally {@code T} or a space and a time of day of hours, minutes, and optionally
   * seconds with up to nine digits of fraction (of which six count), optionally a zone: {@code Z},
   * {@code UTC} or an offset such as {@code +02:00}. The value is in microseconds; without a zone,
   * of UTC.
   *
   * @param instant true: a zone counts; false: it is an error
   */
  public boolean parseTimestamp(BytesVector text, int row, boolean instant) {
    start(text, row);
    if (!parseDay()) {
      return false;
    }
    long day = value;
    value = 0;
    long microOfDay = 0;
    if (position < end && (data[position] == 'T' || data[position] == ' ')) {
      position++;
      microOfDay = timeOfDay();
      if (microOfDay < 0) {
        return false;
      }
    }
    if (Math.abs(day) > Long.MAX_VALUE / Calendar.MICROS_PER_DAY - 2) {
      return false;
    }
    long micros = day * Calendar.MICROS_PER_DAY + microOfDay;
    namesZone = position < end;
    if (namesZone) {
      if (!instant) {
        return false;
      }
      Optional<ZoneClock> zone = zone();
      if (zone.isEmpty()) {
        return false;
      }
      micros = zone.get().toInstant(micros);
    }
    return finish(true, micros);
  }

  private boolean parseDay() {
    boolean negative = position < end && data[position] == '-';
    if (negative || (position < end && data[position] == '+')) {
      position++;
    }
    long year = digits(4, 7);
    boolean onlyYear = position == end;
    if (year < 0 || (!onlyYear && !take('-'))) {
      return false;
    }
    long month = onlyYear ? 1 : digits(1, 2);
    boolean noDay = position == end;
    if (month < 1 || month > 12 || (!noDay && !take('-'))) {
      return false;
    }
    long day = noDay ? 1 : digits(1, 2);
    long signedYear = negative ? -year : year;
    if (day < 1 || day > Calendar.daysInMonth(signedYear, (int) month)) {
      return false;
    }
    return finish(true, Calendar.epochDay(signedYear, (int) month, (int) day));
  }

  /** Microseconds, or -1. */
  private long timeOfDay() {
    long hour = digits(1, 2);
    if (hour < 0 || hour > 23 || !take(':')) {
      return -1;
    }
    long minute = digits(1, 2);
    if (minute < 0 || minute > 59) {
      return -1;
    }
    long micros = hour * Calendar.MICROS_PER_HOUR + minute * Calendar.MICROS_PER_MINUTE;
    if (!take(':')) {
      return micros;
    }
    long second = digits(1, 2);
    if (second < 0 || second > 59) {
      return -1;
    }
    micros += second * Calendar.MICROS_PER_SECOND;
    if (take('.')) {
      int from = position;
      long fraction = digits(1, 9);
      if (fraction < 0) {
        return -1;
      }
      long unit = Calendar.MICROS_PER_SECOND * 1000;
      for (int i = from; i < position; i++) {
        unit /= 10;
      }
      micros += fraction * unit / 1000;
    }
    return micros;
  }

  /** What stands up to the end: Z, UTC, an offset such as +2, +0200 or -02:00, or a name. */
  private Optional<ZoneClock> zone() {
    take(' ');
    String name = new String(data, position, end - position, StandardCharsets.UTF_8);
    if (!name.equals(zoneName)) {
      Matcher offset = OFFSET.matcher(name);
      zoneName = name;
      zone =
          ZoneClock.of(
              offset.matches()
                  ? offset.group(1)
                      + (offset.group(2).length() == 1 ? "0" : "")
                      + offset.group(2)
                      + ":"
                      + (offset.group(3) == null ? "00" : offset.group(3))
                  : name);
    }
    return zone;
  }

  private boolean take(char wanted) {
    if (position < end && data[position] == wanted) {
      position++;
      return true;
    }
    return false;
  }

  /** The number of so many digits, or -1. */
  private long digits(int least, int most) {
    int from = position;
    long number = 0;
    while (position < end
        && position - from < most
        && data[position] >= '0'
        && data[position] <= '9') {
      number = number * 10 + (data[position++] - '0');
    }
    return position - from < least ? -1 : number;
  }

  /** A number as {@link Double#parseDouble} reads it, or null. */
  public static String floatingNumber(BytesVector text, int row) {
    String trimmed = text.text(row).trim();
    if (NUMBER.matcher(trimmed).matches()) {
      return trimmed;
    }
    return switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "nan" -> "NaN";
      case "inf", "+inf", "infinity", "+infinity" -> "Infinity";
      case "-inf", "-infinity" -> "-Infinity";
      default -> null;
    };
  }

  /** A number, or null. */
  public static BigDecimal decimal(BytesVector text, int row) {
    String trimmed = text.text(row).trim();
    return NUMBER.matcher(trimmed).matches() ? new BigDecimal(trimmed) : null;
  }
}
