package io.distaff.text;

import io.distaff.text.record.ByteSearch;

/** The escapes of JSON's strings, from bytes to bytes, without characters in between. */
final class JsonStrings {
  private static final int HEX_DIGITS = 4;

  /** Of a unit: {@code \}, {@code u} and the digits. */
  private static final int UNIT_BYTES = 2 + HEX_DIGITS;

  private JsonStrings() {}

  /**
   * Copies the inside of a string without its escapes; a surrogate without its other half becomes
   * {@code ?}.
   *
   * @param data between {@code from} and {@code limit} every backslash begins an escape that there
   *     is, and that is complete
   * @param target has room for as many bytes as the string has with its escapes; may be the data,
   *     {@code at} not being behind {@code from} then
   * @return the position after the last byte in the target
   */
  static int unescape(byte[] data, int from, int limit, byte[] target, int at) {
    int to = at;
    int position = from;
    while (true) {
      int plain = position;
      position = ByteSearch.indexOf(data, plain, limit, '\\');
      System.arraycopy(data, plain, target, to, position - plain);
      to += position - plain;
      if (position == limit) {
        return to;
      }
      if (data[position + 1] == 'u') {
        int units = isPair(data, position, limit) ? 2 : 1;
        to = encode(data, position, units, target, to);
        position += units * UNIT_BYTES;
      } else {
        target[to++] = escaped(data[position + 1]);
        position += 2;
      }
    }
  }

  private static boolean isPair(byte[] data, int at, int limit) {
    int second = at + UNIT_BYTES;
    return Character.isHighSurrogate(unit(data, at))
        && second + UNIT_BYTES <= limit
        && data[second] == '\\'
        && data[second + 1] == 'u'
        && Character.isLowSurrogate(unit(data, second));
  }

  private static int encode(byte[] data, int at, int units, byte[] target, int to) {
    char first = unit(data, at);
    int point = units == 1 ? first : Character.toCodePoint(first, unit(data, at + UNIT_BYTES));
    return Utf8.encode(point, target, to);
  }

  /** The UTF-16 unit of an escape that begins here. */
  private static char unit(byte[] data, int at) {
    int unit = 0;
    for (int i = at + 2; i < at + UNIT_BYTES; i++) {
      unit = unit << 4 | Character.digit(data[i], 16);
    }
    return (char) unit;
  }

  /** Whether a letter behind a backslash stands for one character; {@code u} doesn't. */
  static boolean isEscape(byte letter) {
    return switch (letter) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
      default -> false;
    };
  }

  /** The character that an escape of one letter stands for. */
  static byte escaped(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }
}
