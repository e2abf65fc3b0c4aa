package io.distaff.kernel;

/**
 * Loops over ints: TINYINT, SMALLINT, INT and DATE. Arithmetic is done in longs; those that return
 * a boolean tell whether a result was below {@code low} or above {@code high}, in a row that counts
 * or not.
 */
@SuppressWarnings("ShortCircuitBoolean") // branches are what these loops avoid
public final class IntKernels {
  private IntKernels() {}

  public static boolean add(int[] a, int[] b, long low, long high, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long outside = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long result = (long) a[i] + b[i];
        out[i] = (int) result;
        outside |= (result - low) | (high - result);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long result = (long) a[row] + b[row];
        out[row] = (int) result;
        outside |= (result - low) | (high - result);
      }
    }
    return outside < 0;
  }

  public static boolean subtract(int[] a, int[] b, long low, long high, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long outside = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long result = (long) a[i] - b[i];
        out[i] = (int) result;
        outside |= (result - low) | (high - result);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long result = (long) a[row] - b[row];
        out[row] = (int) result;
        outside |= (result - low) | (high - result);
      }
    }
    return outside < 0;
  }

  public static boolean multiply(int[] a, int[] b, long low, long high, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long outside = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long result = (long) a[i] * b[i];
        out[i] = (int) result;
        outside |= (result - low) | (high - result);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long result = (long) a[row] * b[row];
        out[row] = (int) result;
        outside |= (result - low) | (high - result);
      }
    }
    return outside < 0;
  }

  /** A divisor 0 counts as 1 and is a failure. */
  public static boolean divide(int[] a, int[] b, long low, long high, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean failed = false;
    long outside = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        int divisor = b[i];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        long result = (long) a[i] / divisor;
        out[i] = (int) result;
        outside |= (result - low) | (high - result);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        int divisor = b[row];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        long result = (long) a[row] / divisor;
        out[row] = (int) result;
        outside |= (result - low) | (high - result);
      }
    }
    return failed | outside < 0;
  }

  /** A divisor 0 counts as 1 and is a failure. */
  public static boolean modulus(int[] a, int[] b, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    boolean failed = false;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        int divisor = b[i];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        out[i] = a[i] % divisor;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        int divisor = b[row];
        if (divisor == 0) {
          failed = true;
          divisor = 1;
        }
        out[row] = a[row] % divisor;
      }
    }
    return failed;
  }

  public static boolean negate(int[] a, long low, long high, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long outside = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long result = -(long) a[i];
        out[i] = (int) result;
        outside |= (result - low) | (high - result);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long result = -(long) a[row];
        out[row] = (int) result;
        outside |= (result - low) | (high - result);
      }
    }
    return outside < 0;
  }

  public static boolean abs(int[] a, long low, long high, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    long outside = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long result = Math.abs((long) a[i]);
        out[i] = (int) result;
        outside |= (result - low) | (high - result);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long result = Math.abs((long) a[row]);
        out[row] = (int) result;
        outside |= (result - low) | (high - result);
      }
    }
    return outside < 0;
  }

  public static void toLongs(int[] a, long[] out, RowSet set) {
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
}
