package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import java.util.Arrays;

/** An int array that grows, and reserves what it grows by. */
final class IntArray {
  private final MemoryReservation memory;
  private int[] array = new int[0];

  IntArray(MemoryReservation memory) {
    this.memory = memory;
  }

  int[] array() {
    return array;
  }

  /** The array, of at least this length; what it held is kept. */
  int[] ensure(int length) {
    if (length > array.length) {
      int capacity = Math.max(length, Math.max(256, array.length * 2));
      memory.add((long) capacity * Integer.BYTES);
      int released = array.length;
      array = Arrays.copyOf(array, capacity);
      memory.resize(memory.bytes() - (long) released * Integer.BYTES);
    }
    return array;
  }

  /** Gives the memory back. */
  void release() {
    memory.resize(memory.bytes() - (long) array.length * Integer.BYTES);
    array = new int[0];
  }
}
