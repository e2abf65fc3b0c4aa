package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import java.util.Arrays;

/**
 * The hash table of a column's dictionary, by open addressing: slots hold ids + 1, or 0 when free.
 * The values lie with the encoder, by id; it compares them. A look-up reads
 *
 * <pre>
 * int slot = hash &amp; table.mask();
 * while ((id = slots[slot] - 1) &gt;= 0 &amp;&amp; value(id) differs) slot = (slot + 1) &amp; table.mask();
 * if (id &lt; 0) id = table.insert(slot, hash);
 * </pre>
 */
final class IdTable {
  private static final int SMALLEST = 1024;

  private final IntArray slotArray;
  private final IntArray hashArray;
  private int[] slots;
  private int capacity;
  private int size;

  IdTable(MemoryReservation memory) {
    this.slotArray = new IntArray(memory);
    this.hashArray = new IntArray(memory);
    this.slots = slotArray.array();
  }

  /** Makes sure that there is a table; to be called before look-ups. */
  int[] slots() {
    if (capacity == 0) {
      resize(SMALLEST);
    }
    return slots;
  }

  int mask() {
    return capacity - 1;
  }

  /** Values, and the next id. */
  int size() {
    return size;
  }

  /** Gives the free slot to a new id. May replace the array of slots. */
  int insert(int slot, int hash) {
    int id = size;
    hashArray.ensure(id + 1)[id] = hash;
    slots[slot] = id + 1;
    size++;
    if (size * 2 > capacity) {
      resize(capacity * 2);
    }
    return id;
  }

  void clear() {
    Arrays.fill(slots, 0, capacity, 0);
    size = 0;
  }

  private void resize(int newCapacity) {
    slots = slotArray.ensure(newCapacity);
    Arrays.fill(slots, 0);
    capacity = newCapacity;
    int mask = mask();
    int[] hashes = hashArray.array();
    for (int id = 0; id < size; id++) {
      int slot = hashes[id] & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = id + 1;
    }
  }

  static int hash(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }

  static int hash(byte[] data, int start, int length) {
    long hash = length;
    int at = start;
    int end = start + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = (hash ^ (long) PageBuffer.LONG.get(data, at)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    for (; at < end; at++) {
      hash = (hash ^ data[at]) * 0x100000001B3L;
    }
    return hash(hash);
  }
}
