package io.distaff.kernel;

import io.distaff.vector.BytesVector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes and UTF-8 code points of single values. */
public final class BytesKernels {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  private BytesKernels() {}

  public static byte[] copy(BytesVector vector, int row) {
    int start = vector.starts()[row];
    return Arrays.copyOfRange(vector.data(), start, start + vector.lengths()[row]);
  }

  /** True when every byte of data[from, to) is below 128. */
  public static boolean isAscii(byte[] data, int from, int to) {
    int bits = 0;
    for (int i = from; i < to; i++) {
      bits |= data[i];
    }
    return bits >= 0;
  }

  public static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  /** Code points in data[from, to): bytes that don't continue one. */
  public static int countCodePoints(byte[] data, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += (data[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
  }

  /** The position after {@code codePoints} code points from {@code from}, at most {@code to}. */
  public static int skip(byte[] data, int from, int to, int codePoints) {
    if (codePoints <= to - from && isAscii(data, from, from + codePoints)) {
      return from + codePoints;
    }
    int position = from;
    for (int i = 0; i < codePoints && position < to; i++) {
      position = next(data, position, to);
    }
    return position;
  }

  /** The position after the code point at {@code position}, which is before {@code to}. */
  public static int next(byte[] data, int position, int to) {
    int i = position + 1;
    while (i < to && isContinuation(data[i])) {
      i++;
    }
    return i;
  }

  /** The start of the code point that ends at {@code position}, which is after {@code from}. */
  public static int previous(byte[] data, int position, int from) {
    int i = position - 1;
    while (i > from && isContinuation(data[i])) {
      i--;
    }
    return i;
  }

  public static boolean matches(byte[] data, int position, byte[] wanted) {
    return Arrays.equals(data, position, position + wanted.length, wanted, 0, wanted.length);
  }

  /**
   * The first position in [from, to) at which the wanted bytes, one or more, begin; else -1.
   *
   * <p>Eight positions at a time: those are looked at closer whose first and last byte are the
   * wanted ones (Mula, "SIMD-friendly algorithms for substring searching", 2018). A word of
   * differences has a zero byte where both are; the lowest such mark is right, higher ones may be
   * wrong.
   */
  public static int indexOf(byte[] data, int from, int to, byte[] wanted) {
    int beforeLast = wanted.length - 1;
    int end = to - beforeLast;
    long first = ONES * (wanted[0] & 0xff);
    long last = ONES * (wanted[beforeLast] & 0xff);
    int wordsEnd = Math.min(end, data.length - beforeLast - Long.BYTES + 1);
    int position = from;
    for (; position < wordsEnd; position += Long.BYTES) {
      long differences =
          ((long) LONGS.get(data, position) ^ first)
              | ((long) LONGS.get(data, position + beforeLast) ^ last);
      long marks = (differences - ONES) & ~differences & HIGHEST_BITS;
      if (marks != 0) {
        int found = firstMatch(data, position, marks, end, wanted);
        if (found >= 0) {
          return found;
        }
      }
    }
    for (; position < end; position++) {
      if (data[position] == wanted[0] && matches(data, position, wanted)) {
        return position;
      }
    }
    return -1;
  }

  /** The first of the positions marked, from {@code at} on, that matches; else -1. */
  private static int firstMatch(byte[] data, int at, long marks, int end, byte[] wanted) {
    for (long left = marks; left != 0; left &= left - 1) {
      int position = at + (Long.numberOfTrailingZeros(left) >>> 3);
      if (position >= end) {
        return -1;
      }
      if (matches(data, position, wanted)) {
        return position;
      }
    }
    return -1;
  }
}
