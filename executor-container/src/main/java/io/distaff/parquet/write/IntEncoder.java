package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import java.util.Arrays;

/** INT32: signed order. */
final class IntEncoder extends HashedEncoder {
  private final DataType type;
  private int[] dictionary = new int[0];
  private int min = Integer.MAX_VALUE;
  private int max = Integer.MIN_VALUE;
  private boolean observed;

  IntEncoder(DataType type, MemoryReservation memory) {
    super(memory);
    this.type = type;
  }

  @Override
  ColumnVector.Form form() {
    return ColumnVector.Form.INT;
  }

  @Override
  long plainSize(ColumnVector flat, int[] positions, int count) {
    return (long) count * Integer.BYTES;
  }

  @Override
  void writePlain(ColumnVector flat, int[] positions, int count, PageBuffer out) {
    int[] values = ((IntVector) flat).values();
    int at = out.reserve((long) count * Integer.BYTES);
    byte[] bytes = out.array();
    for (int i = 0; i < count; i++) {
      PageBuffer.INT.set(bytes, at + i * Integer.BYTES, values[positions[i]]);
    }
  }

  @Override
  void observe(ColumnVector flat, int[] positions, int count) {
    int[] values = ((IntVector) flat).values();
    int smallest = min;
    int largest = max;
    for (int i = 0; i < count; i++) {
      int value = values[positions[i]];
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    min = smallest;
    max = largest;
    observed |= count > 0;
  }

  @Override
  ValueRange takeRange() {
    if (!observed) {
      return ValueRange.NONE;
    }
    ValueRange range = new ValueRange(plain(min), plain(max), 0);
    min = Integer.MAX_VALUE;
    max = Integer.MIN_VALUE;
    observed = false;
    return range;
  }

  private static byte[] plain(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    PageBuffer.INT.set(bytes, 0, value);
    return bytes;
  }

  @Override
  int compare(byte[] a, byte[] b) {
    return Integer.compare((int) PageBuffer.INT.get(a, 0), (int) PageBuffer.INT.get(b, 0));
  }

  @Override
  void findIds(ColumnVector flat, int[] positions, int count, int[] ids, int at) {
    int[] values = ((IntVector) flat).values();
    for (int i = 0; i < count; i++) {
      ids[at + i] = idOf(values[positions[i]]);
    }
  }

  private int idOf(int value) {
    int[] slots = table.slots();
    int mask = table.mask();
    int hash = IdTable.hash(value);
    int slot = hash & mask;
    int id;
    while ((id = slots[slot] - 1) >= 0) {
      if (dictionary[id] == value) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return insert(value, slot, hash);
  }

  private int insert(int value, int slot, int hash) {
    int size = table.size();
    if (size == dictionary.length) {
      int capacity = grown(size);
      memory.add((long) (capacity - size) * Integer.BYTES);
      dictionary = Arrays.copyOf(dictionary, capacity);
    }
    dictionary[size] = value;
    return table.insert(slot, hash);
  }

  @Override
  ColumnVector dictionary() {
    return new IntVector(type, dictionary, null, table.size());
  }

  @Override
  long dictionaryBytes() {
    return (long) table.size() * Integer.BYTES;
  }
}
