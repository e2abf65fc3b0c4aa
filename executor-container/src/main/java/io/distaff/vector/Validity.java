package io.distaff.vector;

import java.util.Arrays;

/** Validity bitmaps: bit {@code row & 63} of word {@code row >> 6}; 1 = the row has a value. */
public final class Validity {
  private Validity() {}

  /** Words for this many rows. */
  public static int words(int rows) {
    return (rows + 63) >>> 6;
  }

  /** A bitmap in which every row has a value. */
  public static long[] allValid(int rows) {
    long[] bits = new long[words(rows)];
    Arrays.fill(bits, -1L);
    return bits;
  }

  public static boolean isValid(long[] bits, int row) {
    return (bits[row >>> 6] >>> row & 1) != 0;
  }

  public static void setNull(long[] bits, int row) {
    bits[row >>> 6] &= ~(1L << row);
  }

  public static void setValid(long[] bits, int row) {
    bits[row >>> 6] |= 1L << row;
  }

  /**
   * Rows that have a value in both; either may be null (no nulls), and so may the result. Never
   * writes to its arguments.
   */
  public static long[] and(long[] a, long[] b, int rows) {
    if (a == null || a == b) {
      return b;
    }
    if (b == null) {
      return a;
    }
    int words = words(rows);
    long[] both = new long[words];
    for (int i = 0; i < words; i++) {
      both[i] = a[i] & b[i];
    }
    return both;
  }

  /** Rows without a value among the first {@code rows}. */
  public static int countNulls(long[] bits, int rows) {
    if (bits == null) {
      return 0;
    }
    int valid = 0;
    int fullWords = rows >>> 6;
    for (int i = 0; i < fullWords; i++) {
      valid += Long.bitCount(bits[i]);
    }
    if ((rows & 63) != 0) {
      valid += Long.bitCount(bits[fullWords] & ((1L << rows) - 1));
    }
    return rows - valid;
  }
}
