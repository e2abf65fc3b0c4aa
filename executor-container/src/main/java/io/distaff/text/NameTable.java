package io.distaff.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds names by their bytes. Names mostly come in the same order, record for record, so the one
 * that followed is tried first; others are looked up by hash. Confined to the task's thread.
 */
final class NameTable {
  private static final int SLOTS_PER_NAME = 4;

  private final byte[][] names;

  /** Number of a name and one, at its hash or behind; 0 where there is none. */
  private final int[] slots;

  private int expected;

  /**
   * @param names of equal ones, the last counts
   */
  NameTable(List<String> names) {
    this.names =
        names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    this.slots = new int[Integer.highestOneBit(SLOTS_PER_NAME * names.size() + 1) << 1];
    for (int n = 0; n < this.names.length; n++) {
      byte[] name = this.names[n];
      slots[slot(name, 0, name.length)] = n + 1;
    }
  }

  /** The number of a name, or -1. */
  int find(byte[] data, int start, int length) {
    if (expected < names.length && isName(expected, data, start, length)) {
      return expected++;
    }
    int found = slots[slot(data, start, length)] - 1;
    if (found >= 0) {
      expected = found + 1;
    }
    return found;
  }

  /** Expects the first name. */
  void restart() {
    expected = 0;
  }

  private int slot(byte[] data, int start, int length) {
    int hash = length;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + data[i];
    }
    int slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
    while (slots[slot] != 0 && !isName(slots[slot] - 1, data, start, length)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isName(int number, byte[] data, int start, int length) {
    byte[] name = names[number];
    return name.length == length && Arrays.equals(name, 0, length, data, start, start + length);
  }
}
