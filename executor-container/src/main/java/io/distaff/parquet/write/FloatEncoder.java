package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FloatVector;
import java.util.Arrays;

/**
 * FLOAT values. Values are equal when their bits are. A range is that of the numbers; one NaN
 * leaves it open, and its ends include both zeros, as the Parquet format asks for.
 */
final class FloatEncoder extends HashedEncoder {
  private final DataType type;
  private float[] dictionary = new float[0];
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long observedCount;
  private long nanCount;

  FloatEncoder(DataType type, MemoryReservation memory) {
    super(memory);
    this.type = type;
  }

  @Override
  ColumnVector.Form form() {
    return ColumnVector.Form.FLOAT;
  }

  @Override
  long plainSize(ColumnVector flat, int[] positions, int count) {
    return (long) count * Float.BYTES;
  }

  @Override
  void writePlain(ColumnVector flat, int[] positions, int count, PageBuffer out) {
    float[] values = ((FloatVector) flat).values();
    int at = out.reserve((long) count * Float.BYTES);
    byte[] bytes = out.array();
    for (int i = 0; i < count; i++) {
      PageBuffer.INT.set(
          bytes, at + i * Float.BYTES, Float.floatToRawIntBits(values[positions[i]]));
    }
  }

  @Override
  void observe(ColumnVector flat, int[] positions, int count) {
    float[] values = ((FloatVector) flat).values();
    for (int i = 0; i < count; i++) {
      float value = values[positions[i]];
      // False for NaN.
      if (value < min) {
        min = value;
      }
      if (value > max) {
        max = value;
      }
      if (Float.isNaN(value)) {
        nanCount++;
      }
    }
    observedCount += count;
  }

  @Override
  ValueRange takeRange() {
    if (observedCount == 0) {
      return ValueRange.NONE;
    }
    ValueRange range =
        nanCount > 0
            ? new ValueRange(null, null, nanCount)
            : new ValueRange(plain(min == 0 ? -0.0f : min), plain(max == 0 ? 0.0f : max), 0);
    min = Float.POSITIVE_INFINITY;
    max = Float.NEGATIVE_INFINITY;
    observedCount = 0;
    nanCount = 0;
    return range;
  }

  private static byte[] plain(float value) {
    byte[] bytes = new byte[Float.BYTES];
    PageBuffer.INT.set(bytes, 0, Float.floatToRawIntBits(value));
    return bytes;
  }

  @Override
  int compare(byte[] a, byte[] b) {
    return Float.compare(
        Float.intBitsToFloat((int) PageBuffer.INT.get(a, 0)),
        Float.intBitsToFloat((int) PageBuffer.INT.get(b, 0)));
  }

  @Override
  void findIds(ColumnVector flat, int[] positions, int count, int[] ids, int at) {
    float[] values = ((FloatVector) flat).values();
    for (int i = 0; i < count; i++) {
      ids[at + i] = idOf(values[positions[i]]);
    }
  }

  private int idOf(float value) {
    int[] slots = table.slots();
    int mask = table.mask();
    int bits = Float.floatToRawIntBits(value);
    int hash = IdTable.hash(bits);
    int slot = hash & mask;
    int id;
    while ((id = slots[slot] - 1) >= 0) {
      if (Float.floatToRawIntBits(dictionary[id]) == bits) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return insert(value, slot, hash);
  }

  private int insert(float value, int slot, int hash) {
    int size = table.size();
    if (size == dictionary.length) {
      int capacity = grown(size);
      memory.add((long) (capacity - size) * Float.BYTES);
      dictionary = Arrays.copyOf(dictionary, capacity);
    }
    dictionary[size] = value;
    return table.insert(slot, hash);
  }

  @Override
  ColumnVector dictionary() {
    return new FloatVector(type, dictionary, null, table.size());
  }

  @Override
  long dictionaryBytes() {
    return (long) table.size() * Float.BYTES;
  }
}
