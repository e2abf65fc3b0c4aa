package io.distaff.parquet.read;

import java.nio.charset.StandardCharsets;

/** UUIDs as the text that everybody knows: 32 lower-case hexadecimal digits in five groups. */
final class UuidText {
  static final int BYTES = 16;
  static final int LENGTH = 36;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private UuidText() {}

  /** Writes the text of the 16 bytes at a position. */
  static void write(byte[] bytes, int position, byte[] text, int start) {
    int to = start;
    for (int i = 0; i < BYTES; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        text[to++] = '-';
      }
      text[to++] = DIGITS[bytes[position + i] >>> 4 & 15];
      text[to++] = DIGITS[bytes[position + i] & 15];
    }
  }

  static String of(byte[] bytes) {
    byte[] text = new byte[LENGTH];
    write(bytes, 0, text, 0);
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** The bytes of a text; null when it isn't one that {@link #write} writes. */
  static byte[] parse(String text) {
    byte[] bytes = new byte[BYTES];
    int digits = 0;
    for (int i = 0; i < text.length() && digits < 2 * BYTES; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit >= 0) {
        bytes[digits / 2] |= (byte) (digit << (digits % 2 == 0 ? 4 : 0));
        digits++;
      }
    }
    return of(bytes).equals(text) ? bytes : null;
  }
}
