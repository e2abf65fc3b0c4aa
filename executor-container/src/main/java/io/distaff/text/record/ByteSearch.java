package io.distaff.text.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes, eight at a time: a byte of a word is zero, or less than a small number, where
 * subtracting one borrows from its highest bit (Warren, "Hacker's Delight", 6-1). A borrow may go
 * on into higher bytes, but never comes out of one that isn't found itself, so that the lowest mark
 * is right. Stateless.
 */
public final class ByteSearch {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';

  private ByteSearch() {}

  /** Where a byte is first found in a range; {@code limit} when it isn't there. */
  public static int indexOf(byte[] data, int from, int limit, int wanted) {
    long pattern = ONES * wanted;
    int position = from;
    int lastWord = data.length - Long.BYTES;
    while (position < limit && position <= lastWord) {
      long found = zeros((long) LONGS.get(data, position) ^ pattern);
      if (found != 0) {
        return Math.min(limit, position + first(found));
      }
      position += Long.BYTES;
    }
    while (position < limit && data[position] != (byte) wanted) {
      position++;
    }
    return Math.min(position, limit);
  }

  /** As {@link #indexOf}, of one of two bytes. */
  public static int indexOfEither(byte[] data, int from, int limit, int one, int other) {
    long onePattern = ONES * one;
    long otherPattern = ONES * other;
    int position = from;
    int lastWord = data.length - Long.BYTES;
    while (position < limit && position <= lastWord) {
      long word = (long) LONGS.get(data, position);
      long found = zeros(word ^ onePattern) | zeros(word ^ otherPattern);
      if (found != 0) {
        return Math.min(limit, position + first(found));
      }
      position += Long.BYTES;
    }
    while (position < limit && data[position] != (byte) one && data[position] != (byte) other) {
      position++;
    }
    return Math.min(position, limit);
  }

  /** As {@link #indexOf}, of what doesn't stand for itself in a string of JSON. */
  public static int indexOfJsonSpecial(byte[] data, int from, int limit) {
    int position = from;
    int lastWord = data.length - Long.BYTES;
    while (position < limit && position <= lastWord) {
      long word = (long) LONGS.get(data, position);
      long controls = (word - SPACES) & ~word & HIGHEST_BITS;
      long found = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | controls;
      if (found != 0) {
        return Math.min(limit, position + first(found));
      }
      position += Long.BYTES;
    }
    while (position < limit && !isJsonSpecial(data[position])) {
      position++;
    }
    return Math.min(position, limit);
  }

  private static boolean isJsonSpecial(byte b) {
    return b == '"' || b == '\\' || (b >= 0 && b < ' ');
  }

  /** Whether all bytes of a range are ASCII. */
  public static boolean isAscii(byte[] data, int from, int limit) {
    long or = 0;
    int position = from;
    for (; position <= limit - Long.BYTES; position += Long.BYTES) {
      or |= (long) LONGS.get(data, position);
    }
    for (; position < limit; position++) {
      or |= data[position];
    }
    return (or & HIGHEST_BITS) == 0;
  }

  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHEST_BITS;
  }

  private static int first(long found) {
    return Long.numberOfTrailingZeros(found) >>> 3;
  }
}
