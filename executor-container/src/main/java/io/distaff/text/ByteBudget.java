package io.distaff.text;

import io.distaff.memory.MemoryReservation;
import io.distaff.memory.ReservedArrays;
import java.util.Arrays;

/** What arrays are counted by: asked before one is made. */
interface ByteBudget {
  /** For a bounded sample that nobody counts. */
  ByteBudget UNCOUNTED =
      new ByteBudget() {
        @Override
        public void add(long bytes) {}

        @Override
        public void release(long bytes) {}

        @Override
        public ReservedArrays arrays() {
          return ReservedArrays.uncounted();
        }
      };

  /** Throws MEMORY_EXCEEDED when the memory can't be had. */
  void add(long bytes);

  void release(long bytes);

  /** The arrays of expressions. */
  ReservedArrays arrays();

  static ByteBudget of(MemoryReservation reservation) {
    ReservedArrays arrays = ReservedArrays.sharing(reservation);
    return new ByteBudget() {
      @Override
      public ReservedArrays arrays() {
        return arrays;
      }

      @Override
      public void add(long bytes) {
        reservation.add(bytes);
      }

      @Override
      public void release(long bytes) {
        reservation.resize(reservation.bytes() - bytes);
      }
    };
  }

  /** A longer copy; the old one isn't counted any more. */
  default byte[] grown(byte[] old, int length) {
    add(length);
    byte[] grown = Arrays.copyOf(old, length);
    release(old.length);
    return grown;
  }

  /** As for bytes. */
  default int[] grown(int[] old, int length) {
    add(4L * length);
    int[] grown = Arrays.copyOf(old, length);
    release(4L * old.length);
    return grown;
  }

  /** As for bytes. */
  default long[] grown(long[] old, int length) {
    add(8L * length);
    long[] grown = Arrays.copyOf(old, length);
    release(8L * old.length);
    return grown;
  }
}
