package io.distaff.kernel;

import io.distaff.vector.BytesVector;

/**
 * Loops that narrow a selection: every row is written to the output, and the position moves on only
 * when the row passes, so that there is no branch to mispredict. {@code rows} null = 0 to count -
 * 1; {@code out} may be the array of rows itself. The number of rows that passed is returned.
 */
public final class SelectKernels {
  private SelectKernels() {}

  public static int inRange(
      byte[] a, long low, long high, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += CompareKernels.isBetween(a[i], low, high) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += CompareKernels.isBetween(a[row], low, high) ^ flip;
      }
    }
    return selected;
  }

  public static int inRange(
      int[] a, long low, long high, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += CompareKernels.isBetween(a[i], low, high) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += CompareKernels.isBetween(a[row], low, high) ^ flip;
      }
    }
    return selected;
  }

  public static int inRange(
      long[] a, long low, long width, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += CompareKernels.isWithin(a[i], low, width) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += CompareKernels.isWithin(a[row], low, width) ^ flip;
      }
    }
    return selected;
  }

  public static int inRange(
      float[] a, long low, long width, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += CompareKernels.isWithin(CompareKernels.key(a[i]), low, width) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += CompareKernels.isWithin(CompareKernels.key(a[row]), low, width) ^ flip;
      }
    }
    return selected;
  }

  public static int inRange(
      double[] a, long low, long width, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += CompareKernels.isWithin(CompareKernels.key(a[i]), low, width) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += CompareKernels.isWithin(CompareKernels.key(a[row]), low, width) ^ flip;
      }
    }
    return selected;
  }

  public static int inRange(
      long[] high, long[] low, Int128Range range, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += range.contains(high[i], low[i]) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += range.contains(high[row], low[row]) ^ flip;
      }
    }
    return selected;
  }

  public static int bytesEqual(
      BytesVector a, byte[] constant, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += CompareKernels.isEqual(a, i, constant) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += CompareKernels.isEqual(a, row, constant) ^ flip;
      }
    }
    return selected;
  }

  public static int bytesCompare(
      BytesVector a, byte[] constant, int mask, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += CompareKernels.signMatches(CompareKernels.compare(a, i, constant), mask) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected +=
            CompareKernels.signMatches(CompareKernels.compare(a, row, constant), mask) ^ flip;
      }
    }
    return selected;
  }

  /** Rows whose byte is 1. */
  public static int isTrue(byte[] values, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += values[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += values[row];
      }
    }
    return selected;
  }

  /** Rows whose dictionary entry has a 1. */
  public static int inTable(int[] ids, byte[] table, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += table[ids[i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += table[ids[row]];
      }
    }
    return selected;
  }

  /** As above, where null rows have the answer {@code nullEntry}. */
  public static int inTable(
      int[] ids, long[] validity, byte[] table, int nullEntry, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += (table[ids[i]] & valid(validity, i)) | (nullEntry & (valid(validity, i) ^ 1));
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected +=
            (table[ids[row]] & valid(validity, row)) | (nullEntry & (valid(validity, row) ^ 1));
      }
    }
    return selected;
  }

  /** Rows whose byte is another one. */
  public static int isNot(byte[] values, int other, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += CompareKernels.isZero(values[i] ^ other) ^ 1;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += CompareKernels.isZero(values[row] ^ other) ^ 1;
      }
    }
    return selected;
  }

  /** Rows that have a value (flip 0), or that are null (flip 1). */
  public static int isValid(long[] validity, int flip, int[] rows, int count, int[] out) {
    int selected = 0;
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[selected] = i;
        selected += valid(validity, i) ^ flip;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        out[selected] = row;
        selected += valid(validity, row) ^ flip;
      }
    }
    return selected;
  }

  /** All rows. */
  public static int all(int[] rows, int count, int[] out) {
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        out[i] = i;
      }
    } else {
      System.arraycopy(rows, 0, out, 0, count);
    }
    return count;
  }

  private static int valid(long[] validity, int row) {
    return (int) (validity[row >>> 6] >>> row) & 1;
  }
}
