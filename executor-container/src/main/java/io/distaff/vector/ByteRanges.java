package io.distaff.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Ranges of byte arrays in row loops. {@code Arrays.equals} leaves short ranges to a loop over
 * bytes, and calls out of the compiled loop for long ones; words that overlap need neither.
 */
final class ByteRanges {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ByteRanges() {}

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
