package io.distaff.vector;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import java.util.Arrays;

/**
 * The distinct values of a text column, as long as they are few: numbered in the order in which
 * they came. Open addressing on a hash of the value. Confined to a task's thread.
 */
final class BytesDictionary {
  /** As many as an id of one byte tells apart, which is what blocks write. */
  static final int MOST_ENTRIES = 256;

  private static final int MOST_DATA_BYTES = 1 << 14;
  private static final int SMALLEST_CAPACITY = 16;
  private static final int GROWTH = 4;

  /** Of starts, lengths, and two slots of the table. */
  private static final int BYTES_AN_ENTRY = 4 * Integer.BYTES;

  private final DataType type;
  private byte[] data = new byte[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];
  private int[] slots = new int[0];
  private int size;
  private int dataSize;
  private BytesVector entries;

  /** Of the entries of a dictionary of batches, by which its ids here are known. */
  private ColumnVector source;

  private int[] sourceIds = new int[0];

  BytesDictionary(DataType type) {
    this.type = type;
    this.entries = new BytesVector(type, data, starts, lengths, null, 0);
  }

  /** All entries; the same object until there are more. */
  BytesVector entries() {
    return entries;
  }

  int dataBytes() {
    return dataSize;
  }

  /** Bytes of the arrays. */
  long heldBytes() {
    return data.length
        + Integer.BYTES * ((long) starts.length + lengths.length + slots.length + sourceIds.length);
  }

  /** An upper bound of what {@link #idsOf} allocates. */
  long growBytes(FlatView view) {
    BytesVector values = (BytesVector) view.values();
    int count = values.length();
    if (count > MOST_ENTRIES || values == source) {
      return 0;
    }
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += values.lengths()[i];
    }
    int most = (int) Math.min(dataSize + bytes, MOST_DATA_BYTES);
    return (long) Integer.BYTES * count
        + (long) BYTES_AN_ENTRY * capacityFor(Math.min(size + count, MOST_ENTRIES))
        + ReservedArrays.grownLength(most, 0);
  }

  /**
   * The ids of everything in a view's flat vector, by position there; valid until the next call.
   * What isn't among the entries is added.
   *
   * @return null if there would be too many entries; some may have been added then
   */
  int[] idsOf(FlatView view) {
    BytesVector values = (BytesVector) view.values();
    if (values == source) {
      return sourceIds;
    }
    source = null;
    int count = values.length();
    if (count > MOST_ENTRIES) {
      return null;
    }
    if (sourceIds.length < count) {
      sourceIds = new int[count];
    }
    int before = size;
    boolean fits = true;
    for (int i = 0; i < count && fits; i++) {
      sourceIds[i] = idOf(values.data(), values.starts()[i], values.lengths()[i]);
      fits = sourceIds[i] >= 0;
    }
    if (size > before) {
      entries = new BytesVector(type, data, starts, lengths, null, size);
    }
    if (!fits) {
      return null;
    }
    // Batches that have the same dictionary have its ids; other vectors may be filled anew.
    source = view.column() instanceof DictionaryVector ? values : null;
    return sourceIds;
  }

  /** The id of a value; -1 if it is one too many. */
  private int idOf(byte[] bytes, int start, int length) {
    if (size > 0) {
      int id = slots[slotOf(bytes, start, length)] - 1;
      if (id >= 0) {
        return id;
      }
    }
    if (size == MOST_ENTRIES || length > MOST_DATA_BYTES - dataSize) {
      return -1;
    }
    ensureCapacity();
    if (dataSize + length > data.length) {
      long grown = ReservedArrays.grownLength(data.length, (long) dataSize + length);
      data = Arrays.copyOf(data, ReservedArrays.checkedLength(grown));
    }
    System.arraycopy(bytes, start, data, dataSize, length);
    starts[size] = dataSize;
    lengths[size] = length;
    dataSize += length;
    slots[slotOf(bytes, start, length)] = size + 1;
    return size++;
  }

  /** The slot that has the value, or the free one where it belongs. */
  private int slotOf(byte[] bytes, int start, int length) {
    int hash = length;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 15) & slots.length - 1;
    while (slots[slot] != 0 && !isEntry(slots[slot] - 1, bytes, start, length)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private boolean isEntry(int id, byte[] bytes, int start, int length) {
    return lengths[id] == length && ByteRanges.equal(bytes, start, data, starts[id], length);
  }

  private static int capacityFor(int wanted) {
    int capacity = SMALLEST_CAPACITY;
    while (capacity < wanted) {
      capacity *= GROWTH;
    }
    return capacity;
  }

  private void ensureCapacity() {
    if (size < starts.length) {
      return;
    }
    int capacity = capacityFor(size + 1);
    starts = Arrays.copyOf(starts, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    slots = new int[2 * capacity];
    for (int id = 0; id < size; id++) {
      slots[slotOf(data, starts[id], lengths[id])] = id + 1;
    }
  }
}
