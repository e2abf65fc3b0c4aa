package io.distaff.kernel;

/** Loops over FLOAT and DOUBLE, by the rules of IEEE 754. */
@SuppressWarnings("ShortCircuitBoolean") // branches are what these loops avoid
public final class FloatingKernels {
  private FloatingKernels() {}

  public static void add(double[] a, double[] b, double[] out, RowSet set) {
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

  public static void subtract(double[] a, double[] b, double[] out, RowSet set) {
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

  public static void multiply(double[] a, double[] b, double[] out, RowSet set) {
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

  /** True when a divisor is 0. */
  public static boolean divide(double[] a, double[] b, double[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean zero = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] / b[i];
        zero |= b[i] == 0;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] / b[row];
        zero |= b[row] == 0;
      }
    }
    return zero;
  }

  /** True when a divisor is 0. */
  public static boolean modulus(double[] a, double[] b, double[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean zero = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] % b[i];
        zero |= b[i] == 0;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] % b[row];
        zero |= b[row] == 0;
      }
    }
    return zero;
  }

  public static void negate(double[] a, double[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = -a[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = -a[row];
      }
    }
  }

  public static void abs(double[] a, double[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = Math.abs(a[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = Math.abs(a[row]);
      }
    }
  }

  public static void add(float[] a, float[] b, float[] out, RowSet set) {
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

  public static void subtract(float[] a, float[] b, float[] out, RowSet set) {
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

  public static void multiply(float[] a, float[] b, float[] out, RowSet set) {
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

  /** True when a divisor is 0. */
  public static boolean divide(float[] a, float[] b, float[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean zero = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] / b[i];
        zero |= b[i] == 0;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] / b[row];
        zero |= b[row] == 0;
      }
    }
    return zero;
  }

  /** True when a divisor is 0. */
  public static boolean modulus(float[] a, float[] b, float[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean zero = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = a[i] % b[i];
        zero |= b[i] == 0;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = a[row] % b[row];
        zero |= b[row] == 0;
      }
    }
    return zero;
  }

  public static void negate(float[] a, float[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = -a[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = -a[row];
      }
    }
  }

  public static void abs(float[] a, float[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = Math.abs(a[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = Math.abs(a[row]);
      }
    }
  }

  public static void widen(float[] a, double[] out, RowSet set) {
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

  public static void narrow(double[] a, float[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (float) a[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (float) a[row];
      }
    }
  }

  /**
   * Truncated, clamped to the range of longs. True when a value is NaN, below {@code low} or at or
   * above {@code end}.
   */
  public static boolean toLongs(double[] a, double low, double end, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean outside = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (long) a[i];
        outside |= !(a[i] > low & a[i] < end);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (long) a[row];
        outside |= !(a[row] > low & a[row] < end);
      }
    }
    return outside;
  }
}
