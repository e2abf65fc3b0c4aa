package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import java.util.Arrays;

/**
 * DOUBLE values. Values are equal when their bits are. A range is that of the numbers; one NaN
 * leaves it open, and its ends include both zeros, as the Parquet format asks for.
 */
final class DoubleEncoder extends HashedEncoder {
  private final DataType type;
  private double[] dictionary = new double[0];
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long observedCount;
  private long nanCount;

  DoubleEncoder(DataType type, MemoryReservation memory) {
    super(memory);
    this.type = type;
  }

  @Override
  ColumnVector.Form form() {
    return ColumnVector.Form.DOUBLE;
  }

  @Override
  long plainSize(ColumnVector flat, int[] positions, int count) {
    return (long) count * Double.BYTES;
  }

  @Override
  void writePlain(ColumnVector flat, int[] positions, int count, PageBuffer out) {
    double[] values = ((DoubleVector) flat).values();
    int at = out.reserve((long) count * Double.BYTES);
    byte[] bytes = out.array();
    for (int i = 0; i < count; i++) {
      PageBuffer.LONG.set(
          bytes, at + i * Double.BYTES, Double.doubleToRawLongBits(values[positions[i]]));
    }
  }

  @Override
  void observe(ColumnVector flat, int[] positions, int count) {
    double[] values = ((DoubleVector) flat).values();
    for (int i = 0; i < count; i++) {
      double value = values[positions[i]];
      // False for NaN.
      if (value < min) {
        min = value;
      }
      if (value > max) {
        max = value;
      }
      if (Double.isNaN(value)) {
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
            : new ValueRange(plain(min == 0 ? -0.0 : min), plain(max == 0 ? 0.0 : max), 0);
    min = Double.POSITIVE_INFINITY;
    max = Double.NEGATIVE_INFINITY;
    observedCount = 0;
    nanCount = 0;
    return range;
  }

  private static byte[] plain(double value) {
    byte[] bytes = new byte[Double.BYTES];
    PageBuffer.LONG.set(bytes, 0, Double.doubleToRawLongBits(value));
    return bytes;
  }

  @Override
  int compare(byte[] a, byte[] b) {
    return Double.compare(
        Double.longBitsToDouble((long) PageBuffer.LONG.get(a, 0)),
        Double.longBitsToDouble((long) PageBuffer.LONG.get(b, 0)));
  }

  @Override
  void findIds(ColumnVector flat, int[] positions, int count, int[] ids, int at) {
    double[] values = ((DoubleVector) flat).values();
    for (int i = 0; i < count; i++) {
      ids[at + i] = idOf(values[positions[i]]);
    }
  }

  private int idOf(double value) {
    int[] slots = table.slots();
    int mask = table.mask();
    long bits = Double.doubleToRawLongBits(value);
    int hash = IdTable.hash(bits);
    int slot = hash & mask;
    int id;
    while ((id = slots[slot] - 1) >= 0) {
      if (Double.doubleToRawLongBits(dictionary[id]) == bits) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return insert(value, slot, hash);
  }

  private int insert(double value, int slot, int hash) {
    int size = table.size();
    if (size == dictionary.length) {
      int capacity = grown(size);
      memory.add((long) (capacity - size) * Double.BYTES);
      dictionary = Arrays.copyOf(dictionary, capacity);
    }
    dictionary[size] = value;
    return table.insert(slot, hash);
  }

  @Override
  ColumnVector dictionary() {
    return new DoubleVector(type, dictionary, null, table.size());
  }

  @Override
  long dictionaryBytes() {
    return (long) table.size() * Double.BYTES;
  }
}
