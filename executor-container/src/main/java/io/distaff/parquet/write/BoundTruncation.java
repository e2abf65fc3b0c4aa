package io.distaff.parquet.write;

import java.util.Arrays;

/**
 * Shortens the bounds that statistics give of long byte arrays: a lower bound may be a prefix; an
 * upper bound is a prefix with its last character or byte raised. Text stays valid UTF-8.
 */
final class BoundTruncation {
  private BoundTruncation() {}

  /** A value of at most {@code limit} bytes that isn't above {@code value}. */
  static byte[] lower(byte[] value, int limit, boolean isText) {
    return value.length <= limit
        ? value
        : Arrays.copyOf(value, isText ? characterStart(value, limit) : limit);
  }

  /**
   * A value of at most {@code limit} bytes that isn't below {@code value}; null if none is found.
   */
  static byte[] upper(byte[] value, int limit, boolean isText) {
    if (value.length <= limit) {
      return value;
    }
    int end = isText ? characterStart(value, limit) : limit;
    while (end > 0) {
      int last = Byte.toUnsignedInt(value[end - 1]);
      if (isText ? isRaisable(last) : last < 0xff) {
        byte[] raised = Arrays.copyOf(value, end);
        raised[end - 1]++;
        return raised;
      }
      end = isText ? characterStart(value, end - 1) : end - 1;
    }
    return null;
  }

  /**
   * The last byte of a character may be raised by one if it is ASCII below 0x7f or a continuation
   * byte below 0xbf: neither leads to a surrogate or beyond U+10FFFF, whose neighbours end in 0xbf.
   */
  private static boolean isRaisable(int lastByte) {
    return lastByte < 0x7f || (lastByte >= 0x80 && lastByte < 0xbf);
  }

  /** The start of the character that the byte at {@code position} belongs to. */
  private static int characterStart(byte[] text, int position) {
    int start = position;
    while (start > 0 && (text[start] & 0xc0) == 0x80) {
      start--;
    }
    return start;
  }
}
