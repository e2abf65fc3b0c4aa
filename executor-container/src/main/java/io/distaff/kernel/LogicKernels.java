package io.distaff.kernel;

/**
 * Loops over booleans. AND and OR of three values are the minimum and the maximum of states: 0 =
 * false, 1 = null, 2 = true.
 */
public final class LogicKernels {
  private LogicKernels() {}

  public static void not(byte[] a, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (a[i] ^ 1);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (a[row] ^ 1);
      }
    }
  }

  /** To 0 = false, 1 = null, 2 = true. */
  public static void toStates(byte[] a, byte[] states, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        states[i] = (byte) (a[i] << 1);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        states[row] = (byte) (a[row] << 1);
      }
    }
  }

  public static void toStates(byte[] a, long[] validity, byte[] states, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        int valid = (int) (validity[i >>> 6] >>> i) & 1;
        states[i] = (byte) (((a[i] & valid) << 1) | (valid ^ 1));
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        int valid = (int) (validity[row >>> 6] >>> row) & 1;
        states[row] = (byte) (((a[row] & valid) << 1) | (valid ^ 1));
      }
    }
  }

  public static void min(byte[] a, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) Math.min(a[i], out[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) Math.min(a[row], out[row]);
      }
    }
  }

  public static void max(byte[] a, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) Math.max(a[i], out[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) Math.max(a[row], out[row]);
      }
    }
  }

  public static boolean fromStates(byte[] states, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    int nulls = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (states[i] >> 1);
        nulls |= states[i] & 1;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (states[row] >> 1);
        nulls |= states[row] & 1;
      }
    }
    return nulls != 0;
  }

  /** Clears the bit of each row whose state is null. */
  public static void nullsOfStates(byte[] states, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i >>> 6] &= ~((states[i] & 1L) << i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row >>> 6] &= ~((states[row] & 1L) << row);
      }
    }
  }

  /** 1 where the row is null, exclusive or {@code flip}. */
  public static void isNull(long[] validity, int flip, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = (byte) (((int) (~validity[i >>> 6] >>> i) & 1) ^ flip);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = (byte) (((int) (~validity[row >>> 6] >>> row) & 1) ^ flip);
      }
    }
  }

  /** 1 where both are null, or neither is and {@code equal} is 1. */
  public static void notDistinct(byte[] equal, long[] a, long[] b, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        int aValid = (int) (a[i >>> 6] >>> i) & 1;
        int bValid = (int) (b[i >>> 6] >>> i) & 1;
        out[i] = (byte) ((equal[i] & aValid & bValid) | ((aValid | bValid) ^ 1));
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        int aValid = (int) (a[row >>> 6] >>> row) & 1;
        int bValid = (int) (b[row >>> 6] >>> row) & 1;
        out[row] = (byte) ((equal[row] & aValid & bValid) | ((aValid | bValid) ^ 1));
      }
    }
  }
}
