package io.distaff.kernel;

/**
 * Loops over longs: BIGINT, and unscaled decimals whose magnitudes are bounded. Those without
 * "checked" in the name wrap around; their callers know a bound. Rows that are null or not selected
 * are computed like any other where that is cheaper, so that a failure reported here is only a
 * reason to look at the rows that count.
 */
@SuppressWarnings("ShortCircuitBoolean") // branches are what these loops avoid
public final class LongKernels {
  private LongKernels() {}

  public static void add(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] + b[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] + b[row];
      }
    }
  }

  public static void addConstant(long[] a, long b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] + b;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] + b;
      }
    }
  }

  public static void subtract(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] - b[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] - b[row];
      }
    }
  }

  public static void subtractFromConstant(long a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a - b[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a - b[row];
      }
    }
  }

  public static void multiply(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] * b[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] * b[row];
      }
    }
  }

  public static void multiplyConstant(long[] a, long b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] * b;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] * b;
      }
    }
  }

  /** True when a sum overflowed. */
  public static boolean addChecked(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long overflow = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long sum = a[i] + b[i];
        out[i] = sum;
        overflow |= (a[i] ^ sum) & (b[i] ^ sum);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long sum = a[row] + b[row];
        out[row] = sum;
        overflow |= (a[row] ^ sum) & (b[row] ^ sum);
      }
    }
    return overflow < 0;
  }

  /** True when a difference overflowed. */
  public static boolean subtractChecked(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long overflow = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long difference = a[i] - b[i];
        out[i] = difference;
        overflow |= (a[i] ^ b[i]) & (a[i] ^ difference);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long difference = a[row] - b[row];
        out[row] = difference;
        overflow |= (a[row] ^ b[row]) & (a[row] ^ difference);
      }
    }
    return overflow < 0;
  }

  /** True when a product overflowed. */
  public static boolean multiplyChecked(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long overflow = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long product = a[i] * b[i];
        out[i] = product;
        overflow |= Math.multiplyHigh(a[i], b[i]) ^ (product >> 63);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long product = a[row] * b[row];
        out[row] = product;
        overflow |= Math.multiplyHigh(a[row], b[row]) ^ (product >> 63);
      }
    }
    return overflow != 0;
  }

  /** Truncated quotients; a divisor 0 counts as 1. True when there was one, or an overflow. */
  public static boolean divideChecked(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean failed = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long divisor = b[i];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        failed |= divisor == -1 && a[i] == Long.MIN_VALUE;
        out[i] = a[i] / divisor;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long divisor = b[row];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        failed |= divisor == -1 && a[row] == Long.MIN_VALUE;
        out[row] = a[row] / divisor;
      }
    }
    return failed;
  }

  /** Remainders with the sign of a; a divisor 0 counts as 1. True when there was one. */
  public static boolean modulusChecked(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean failed = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long divisor = b[i];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        out[i] = a[i] % divisor;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long divisor = b[row];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        out[row] = a[row] % divisor;
      }
    }
    return failed;
  }

  /**
   * Quotients of magnitudes up to 2^62, rounded half up (away from zero); a divisor 0 counts as 1.
   * True when there was one.
   */
  public static boolean divideHalfUp(long[] a, long[] b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean failed = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long divisor = b[i];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        out[i] = divideHalfUp(a[i], divisor);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long divisor = b[row];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        out[row] = divideHalfUp(a[row], divisor);
      }
    }
    return failed;
  }

  public static void divideHalfUpConstant(long[] a, long b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = divideHalfUp(a[i], b);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = divideHalfUp(a[row], b);
      }
    }
  }

  public static void divideConstant(long[] a, long b, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] / b;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] / b;
      }
    }
  }

  /** True when a value has no opposite. */
  public static boolean negate(long[] a, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long lowest = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        lowest |= a[i] & -a[i];
        out[i] = -a[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        lowest |= a[row] & -a[row];
        out[row] = -a[row];
      }
    }
    return lowest < 0;
  }

  /** True when a value has no magnitude. */
  public static boolean abs(long[] a, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long lowest = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long sign = a[i] >> 63;
        long magnitude = (a[i] ^ sign) - sign;
        out[i] = magnitude;
        lowest |= magnitude;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long sign = a[row] >> 63;
        long magnitude = (a[row] ^ sign) - sign;
        out[row] = magnitude;
        lowest |= magnitude;
      }
    }
    return lowest < 0;
  }

  /** True when a value is below {@code low} or above {@code high}. */
  public static boolean anyOutside(long[] a, long low, long high, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean outside = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        outside |= a[i] < low | a[i] > high;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        outside |= a[row] < low | a[row] > high;
      }
    }
    return outside;
  }

  /** The bits of all magnitudes, for {@link Bounds#ofBits}. */
  public static long magnitudeBits(long[] a, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long bits = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        bits |= a[i] ^ (a[i] >> 63);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        bits |= a[row] ^ (a[row] >> 63);
      }
    }
    return bits;
  }

  public static void toDoubles(long[] a, double[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row];
      }
    }
  }

  public static void toFloats(long[] a, float[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row];
      }
    }
  }

  /** For magnitudes and divisors that doubles hold exactly: correctly rounded. */
  public static void toDoublesDivided(long[] a, double divisor, double[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] / divisor;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] / divisor;
      }
    }
  }

  public static void toInts(long[] a, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (int) a[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (int) a[row];
      }
    }
  }

  /** Floor of the quotient. */
  public static void floorDivideToInts(long[] a, long divisor, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (int) Math.floorDiv(a[i], divisor);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (int) Math.floorDiv(a[row], divisor);
      }
    }
  }

  private static long divideHalfUp(long a, long b) {
    long quotient = a / b;
    long rest = Math.abs(a - quotient * b);
    long away = rest >= Math.abs(b) - rest ? 1 : 0;
    return quotient + (((a ^ b) >> 63) | 1) * away;
  }
}
