package io.distaff.text;

/** JSON's strings from bytes to bytes, without characters in between. */
final class JsonStrings {
  /** What {@link #unescape} gives for what is no string. */
  static final int MALFORMED = -1;

  private static final int HEX_DIGITS = 4;

  private JsonStrings() {}

  /**
   * Copies a string without its quotes and escapes; a surrogate without its other half becomes
   * {@code ?}.
   *
   * @param quote the position of the quote it begins with
   * @param limit where the record ends
   * @param target has room for as many bytes as the string has with its escapes
   * @return the position after the last byte in the target; {@link #MALFORMED} if the string has no
   *     end, has an escape that there isn't, or isn't UTF-8
   */
  static int unescape(byte[] data, int quote, int limit, byte[] target, int at) {
    int to = at;
    int from = quote + 1;
    while (from < limit && data[from] != '"') {
      int plain = from;
      while (from < limit && data[from] != '"' && data[from] != '\\') {
        from++;
      }
      System.arraycopy(data, plain, target, to, from - plain);
      to += from - plain;
      if (from < limit && data[from] == '\\') {
        if (from + 1 < limit && data[from + 1] == 'u') {
          int unit = unit(data, from, limit);
          boolean high = unit >= 0 && Character.isHighSurrogate((char) unit);
          int low = high ? unit(data, from + 2 + HEX_DIGITS, limit) : MALFORMED;
          char[] units = {(char) unit, (char) low};
          int count = low >= 0 && Character.isLowSurrogate((char) low) ? 2 : 1;
          to = unit < 0 ? MALFORMED : Utf8.encode(units, 0, count, target, to);
          from += count * (2 + HEX_DIGITS);
        } else {
          byte escaped = from + 1 < limit ? escaped(data[from + 1]) : MALFORMED;
          from += 2;
          if (escaped != MALFORMED) {
            target[to++] = escaped;
          } else {
            to = MALFORMED;
          }
        }
        if (to == MALFORMED) {
          return MALFORMED;
        }
      }
    }
    return from < limit && Utf8.isValid(target, at, to) ? to : MALFORMED;
  }

  /** The UTF-16 unit of an escape that begins here, or {@link #MALFORMED}. */
  private static int unit(byte[] data, int at, int limit) {
    if (at + 2 + HEX_DIGITS > limit || data[at] != '\\' || data[at + 1] != 'u') {
      return MALFORMED;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 2 + HEX_DIGITS; i++) {
      int digit = Character.digit(data[i], 16);
      if (digit < 0) {
        return MALFORMED;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static byte escaped(byte letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> MALFORMED;
    };
  }
}
