package io.distaff.kernel;

/** Loops that move values: dictionary entries to rows, rows to a result. */
public final class CopyKernels {
  private CopyKernels() {}

  public static void gather(byte[] dictionary, int[] ids, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = dictionary[ids[i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = dictionary[ids[row]];
      }
    }
  }

  public static void gather(int[] dictionary, int[] ids, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = dictionary[ids[i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = dictionary[ids[row]];
      }
    }
  }

  public static void gather(long[] dictionary, int[] ids, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = dictionary[ids[i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = dictionary[ids[row]];
      }
    }
  }

  public static void gather(float[] dictionary, int[] ids, float[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = dictionary[ids[i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = dictionary[ids[row]];
      }
    }
  }

  public static void gather(double[] dictionary, int[] ids, double[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = dictionary[ids[i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = dictionary[ids[row]];
      }
    }
  }

  public static void copy(byte[] from, byte[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = from[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = from[row];
      }
    }
  }

  public static void copy(int[] from, int[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = from[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = from[row];
      }
    }
  }

  public static void copy(long[] from, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = from[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = from[row];
      }
    }
  }

  public static void copy(float[] from, float[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = from[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = from[row];
      }
    }
  }

  public static void copy(double[] from, double[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = from[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[row] = from[row];
      }
    }
  }

  /** Clears the bit of each row whose bit isn't set in {@code validity}. */
  public static void copyNulls(long[] validity, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        long missing = ~(validity[i >>> 6] >>> i) & 1;
        out[i >>> 6] &= ~(missing << i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        long missing = ~(validity[row >>> 6] >>> row) & 1;
        out[row >>> 6] &= ~(missing << row);
      }
    }
  }

  /** Clears the bit of each row whose dictionary entry is null. */
  public static void gatherNulls(long[] entries, int[] ids, long[] out, RowSet set) {
    int[] rows = set.rows();
    int count = set.count();
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        int id = ids[i];
        long missing = ~(entries[id >>> 6] >>> id) & 1;
        out[i >>> 6] &= ~(missing << i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        int id = ids[row];
        long missing = ~(entries[id >>> 6] >>> id) & 1;
        out[row >>> 6] &= ~(missing << row);
      }
    }
  }
}
