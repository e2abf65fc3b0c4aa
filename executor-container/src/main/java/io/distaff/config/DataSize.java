package io.distaff.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written as a whole number with a binary unit: {@code 512m}, {@code 4g}, {@code
 * 64k}, {@code 1t}, {@code 100b}; an optional trailing {@code b} or {@code ib} is accepted ({@code
 * 4gb}). A bare number is bytes.
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18})\\s*([kmgt]?)(i?b)?");

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative size: " + bytes);
    }
  }

  public static DataSize ofMebibytes(long mebibytes) {
    return new DataSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /** Throws IllegalArgumentException when {@code text} isn't a size or exceeds 2^63 bytes. */
  public static DataSize parse(String text) {
    return parse(text, 1);
  }

  /**
   * As {@link #parse(String)}, where a bare number counts mebibytes, as memory options of the
   * command line do.
   */
  public static DataSize parseMebibytes(String text) {
    return parse(text, 1L << 20);
  }

  private static DataSize parse(String text, long bareUnit) {
    Matcher matcher = SYNTAX.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size such as 512m or 4g");
    }
    boolean bare = matcher.group(2).isEmpty() && matcher.group(3) == null;
    long unit =
        switch (matcher.group(2)) {
          case "k" -> 1L << 10;
          case "m" -> 1L << 20;
          case "g" -> 1L << 30;
          case "t" -> 1L << 40;
          default -> bare ? bareUnit : 1;
        };
    try {
      return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("more than 2^63 bytes", e);
    }
  }

  /** Rounded up. */
  public long mebibytes() {
    return (bytes + (1L << 20) - 1) >>> 20;
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The largest unit that writes it as a whole number; parses back to the same size. */
  @Override
  public String toString() {
    String units = "bkmgt";
    int unit = 0;
    long value = bytes;
    while (unit < 4 && value != 0 && value % 1024 == 0) {
      value /= 1024;
      unit++;
    }
    return value + units.substring(unit, unit + 1);
  }
}
