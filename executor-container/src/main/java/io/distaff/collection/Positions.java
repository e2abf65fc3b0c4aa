package io.distaff.collection;

import io.distaff.memory.ReservedArrays;
import java.util.Arrays;

/** A list of ints that grows, used again for each batch. Confined to a task's thread. */
final class Positions {
  private final ReservedArrays arrays;
  private int[] values = {};
  private int size;

  Positions(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  void clear() {
    size = 0;
  }

  void add(int value) {
    ensure(1);
    values[size++] = value;
  }

  /** Adds {@code first}, {@code first + 1}, and so on. */
  void addRange(int first, int count) {
    ensure(count);
    for (int k = 0; k < count; k++) {
      values[size++] = first + k;
    }
  }

  /** Adds one value several times. */
  void addRepeated(int value, int count) {
    ensure(count);
    Arrays.fill(values, size, size + count, value);
    size += count;
  }

  /** Puts another value in the place of one. */
  void set(int index, int value) {
    values[index] = value;
  }

  private void ensure(int more) {
    if (more > values.length - size) {
      int wanted = ElementRows.checked((long) size + more);
      int[] old = values;
      int capacity = (int) Math.min(Math.max(1024, 2L * old.length), Integer.MAX_VALUE - 64);
      values = arrays.ints(old, Math.max(wanted, capacity));
      System.arraycopy(old, 0, values, 0, size);
    }
  }

  int size() {
    return size;
  }

  /** The list, in the first {@link #size} slots. */
  int[] values() {
    return values;
  }
}
