package io.distaff.storage;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The names of partition directories, as Hive writes them: {@code column=value}, where characters
 * that mean something to a file system or a shell are written as {@code %} and two hexadecimal
 * digits, in the column and in the value.
 */
public final class PartitionPath {
  /** Stands for null, and for the empty text. */
  public static final String NULL_VALUE = "__HIVE_DEFAULT_PARTITION__";

  private static final String ESCAPED = "\"#%'*/:=?\\{}[]^";
  private static final String HEX = "0123456789ABCDEF";

  private PartitionPath() {}

  /**
   * What a directory's name says.
   *
   * @param value empty for null
   */
  public record Part(String column, Optional<String> value) {}

  /** The name of the directory for a value; null and empty text are the same. */
  public static String name(String column, String value) {
    boolean isNull = value == null || value.isEmpty();
    // Names that begin with a point are hidden.
    String escaped = column.startsWith(".") ? "%2E" + escape(column.substring(1)) : escape(column);
    return escaped + "=" + (isNull ? NULL_VALUE : escape(value));
  }

  /** Empty when the name isn't that of a partition directory. */
  public static Optional<Part> parse(String name) {
    int equals = name.indexOf('=');
    if (equals <= 0) {
      return Optional.empty();
    }
    String value = name.substring(equals + 1);
    boolean isNull = value.isEmpty() || value.equals(NULL_VALUE);
    return Optional.of(
        new Part(
            unescape(name.substring(0, equals)),
            isNull ? Optional.empty() : Optional.of(unescape(value))));
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7F || ESCAPED.indexOf(c) >= 0) {
        escaped.append('%').append(HEX.charAt(c >>> 4)).append(HEX.charAt(c & 15));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A {@code %} without two digits behind it stands for itself. */
  static String unescape(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] unescaped = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        unescaped[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        unescaped[length++] = bytes[i];
      }
    }
    return new String(unescaped, 0, length, StandardCharsets.UTF_8);
  }
}
