package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import java.util.Arrays;

/** INT64: signed order. */
final class LongEncoder extends HashedEncoder {
  private final DataType type;
  private long[] dictionary = new long[0];
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;
  private boolean observed;

  LongEncoder(DataType type, MemoryReservation memory) {
    super(memory);
    this.type = type;
  }

  @Override
  ColumnVector.Form form() {
    return ColumnVector.Form.LONG;
  }

  @Override
  long plainSize(ColumnVector flat, int[] positions, int count) {
    return (long) count * Long.BYTES;
  }

  @Override
  void writePlain(ColumnVector flat, int[] positions, int count, PageBuffer out) {
    long[] values = ((LongVector) flat).values();
    int at = out.reserve((long) count * Long.BYTES);
    byte[] bytes = out.array();
    for (int i = 0; i < count; i++) {
      PageBuffer.LONG.set(bytes, at + i * Long.BYTES, values[positions[i]]);
    }
  }

  @Override
  void observe(ColumnVector flat, int[] positions, int count) {
    long[] values = ((LongVector) flat).values();
    long smallest = min;
    long largest = max;
    for (int i = 0; i < count; i++) {
      long value = values[positions[i]];
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
    min = Long.MAX_VALUE;
    max = Long.MIN_VALUE;
    observed = false;
    return range;
  }

  private static byte[] plain(long value) {
    byte[] bytes = new byte[Long.BYTES];
    PageBuffer.LONG.set(bytes, 0, value);
    return bytes;
  }

  @Override
  int compare(byte[] a, byte[] b) {
    return Long.compare((long) PageBuffer.LONG.get(a, 0), (long) PageBuffer.LONG.get(b, 0));
  }

  @Override
  void findIds(ColumnVector flat, int[] positions, int count, int[] ids, int at) {
    long[] values = ((LongVector) flat).values();
    for (int i = 0; i < count; i++) {
      ids[at + i] = idOf(values[positions[i]]);
    }
  }

  private int idOf(long value) {
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

  private int insert(long value, int slot, int hash) {
    int size = table.size();
    if (size == dictionary.length) {
      int capacity = grown(size);
      memory.add((long) (capacity - size) * Long.BYTES);
      dictionary = Arrays.copyOf(dictionary, capacity);
    }
    dictionary[size] = value;
    return table.insert(slot, hash);
  }

  @Override
  ColumnVector dictionary() {
    return new LongVector(type, dictionary, null, table.size());
  }

  @Override
  long dictionaryBytes() {
    return (long) table.size() * Long.BYTES;
  }
}
