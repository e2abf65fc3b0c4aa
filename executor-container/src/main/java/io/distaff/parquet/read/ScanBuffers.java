package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;

/**
 * The arrays of a scan, or of one of its columns, counted by a reservation that is grown before an
 * array is. Arrays only grow, and are kept from page to page and from file to file; what one holds
 * is lost when it grows. Closing gives back what was taken here.
 */
final class ScanBuffers implements AutoCloseable {
  /** Bytes that may be read and written past the end of what a buffer holds. */
  static final int SLACK_BYTES = 16;

  private static final int LARGE_STEP_BYTES = 1 << 20;

  private final MemoryReservation reservation;
  private long heldBytes;

  ScanBuffers(MemoryReservation reservation) {
    this.reservation = reservation;
  }

  /** An array for {@code size} bytes and the slack after them. */
  byte[] bytes(byte[] old, long size) {
    if (old.length >= size + SLACK_BYTES) {
      return old;
    }
    int length = roundedLength(size);
    add(length - old.length);
    return new byte[length];
  }

  /** As {@link #bytes}, but gives null where the memory isn't free at once. */
  byte[] tryBytes(byte[] old, long size) {
    if (old.length >= size + SLACK_BYTES) {
      return old;
    }
    int length = roundedLength(size);
    if (!reservation.tryAdd(length - old.length)) {
      return null;
    }
    heldBytes += length - old.length;
    return new byte[length];
  }

  /** As {@link #bytes}, with the first {@code used} bytes kept. */
  byte[] grownBytes(byte[] old, long size, int used) {
    if (old.length >= size + SLACK_BYTES) {
      return old;
    }
    byte[] grown = bytes(old, Math.max(size, Math.min(2L * old.length, Integer.MAX_VALUE / 2)));
    System.arraycopy(old, 0, grown, 0, used);
    return grown;
  }

  int[] ints(int[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    add((length - old.length) * 4L);
    return new int[length];
  }

  long[] longs(long[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    add((length - old.length) * 8L);
    return new long[length];
  }

  float[] floats(float[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    add((length - old.length) * 4L);
    return new float[length];
  }

  double[] doubles(double[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    add((length - old.length) * 8L);
    return new double[length];
  }

  /** The caller has let go of an array. */
  void dropped(byte[] array) {
    release(array.length);
  }

  private void add(long bytes) {
    reservation.add(bytes);
    heldBytes += bytes;
  }

  private void release(long bytes) {
    reservation.resize(reservation.bytes() - bytes);
    heldBytes -= bytes;
  }

  /** Never exactly a power of two: with its header such an array wastes a region of G1. */
  private static int roundedLength(long size) {
    long wanted = size + SLACK_BYTES;
    long rounded =
        wanted <= LARGE_STEP_BYTES
            ? Math.max(1024, Long.highestOneBit(wanted + SLACK_BYTES - 1) << 1)
            : (wanted + SLACK_BYTES + LARGE_STEP_BYTES - 1) / LARGE_STEP_BYTES * LARGE_STEP_BYTES;
    rounded -= SLACK_BYTES;
    if (rounded > Integer.MAX_VALUE - 64) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "a batch, page or dictionary of " + size + " bytes is more than a reader can hold");
    }
    return (int) rounded;
  }

  @Override
  public void close() {
    release(heldBytes);
  }
}
