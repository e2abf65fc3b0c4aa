package io.distaff.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** UTF-8, as bytes. */
final class Utf8 {
  /** Characters, so that a long text doesn't take several times its own memory. */
  private static final int DECODED_AT_ONCE = 1 << 12;

  private Utf8() {}

  /** Whether bytes are text: all of ASCII is, the rest is decoded. */
  static boolean isValid(byte[] data, int start, int end) {
    int or = 0;
    for (int i = start; i < end; i++) {
      or |= data[i];
    }
    if (or >= 0) {
      return true;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(data, start, end - start);
    CharBuffer chars = CharBuffer.allocate(Math.min(end - start, DECODED_AT_ONCE));
    CoderResult result;
    do {
      result = decoder.decode(bytes, chars.clear(), true);
    } while (result.isOverflow());
    return result.isUnderflow();
  }

  /**
   * Writes characters; a surrogate without its other half becomes {@code ?}.
   *
   * @param target has room for three bytes a character
   * @return the position after the last byte
   */
  static int encode(char[] chars, int start, int length, byte[] target, int at) {
    int position = at;
    int end = start + length;
    for (int i = start; i < end; i++) {
      char c = chars[i];
      if (c < 0x80) {
        target[position++] = (byte) c;
      } else if (c < 0x800) {
        target[position++] = (byte) (0xc0 | (c >> 6));
        target[position++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        target[position++] = (byte) (0xe0 | (c >> 12));
        target[position++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        target[position++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(chars[i + 1])) {
        int point = Character.toCodePoint(c, chars[++i]);
        target[position++] = (byte) (0xf0 | (point >> 18));
        target[position++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        target[position++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        target[position++] = (byte) (0x80 | (point & 0x3f));
      } else {
        target[position++] = '?';
      }
    }
    return position;
  }
}
