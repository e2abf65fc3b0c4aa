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
    } else if (width < MAX_WIDTH) {
      unpackWide(bytes, start, width, out, outStart, groups);
    } else {
      for (int i = 0; i < groups * 8; i++) {
        out[outStart + i] = unpackOne(bytes, start, i, width);
      }
    }
  }

  // What is loaded is shifted on by one width after each value: a shift by a number that has its
  // register costs less than one by a multiple of it.

  /** One load for eight values. */
  private static void unpackNarrow(
      byte[] bytes, int start, int width, int[] out, int outStart, int groups) {
    int mask = (1 << width) - 1;
    int at = start;
    for (int to = outStart, end = outStart + groups * 8; to < end; to += 8) {
      long packed = getLong(bytes, at);
      out[to] = (int) packed & mask;
      packed >>>= width;
      out[to + 1] = (int) packed & mask;
      packed >>>= width;
      out[to + 2] = (int) packed & mask;
      packed >>>= width;
      out[to + 3] = (int) packed & mask;
      packed >>>= width;
      out[to + 4] = (int) packed & mask;
      packed >>>= width;
      out[to + 5] = (int) packed & mask;
      packed >>>= width;
      out[to + 6] = (int) packed & mask;
      packed >>>= width;
      out[to + 7] = (int) packed & mask;
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
      first >>>= width;
      out[to + 1] = (int) first & mask;
      first >>>= width;
      out[to + 2] = (int) first & mask;
      first >>>= width;
      out[to + 3] = (int) first & mask;
      out[to + 4] = (int) second & mask;
      second >>>= width;
      out[to + 5] = (int) second & mask;
      second >>>= width;
      out[to + 6] = (int) second & mask;
      second >>>= width;
      out[to + 7] = (int) second & mask;
      at += width;
    }
  }

  /** Four loads, of two values each: of up to 30 bits they fit, wherever in a byte they begin. */
  private static void unpackWide(
      byte[] bytes, int start, int width, int[] out, int outStart, int groups) {
    int mask = (1 << width) - 1;
    int secondAt = (2 * width) >>> 3;
    int secondShift = (2 * width) & 7;
    int thirdAt = (4 * width) >>> 3;
    int thirdShift = (4 * width) & 7;
    int fourthAt = (6 * width) >>> 3;
    int fourthShift = (6 * width) & 7;
    int at = start;
    for (int to = outStart, end = outStart + groups * 8; to < end; to += 8) {
      long first = getLong(bytes, at);
      long second = getLong(bytes, at + secondAt) >>> secondShift;
      long third = getLong(bytes, at + thirdAt) >>> thirdShift;
      long fourth = getLong(bytes, at + fourthAt) >>> fourthShift;
      out[to] = (int) first & mask;
      out[to + 1] = (int) (first >>> width) & mask;
      out[to + 2] = (int) second & mask;
      out[to + 3] = (int) (second >>> width) & mask;
      out[to + 4] = (int) third & mask;
      out[to + 5] = (int) (third >>> width) & mask;
      out[to + 6] = (int) fourth & mask;
      out[to + 7] = (int) (fourth >>> width) & mask;
      at += width;
    }
  }
}
