package io.distaff.kernel;

import io.distaff.vector.Int128Math;

/**
 * Loops over 128-bit integers in two arrays, modulo 2^128: callers know that magnitudes stay below
 * 2^127.
 */
public final class Int128Kernels {
  private Int128Kernels() {}

  public static void add(
      long[] ah, long[] al, long[] bh, long[] bl, long[] outHigh, long[] outLow, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        outHigh[i] = Int128Math.addHigh(ah[i], al[i], bh[i], bl[i]);
        outLow[i] = al[i] + bl[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        outHigh[row] = Int128Math.addHigh(ah[row], al[row], bh[row], bl[row]);
        outLow[row] = al[row] + bl[row];
      }
    }
  }

  public static void subtract(
      long[] ah, long[] al, long[] bh, long[] bl, long[] outHigh, long[] outLow, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        outHigh[i] = Int128Math.subtractHigh(ah[i], al[i], bh[i], bl[i]);
        outLow[i] = al[i] - bl[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        outHigh[row] = Int128Math.subtractHigh(ah[row], al[row], bh[row], bl[row]);
        outLow[row] = al[row] - bl[row];
      }
    }
  }

  public static void multiply(
      long[] ah, long[] al, long[] bh, long[] bl, long[] outHigh, long[] outLow, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        outHigh[i] = Int128Math.multiplyHigh(ah[i], al[i], bh[i], bl[i]);
        outLow[i] = al[i] * bl[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        outHigh[row] = Int128Math.multiplyHigh(ah[row], al[row], bh[row], bl[row]);
        outLow[row] = al[row] * bl[row];
      }
    }
  }

  /** Quotients by divisors that are longs; a divisor 0 counts as 1. True when there was one. */
  public static boolean divideHalfUp(
      long[] ah, long[] al, long[] b, long[] outHigh, long[] outLow, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean zero = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long divisor = b[i];
        if (divisor == 0) {
          zero = true;
          divisor = 1;
        }
        Int128Math.divideHalfUp(ah[i], al[i], divisor, outHigh, outLow, i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long divisor = b[row];
        if (divisor == 0) {
          zero = true;
          divisor = 1;
        }
        Int128Math.divideHalfUp(ah[row], al[row], divisor, outHigh, outLow, row);
      }
    }
    return zero;
  }

  public static void multiplyByPowerOfTen(
      long[] ah, long[] al, int exponent, long[] outHigh, long[] outLow, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        Int128Math.multiplyByPowerOfTen(ah[i], al[i], exponent, outHigh, outLow, i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        Int128Math.multiplyByPowerOfTen(ah[row], al[row], exponent, outHigh, outLow, row);
      }
    }
  }

  public static void divideByPowerOfTen(
      long[] ah, long[] al, int exponent, long[] outHigh, long[] outLow, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        Int128Math.divideByPowerOfTen(ah[i], al[i], exponent, outHigh, outLow, i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        Int128Math.divideByPowerOfTen(ah[row], al[row], exponent, outHigh, outLow, row);
      }
    }
  }

  public static void negate(long[] ah, long[] al, long[] outHigh, long[] outLow, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        outHigh[i] = Int128Math.negateHigh(ah[i], al[i]);
        outLow[i] = -al[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        outHigh[row] = Int128Math.negateHigh(ah[row], al[row]);
        outLow[row] = -al[row];
      }
    }
  }

  public static void abs(long[] ah, long[] al, long[] outHigh, long[] outLow, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        boolean negative = ah[i] < 0;
        long low = al[i];
        outHigh[i] = negative ? Int128Math.negateHigh(ah[i], low) : ah[i];
        outLow[i] = negative ? -low : low;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        boolean negative = ah[row] < 0;
        long low = al[row];
        outHigh[row] = negative ? Int128Math.negateHigh(ah[row], low) : ah[row];
        outLow[row] = negative ? -low : low;
      }
    }
  }

  /** The upper halves of longs. */
  public static void signs(long[] al, long[] outHigh, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        outHigh[i] = al[i] >> 63;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        outHigh[row] = al[row] >> 63;
      }
    }
  }

  /** True when a value has more digits than {@code precision}. */
  public static boolean anyExceeds(long[] ah, long[] al, int precision, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean exceeds = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        exceeds |= Int128Math.exceedsPrecision(ah[i], al[i], precision);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        exceeds |= Int128Math.exceedsPrecision(ah[row], al[row], precision);
      }
    }
    return exceeds;
  }

  /** The bits of the upper halves of all magnitudes, less 1 for negative values. */
  public static long magnitudeBitsHigh(long[] ah, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long bits = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        bits |= ah[i] ^ (ah[i] >> 63);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        bits |= ah[row] ^ (ah[row] >> 63);
      }
    }
    return bits;
  }

  /** The bits of the lower halves of all magnitudes, less 1 for negative values. */
  public static long magnitudeBitsLow(long[] ah, long[] al, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long bits = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        bits |= al[i] ^ (ah[i] >> 63);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        bits |= al[row] ^ (ah[row] >> 63);
      }
    }
    return bits;
  }

  /** 1 where a is less than b, exclusive or {@code flip}. */
  public static void less(
      long[] ah, long[] al, long[] bh, long[] bl, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) ((Int128Math.compare(ah[i], al[i], bh[i], bl[i]) >>> 31) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) ((Int128Math.compare(ah[row], al[row], bh[row], bl[row]) >>> 31) ^ flip);
      }
    }
  }

  /** 1 where a equals b, exclusive or {@code flip}. */
  public static void equal(
      long[] ah, long[] al, long[] bh, long[] bl, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long difference = (ah[i] ^ bh[i]) | (al[i] ^ bl[i]);
        out[i] = (byte) (CompareKernels.isZero(difference) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long difference = (ah[row] ^ bh[row]) | (al[row] ^ bl[row]);
        out[row] = (byte) (CompareKernels.isZero(difference) ^ flip);
      }
    }
  }
}
