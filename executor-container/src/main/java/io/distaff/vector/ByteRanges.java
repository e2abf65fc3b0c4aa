package io.distaff.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Ranges of byte arrays in row loops. {@code Arrays.equals} leaves short ranges to a loop over
 * bytes, and calls out of the compiled loop for long ones, as {@code System.arraycopy} does for
 * all; words that overlap need neither.
 */
final class ByteRanges {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ByteRanges() {}

  /**
   * Copies a range. Bytes behind the target's range may be changed too, so ranges that lie one
   * after the other are to be filled in that order.
   */
  static void copy(byte[] source, int from, byte[] target, int to, int length) {
    if (length <= 4 * Long.BYTES
        && from + 4 * Long.BYTES <= source.length
        && to + 4 * Long.BYTES <= target.length) {
      LONGS.set(target, to, (long) LONGS.get(source, from));
      LONGS.set(target, to + 8, (long) LONGS.get(source, from + 8));
      if (length > 2 * Long.BYTES) {
        LONGS.set(target, to + 16, (long) LONGS.get(source, from + 16));
        LONGS.set(target, to + 24, (long) LONGS.get(source, from + 24));
      }
    } else if (length > 0) { // An empty range may start anywhere.
      System.arraycopy(source, from, target, to, length);
    }
  }

  /** Whether two ranges of the same length have the same bytes. */
  static boolean equal(byte[] a, int fromA, byte[] b, int fromB, int length) {
    if (length >= Long.BYTES) {
      int last = length - Long.BYTES;
      for (int i = 0; i < last; i += Long.BYTES) {
        if ((long) LONGS.get(a, fromA + i) != (long) LONGS.get(b, fromB + i)) {
          return false;
        }
      }
      return (long) LONGS.get(a, fromA + last) == (long) LONGS.get(b, fromB + last);
    }
    if (length >= Integer.BYTES) {
      int last = length - Integer.BYTES;
      return (int) INTS.get(a, fromA) == (int) INTS.get(b, fromB)
          && (int) INTS.get(a, fromA + last) == (int) INTS.get(b, fromB + last);
    }
    for (int i = 0; i < length; i++) {
      if (a[fromA + i] != b[fromB + i]) {
        return false;
      }
    }
    return true;
  }
}
