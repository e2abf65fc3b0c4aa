package io.distaff.kernel;

import io.distaff.vector.BytesVector;
import java.util.Arrays;

/** Bytes and UTF-8 code points of single values. */
public final class BytesKernels {
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

  /** The first position in [from, to) at which the wanted bytes, one or more, begin; else -1. */
  public static int indexOf(byte[] data, int from, int to, byte[] wanted) {
    byte first = wanted[0];
    int last = to - wanted.length;
    for (int i = from; i <= last; i++) {
      if (data[i] == first && matches(data, i, wanted)) {
        return i;
      }
    }
    return -1;
  }
}
