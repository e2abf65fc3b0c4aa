package io.distaff.parquet.read;

import static io.distaff.parquet.read.LittleEndian.getLong;

/**
 * Bit-packed integers, least significant bit first: value i is the {@code width} bits from bit
 * {@code i * width}. Loads of eight bytes reach into the array's slack.
 */
final class BitPacking {
  /** Wider values don't fit in a non-negative int. */
  static final int MAX_WIDTH = 31;

  private BitPacking() {}

  /** The value at an index of the packed values that begin at {@code start}. */
  static int unpackOne(byte[] bytes, int start, long index, int width) {
    long bit = index * width;
    return (int) (getLong(bytes, start + (int) (bit >>> 3)) >>> (bit & 7)) & ((1 << width) - 1);
  }

  /** Unpacks 8 times {@code groups} values of 1 to 31 bits. */
  static void unpack(byte[] bytes, int start, int width, int[] out, int outStart, int groups) {
    if (width <= 8) {
      unpackNarrow(bytes, start, width, out, outStart, groups);
    } else if (width <= 16) {
      unpackMedium(bytes, start, width, out, outStart, groups);
    } else {
      unpackWide(bytes, start, width, out, outStart, groups);
    }
  }

  /** One load for eight values. */
  private static void unpackNarrow(
      byte[] bytes, int start, int width, int[] out, int outStart, int groups) {
    int mask = (1 << width) - 1;
    int at = start;
    for (int to = outStart, end = outStart + groups * 8; to < end; to += 8) {
      long packed = getLong(bytes, at);
      out[to] = (int) packed & mask;
      out[to + 1] = (int) (packed >>> width) & mask;
      out[to + 2] = (int) (packed >>> (2 * width)) & mask;
      out[to + 3] = (int) (packed >>> (3 * width)) & mask;
      out[to + 4] = (int) (packed >>> (4 * width)) & mask;
      out[to + 5] = (int) (packed >>> (5 * width)) & mask;
      out[to + 6] = (int) (packed >>> (6 * width)) & mask;
      out[to + 7] = (int) (packed >>> (7 * width)) & mask;
      at += width;
    }
  }

  /** Two loads; the second begins in the middle of a byte where the width is odd. */
  private static void unpackMedium(
      byte[] bytes, int start, int width, int[] out, int outStart, int groups) {
    int mask = (1 << width) - 1;
    int secondAt = (4 * width) >>> 3;
    int secondShift = (4 * width) & 7;
    int at = start;
    for (int to = outStart, end = outStart + groups * 8; to < end; to += 8) {
      long first = getLong(bytes, at);
      long second = getLong(bytes, at + secondAt) >>> secondShift;
      out[to] = (int) first & mask;
      out[to + 1] = (int) (first >>> width) & mask;
      out[to + 2] = (int) (first >>> (2 * width)) & mask;
      out[to + 3] = (int) (first >>> (3 * width)) & mask;
      out[to + 4] = (int) second & mask;
      out[to + 5] = (int) (second >>> width) & mask;
      out[to + 6] = (int) (second >>> (2 * width)) & mask;
      out[to + 7] = (int) (second >>> (3 * width)) & mask;
      at += width;
    }
  }

  private static void unpackWide(
      byte[] bytes, int start, int width, int[] out, int outStart, int groups) {
    int mask = (1 << width) - 1;
    int at = start;
    for (int to = outStart, end = outStart + groups * 8; to < end; to += 8) {
      for (int i = 0; i < 8; i++) {
        int bit = i * width;
        out[to + i] = (int) (getLong(bytes, at + (bit >>> 3)) >>> (bit & 7)) & mask;
      }
      at += width;
    }
  }
}
