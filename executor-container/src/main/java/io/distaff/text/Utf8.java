package io.distaff.text;

import io.distaff.text.record.ByteSearch;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8, as bytes. */
final class Utf8 {
  /** Characters, so that a long text doesn't take several times its own memory. */
  private static final int DECODED_AT_ONCE = 1 << 12;

  /** Bytes of a character. */
  static final int LONGEST_CHARACTER = 4;

  private Utf8() {}

  /** Whether bytes are text: all of ASCII is, the rest is decoded. */
  static boolean isValid(byte[] data, int start, int end) {
    if (ByteSearch.isAscii(data, start, end)) {
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

  /** Where the last character begins if more of its bytes may follow the range; else its end. */
  static int wholeEnd(byte[] data, int start, int end) {
    for (int i = end - 1; i >= Math.max(start, end - LONGEST_CHARACTER + 1); i--) {
      if ((data[i] & 0xc0) != 0x80) {
        int length = data[i] >= 0 ? 1 : Integer.numberOfLeadingZeros(~data[i] << 24);
        return length > end - i && length <= LONGEST_CHARACTER ? i : end;
      }
    }
    return end;
  }

  /** Puts {@code ?} in the place of each byte that isn't part of a character. */
  static void mend(byte[] data, int start, int end) {
    if (isValid(data, start, end)) {
      return;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(data, start, end - start);
    CharBuffer chars = CharBuffer.allocate(Math.min(end - start, DECODED_AT_ONCE));
    CoderResult result;
    do {
      result = decoder.decode(bytes, chars.clear(), true);
      if (result.isError()) {
        int wrong = bytes.position();
        Arrays.fill(data, wrong, wrong + result.length(), (byte) '?');
      }
    } while (!result.isUnderflow());
  }

  /**
   * Writes a code point; a surrogate becomes {@code ?}.
   *
   * @param target has room for four bytes
   * @return the position after the last byte
   */
  static int encode(int point, byte[] target, int at) {
    int position = at;
    if (point < 0x80) {
      target[position++] = (byte) point;
    } else if (point < 0x800) {
      target[position++] = (byte) (0xc0 | (point >> 6));
      target[position++] = (byte) (0x80 | (point & 0x3f));
    } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      target[position++] = '?';
    } else {
      if (point < 0x10000) {
        target[position++] = (byte) (0xe0 | (point >> 12));
      } else {
        target[position++] = (byte) (0xf0 | (point >> 18));
        target[position++] = (byte) (0x80 | ((point >> 12) & 0x3f));
      }
      target[position++] = (byte) (0x80 | ((point >> 6) & 0x3f));
      target[position++] = (byte) (0x80 | (point & 0x3f));
    }
    return position;
  }
}
