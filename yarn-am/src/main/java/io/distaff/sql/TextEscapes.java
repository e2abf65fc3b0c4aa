package io.distaff.sql;

/**
 * What a backslash means within quotes, as in Spark: with n, t, r, b or Z it is a control
 * character, with three octal digits, u and four or U and eight hexadecimal ones the character of
 * that number. It stays before a percent sign and an underscore, for LIKE, and is left out before
 * anything else.
 */
public final class TextEscapes {
  private static final int OCTAL_DIGITS = 3;
  private static final int HEXADECIMAL = 16;

  private TextEscapes() {}

  /** A text as a literal of SQL, in single quotes. */
  public static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /**
   * Reads one.
   *
   * @param at the offset of the backslash, behind which there is a character
   * @param content gets what it stands for
   * @return the offset behind it
   */
  static int read(String text, int at, StringBuilder content) {
    char c = text.charAt(at + 1);
    int end = at + 2;
    switch (c) {
      case 'n' -> content.append('\n');
      case 't' -> content.append('\t');
      case 'r' -> content.append('\r');
      case 'b' -> content.append('\b');
      case 'Z' -> content.append((char) 26);
      case '%', '_' -> content.append('\\').append(c);
      case 'u' -> end = hexadecimal(text, at, 4, content);
      case 'U' -> end = hexadecimal(text, at, 8, content);
      case '0', '1' -> end = octal(text, at, content);
      default -> content.append(c);
    }
    return end;
  }

  private static int octal(String text, int at, StringBuilder content) {
    int end = at + 1;
    int value = 0;
    while (end < text.length() && end <= at + OCTAL_DIGITS && isOctal(text.charAt(end))) {
      value = value * 8 + text.charAt(end++) - '0';
    }
    if (end == at + 1 + OCTAL_DIGITS) {
      content.append((char) value);
      return end;
    }
    char c = text.charAt(at + 1);
    content.append(c == '0' ? '\0' : c);
    return at + 2;
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static int hexadecimal(String text, int at, int digits, StringBuilder content) {
    int end = at + 2 + digits;
    if (end <= text.length()) {
      String written = text.substring(at + 2, end);
      boolean isNumber = written.chars().allMatch(c -> Character.digit(c, HEXADECIMAL) >= 0);
      long value = isNumber ? Long.parseLong(written, HEXADECIMAL) : -1;
      if (value >= 0 && value <= Character.MAX_CODE_POINT) {
        content.appendCodePoint((int) value);
        return end;
      }
    }
    content.append(text.charAt(at + 1));
    return at + 2;
  }
}
