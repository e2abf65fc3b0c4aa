package io.distaff.kernel;

import io.distaff.vector.BytesVector;
import java.util.Arrays;

/**
 * Comparisons into bytes of 0 and 1, without a branch per row except over byte strings. Every
 * operator is "less" or "equal" with its arguments in some order, exclusive or {@code flip};
 * against a constant it is membership in a range, see {@link KeyRange}.
 */
public final class CompareKernels {
  private CompareKernels() {}

  /** 1 when a is 0, else 0. */
  public static int isZero(long a) {
    return (int) (~(a | -a) >>> 63);
  }

  /** 1 when a is less than b, else 0. */
  public static int isLess(long a, long b) {
    return (int) (((a & ~b) | (~(a ^ b) & (a - b))) >>> 63);
  }

  /** 1 when a lies between two values of the range of ints, else 0. */
  public static int isBetween(int a, long low, long high) {
    return (int) (~((a - low) | (high - a)) >>> 63);
  }

  /** 1 when a lies in [low, low + width], the width being unsigned, else 0. */
  public static int isWithin(long a, long low, long width) {
    long distance = a - low;
    return (int) (((~width & distance) | ((~width | distance) & (width - distance))) >>> 63) ^ 1;
  }

  /** A long in the order of doubles: NaN is the largest and equals itself, -0.0 equals 0.0. */
  public static long key(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) >>> 1);
  }

  /** 1 when the comparison's sign is in the mask: 1 = less, 2 = equal, 4 = greater. */
  public static int signMatches(int comparison, int mask) {
    return (mask >>> (Integer.signum(comparison) + 1)) & 1;
  }

  public static int compare(BytesVector a, int row, byte[] b) {
    int length = a.lengths()[row];
    int start = start(a, row);
    return Arrays.compareUnsigned(a.data(), start, start + length, b, 0, b.length);
  }

  public static int isEqual(BytesVector a, int row, byte[] b) {
    int length = a.lengths()[row];
    int start = start(a, row);
    return length == b.length && Arrays.equals(a.data(), start, start + length, b, 0, length)
        ? 1
        : 0;
  }

  /** An empty value, such as a null row's, may start anywhere. */
  private static int start(BytesVector a, int row) {
    return a.lengths()[row] == 0 ? 0 : a.starts()[row];
  }

  private static int compare(BytesVector a, BytesVector b, int row) {
    int aStart = start(a, row);
    int bStart = start(b, row);
    return Arrays.compareUnsigned(
        a.data(), aStart, aStart + a.lengths()[row], b.data(), bStart, bStart + b.lengths()[row]);
  }

  private static boolean equal(BytesVector a, BytesVector b, int row) {
    int aStart = start(a, row);
    int bStart = start(b, row);
    return Arrays.equals(
        a.data(), aStart, aStart + a.lengths()[row], b.data(), bStart, bStart + b.lengths()[row]);
  }

  public static void less(int[] a, int[] b, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) ((int) (((long) a[i] - b[i]) >>> 63) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) ((int) (((long) a[row] - b[row]) >>> 63) ^ flip);
      }
    }
  }

  public static void equal(int[] a, int[] b, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isZero(a[i] ^ b[i]) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isZero(a[row] ^ b[row]) ^ flip);
      }
    }
  }

  public static void less(long[] a, long[] b, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isLess(a[i], b[i]) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isLess(a[row], b[row]) ^ flip);
      }
    }
  }

  public static void equal(long[] a, long[] b, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isZero(a[i] ^ b[i]) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isZero(a[row] ^ b[row]) ^ flip);
      }
    }
  }

  public static void less(double[] a, double[] b, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isLess(key(a[i]), key(b[i])) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isLess(key(a[row]), key(b[row])) ^ flip);
      }
    }
  }

  public static void equal(double[] a, double[] b, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isZero(key(a[i]) ^ key(b[i])) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isZero(key(a[row]) ^ key(b[row])) ^ flip);
      }
    }
  }

  public static void less(BytesVector a, BytesVector b, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) ((compare(a, b, i) >>> 31) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) ((compare(a, b, row) >>> 31) ^ flip);
      }
    }
  }

  public static void equal(BytesVector a, BytesVector b, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) ((equal(a, b, i) ? 1 : 0) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) ((equal(a, b, row) ? 1 : 0) ^ flip);
      }
    }
  }

  public static void testRange(byte[] a, long low, long high, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isBetween(a[i], low, high) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isBetween(a[row], low, high) ^ flip);
      }
    }
  }

  public static void testRange(int[] a, long low, long high, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isBetween(a[i], low, high) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isBetween(a[row], low, high) ^ flip);
      }
    }
  }

  public static void testRange(long[] a, long low, long width, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isWithin(a[i], low, width) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isWithin(a[row], low, width) ^ flip);
      }
    }
  }

  public static void testRange(float[] a, long low, long width, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isWithin(key(a[i]), low, width) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isWithin(key(a[row]), low, width) ^ flip);
      }
    }
  }

  public static void testRange(double[] a, long low, long width, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isWithin(key(a[i]), low, width) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isWithin(key(a[row]), low, width) ^ flip);
      }
    }
  }

  public static void testRange(
      long[] high, long[] low, Int128Range range, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (range.contains(high[i], low[i]) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (range.contains(high[row], low[row]) ^ flip);
      }
    }
  }

  public static void testBytes(
      BytesVector a, byte[] constant, int mask, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (signMatches(compare(a, i, constant), mask) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (signMatches(compare(a, row, constant), mask) ^ flip);
      }
    }
  }

  public static void testEqualBytes(
      BytesVector a, byte[] constant, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (isEqual(a, i, constant) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (isEqual(a, row, constant) ^ flip);
      }
    }
  }
}
