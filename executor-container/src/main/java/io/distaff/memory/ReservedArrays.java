package io.distaff.memory;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Allocates the arrays that an operator works with: those of its batches, of expressions and of
 * buffers. The reservation grows before an array does. Arrays only grow, and are kept from batch to
 * batch; what one holds is lost when it grows, unless the method says otherwise. Closing gives back
 * what was taken here. Confined to the task's thread.
 */
public final class ReservedArrays implements AutoCloseable {
  /** Bytes that may be read and written past the end of what a buffer holds. */
  public static final int SLACK_BYTES = 16;

  /** Somewhat less than the longest array. */
  public static final int LONGEST = Integer.MAX_VALUE - 64;

  private static final byte[] NOTHING = {};
  private static final int LARGE_STEP_BYTES = 1 << 20;
  private static final int LARGEST_STEP_BYTES = 1 << 30;

  /** Null when nothing is counted. */
  private final MemoryReservation reservation;

  private final boolean ownsReservation;
  private final List<OptionalArray> optional = new ArrayList<>();
  private long heldBytes;
  private long roomBytes;

  /** Hears before more is held how much that is. */
  private final LongConsumer limit;

  private ReservedArrays(
      MemoryReservation reservation, boolean ownsReservation, LongConsumer limit) {
    this.reservation = reservation;
    this.ownsReservation = ownsReservation;
    this.limit = limit;
  }

  /** Arrays counted by a reservation that others use too. */
  public static ReservedArrays sharing(MemoryReservation reservation) {
    return new ReservedArrays(reservation, false, bytes -> {});
  }

  static ReservedArrays owning(MemoryReservation reservation) {
    return new ReservedArrays(reservation, true, bytes -> {});
  }

  /**
   * Arrays that no task's memory counts: of planning, of single values, and of state whose owner
   * counts it in another way.
   */
  public static ReservedArrays uncounted() {
    return limited(bytes -> {});
  }

  /** As {@link #uncounted}, of so many bytes at most; more of them are LIMIT_EXCEEDED. */
  public static ReservedArrays upTo(long mostBytes) {
    return limited(
        bytes -> {
          if (bytes > mostBytes) {
            throw new DistaffException(
                ErrorCode.LIMIT_EXCEEDED,
                "a value that is computed beforehand takes more than " + mostBytes + " bytes");
          }
        });
  }

  /**
   * As {@link #uncounted}, under a limit of the caller's.
   *
   * @param limit hears before more is held how many bytes that would be, and throws when they are
   *     too many
   */
  public static ReservedArrays limited(LongConsumer limit) {
    return new ReservedArrays(null, false, limit);
  }

  /** An array for {@code size} bytes and the slack after them. */
  public byte[] bytes(byte[] old, long size) {
    if (old.length >= size + SLACK_BYTES) {
      return old;
    }
    int length = roundedLength(size);
    add(length - old.length);
    return new byte[length];
  }

  /** As {@link #bytes}, but gives null where the memory isn't free at once. */
  public byte[] tryBytes(byte[] old, long size) {
    if (old.length >= size + SLACK_BYTES) {
      return old;
    }
    int length = roundedLength(size);
    if (reservation != null && !reservation.tryAdd(length - old.length)) {
      return null;
    }
    heldBytes += length - old.length;
    return new byte[length];
  }

  /** As {@link #bytes}, with the first {@code used} bytes kept. */
  public byte[] grownBytes(byte[] old, long size, int used) {
    if (old.length >= size + SLACK_BYTES) {
      return old;
    }
    // Both are there while one is copied to the other.
    byte[] grown = bytes(NOTHING, grownLength(old.length, size));
    System.arraycopy(old, 0, grown, 0, used);
    release(old.length);
    return grown;
  }

