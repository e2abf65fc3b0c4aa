package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import java.util.Arrays;

/** BYTE_ARRAY: text and binary values, in the order of unsigned bytes. */
final class BytesEncoder extends HashedEncoder {
  private final DataType type;
  private final PageBuffer dictionaryData;
  private final IntArray dictionaryStarts;
  private final IntArray dictionaryLengths;
  private byte[] min;
  private byte[] max;

  BytesEncoder(DataType type, MemoryReservation memory) {
    super(memory);
    this.type = type;
    this.dictionaryData = new PageBuffer(memory);
    this.dictionaryStarts = new IntArray(memory);
    this.dictionaryLengths = new IntArray(memory);
  }

  @Override
  ColumnVector.Form form() {
    return ColumnVector.Form.BYTES;
  }

  @Override
  long plainSize(ColumnVector flat, int[] positions, int count) {
    int[] lengths = ((BytesVector) flat).lengths();
    long size = (long) count * Integer.BYTES;
    for (int i = 0; i < count; i++) {
      size += lengths[positions[i]];
    }
    return size;
  }

  @Override
  void writePlain(ColumnVector flat, int[] positions, int count, PageBuffer out) {
    BytesVector vector = (BytesVector) flat;
    byte[] data = vector.data();
    int[] starts = vector.starts();
    int[] lengths = vector.lengths();
    int at = out.reserve(plainSize(flat, positions, count));
    byte[] bytes = out.array();
    for (int i = 0; i < count; i++) {
      int position = positions[i];
      int length = lengths[position];
      PageBuffer.INT.set(bytes, at, length);
      System.arraycopy(data, starts[position], bytes, at + Integer.BYTES, length);
      at += Integer.BYTES + length;
    }
  }

  @Override
  void observe(ColumnVector flat, int[] positions, int count) {
    if (count == 0) {
      return;
    }
    BytesVector vector = (BytesVector) flat;
    int smallest = positions[0];
    int largest = positions[0];
    for (int i = 1; i < count; i++) {
      int position = positions[i];
      if (compare(vector, position, smallest) < 0) {
        smallest = position;
      } else if (compare(vector, position, largest) > 0) {
        largest = position;
      }
    }
    if (min == null || compare(vector, smallest, min) < 0) {
      min = copy(vector, smallest);
    }
    if (max == null || compare(vector, largest, max) > 0) {
      max = copy(vector, largest);
    }
  }

  private static int compare(BytesVector vector, int a, int b) {
    int startA = vector.starts()[a];
    int startB = vector.starts()[b];
    byte[] data = vector.data();
    return Arrays.compareUnsigned(
        data, startA, startA + vector.lengths()[a], data, startB, startB + vector.lengths()[b]);
  }

  private static int compare(BytesVector vector, int a, byte[] b) {
    int start = vector.starts()[a];
    return Arrays.compareUnsigned(
        vector.data(), start, start + vector.lengths()[a], b, 0, b.length);
  }

  private static byte[] copy(BytesVector vector, int position) {
    int start = vector.starts()[position];
    return Arrays.copyOfRange(vector.data(), start, start + vector.lengths()[position]);
  }

  @Override
  ValueRange takeRange() {
    if (min == null) {
      return ValueRange.NONE;
    }
    ValueRange range = new ValueRange(min, max, 0);
    min = null;
    max = null;
    return range;
  }

  @Override
  int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  @Override
  void findIds(ColumnVector flat, int[] positions, int count, int[] ids, int at) {
    BytesVector vector = (BytesVector) flat;
    byte[] data = vector.data();
    int[] starts = vector.starts();
    int[] lengths = vector.lengths();
    for (int i = 0; i < count; i++) {
      int position = positions[i];
      ids[at + i] = idOf(data, starts[position], lengths[position]);
    }
  }

  private int idOf(byte[] data, int start, int length) {
    int[] slots = table.slots();
    int mask = table.mask();
    int hash = IdTable.hash(data, start, length);
    int slot = hash & mask;
    int id;
    while ((id = slots[slot] - 1) >= 0) {
      int known = dictionaryStarts.array()[id];
      if (Arrays.equals(
          dictionaryData.array(),
          known,
          known + dictionaryLengths.array()[id],
          data,
          start,
          start + length)) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return insert(data, start, length, slot, hash);
  }

  private int insert(byte[] data, int start, int length, int slot, int hash) {
    int size = table.size();
    dictionaryStarts.ensure(size + 1)[size] = dictionaryData.size();
    dictionaryLengths.ensure(size + 1)[size] = length;
    dictionaryData.putBytes(data, start, length);
    return table.insert(slot, hash);
  }

  @Override
  ColumnVector dictionary() {
    return new BytesVector(
        type,
        dictionaryData.array(),
        dictionaryStarts.array(),
        dictionaryLengths.array(),
        null,
        table.size());
  }

  @Override
  long dictionaryBytes() {
    return dictionaryData.size() + (long) table.size() * Integer.BYTES;
  }

  @Override
  void clearDictionary() {
    super.clearDictionary();
    dictionaryData.clear();
  }
}