  public int[] ints(int[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    add((length - old.length) * 4L);
    return new int[length];
  }

  public long[] longs(long[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    add((length - old.length) * 8L);
    return new long[length];
  }

  public float[] floats(float[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    add((length - old.length) * 4L);
    return new float[length];
  }

  public double[] doubles(double[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    add((length - old.length) * 8L);
    return new double[length];
  }

  /** As {@link #ints}, with what is there kept, and room to grow. */
  public int[] grownInts(int[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    int newLength = (int) (grownLength(4L * old.length, 4L * length) / Integer.BYTES);
    add(4L * newLength);
    int[] grown = Arrays.copyOf(old, newLength);
    release(4L * old.length);
    return grown;
  }

  /** As {@link #longs}, with what is there kept, and room to grow. */
  public long[] grownLongs(long[] old, int length) {
    if (old.length >= length) {
      return old;
    }
    int newLength = (int) (grownLength(8L * old.length, 8L * length) / Long.BYTES);
    add(8L * newLength);
    long[] grown = Arrays.copyOf(old, newLength);
    release(8L * old.length);
    return grown;
  }

  /**
   * How large an array is made that has to grow: as large as is needed, and twice as large as it
   * was; or, when it is large already, a quarter larger, because both are there while one is copied
   * to the other.
   */
  public static long grownLength(long bytes, long neededBytes) {
    long wanted = bytes <= LARGE_STEP_BYTES ? 2 * bytes : bytes + (bytes >> 2);
    return Math.max(neededBytes, Math.min(wanted, LARGEST_STEP_BYTES));
  }

  /** The length of a byte array; throws LIMIT_EXCEEDED where no array can be so long. */
  public static int checkedLength(long bytes) {
    if (bytes > LONGEST) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          ("the text of a batch or page of at most 4096 rows takes %d bytes, of which one array can"
                  + " hold %d: the values are too large to be held together")
              .formatted(bytes, LONGEST));
    }
    return (int) bytes;
  }

  /**
   * Counts what the caller allocates by other means and keeps at the most for a batch: the largest
   * number of bytes that this was called with.
   */
  public void ensureRoom(long bytes) {
    if (bytes > roomBytes) {
      add(bytes - roomBytes);
      roomBytes = bytes;
    }
  }

  /** Counts an array that the caller is about to allocate, and keeps. */
  public void reserve(long bytes) {
    add(bytes);
  }

  /**
   * Counts an array that the caller can do without; false when the memory isn't free at once.
   *
   * @param drop lets go of the array; called when anything in the task needs the memory
   */
  public boolean tryReserveOptional(long bytes, Runnable drop) {
    if (reservation == null) {
      return true;
    }
    OptionalArray wanted = new OptionalArray(reservation.operator(), drop);
    if (!wanted.reservation.tryAdd(bytes)) {
      wanted.reservation.close();
      return false;
    }
    optional.add(wanted);
    return true;
  }

  private static final class OptionalArray implements Spillable {
    private final MemoryReservation reservation;
    private final Runnable drop;

    OptionalArray(OperatorMemory operator, Runnable drop) {
      this.reservation = operator.reservation(this);
      this.drop = drop;
    }

    @Override
    public long spill(long wantedBytes) {
      long bytes = reservation.bytes();
      drop.run();
      reservation.resize(0);
      return bytes;
    }

    @Override
    public boolean givesWayToOwnOperator() {
      return true;
    }
  }

  /** The caller has let go of an array. */
  public void dropped(byte[] array) {
    release(array.length);
  }

  /** The caller has let go of what it {@link #reserve reserved}. */
  public void released(long bytes) {
    release(bytes);
  }

  private void add(long bytes) {
    limit.accept(heldBytes + bytes);
    if (reservation != null) {
      reservation.add(bytes);
    }
    heldBytes += bytes;
  }

  private void release(long bytes) {
    if (reservation != null) {
      reservation.resize(reservation.bytes() - bytes);
    }
    heldBytes -= bytes;
  }

  /** Bytes of the arrays. */
  public long heldBytes() {
    return heldBytes;
  }

  /** Never exactly a power of two: with its header such an array wastes a region of G1. */
  private static int roundedLength(long size) {
    long wanted = size + SLACK_BYTES;
    long rounded =
        wanted <= LARGE_STEP_BYTES
            ? Math.max(1024, Long.highestOneBit(wanted + SLACK_BYTES - 1) << 1)
            : (wanted + SLACK_BYTES + LARGE_STEP_BYTES - 1) / LARGE_STEP_BYTES * LARGE_STEP_BYTES;
    return checkedLength(rounded - SLACK_BYTES);
  }

  @Override
  public void close() {
    release(heldBytes);
    optional.forEach(array -> array.reservation.close());
    optional.clear();
    if (ownsReservation) {
      reservation.close();
    }
  }
}
