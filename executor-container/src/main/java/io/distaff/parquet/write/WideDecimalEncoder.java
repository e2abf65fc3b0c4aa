package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.LongVector;
import java.util.Arrays;

/**
 * FIXED_LEN_BYTE_ARRAY: decimals of more than 18 digits, as big-endian two's complement of the
 * least length that holds the type's precision. Signed order.
 */
final class WideDecimalEncoder extends HashedEncoder {
  private final DataType type;
  private final int width;
  private long[] dictionaryHigh = new long[0];
  private long[] dictionaryLow = new long[0];
  private boolean observed;
  private long minHigh;
  private long minLow;
  private long maxHigh;
  private long maxLow;

  WideDecimalEncoder(DataType type, int width, MemoryReservation memory) {
    super(memory);
    this.type = type;
    this.width = width;
  }

  @Override
  ColumnVector.Form form() {
    return ColumnVector.Form.INT128;
  }

  /** Producers that know their values to be small give longs. */
  @Override
  ColumnVector normalize(ColumnVector flat) {
    if (!(flat instanceof LongVector narrow)) {
      return flat;
    }
    int length = flat.length();
    long[] low = narrow.values();
    long[] high = new long[length];
    for (int i = 0; i < length; i++) {
      high[i] = low[i] >> 63;
    }
    return new Int128Vector(flat.type(), high, low, narrow.validity(), length);
  }

  @Override
  long plainSize(ColumnVector flat, int[] positions, int count) {
    return (long) count * width;
  }

  @Override
  void writePlain(ColumnVector flat, int[] positions, int count, PageBuffer out) {
    Int128Vector vector = (Int128Vector) flat;
    long[] high = vector.high();
    long[] low = vector.low();
    int at = out.reserve((long) count * width);
    byte[] bytes = out.array();
    for (int i = 0; i < count; i++) {
      int position = positions[i];
      put(high[position], low[position], bytes, at);
      at += width;
    }
  }

  private void put(long high, long low, byte[] bytes, int start) {
    int at = start + width;
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[--at] = (byte) (low >>> (i * Byte.SIZE));
    }
    for (int i = 0; at > start; i++) {
      bytes[--at] = (byte) (high >> (i * Byte.SIZE));
    }
  }

  @Override
  void observe(ColumnVector flat, int[] positions, int count) {
    Int128Vector vector = (Int128Vector) flat;
    long[] high = vector.high();
    long[] low = vector.low();
    for (int i = 0; i < count; i++) {
      long valueHigh = high[positions[i]];
      long valueLow = low[positions[i]];
      if (!observed || compare(valueHigh, valueLow, minHigh, minLow) < 0) {
        minHigh = valueHigh;
        minLow = valueLow;
      }
      if (!observed || compare(valueHigh, valueLow, maxHigh, maxLow) > 0) {
        maxHigh = valueHigh;
        maxLow = valueLow;
      }
      observed = true;
    }
  }

  private static int compare(long highA, long lowA, long highB, long lowB) {
    return highA != highB ? Long.compare(highA, highB) : Long.compareUnsigned(lowA, lowB);
  }

  @Override
  ValueRange takeRange() {
    if (!observed) {
      return ValueRange.NONE;
    }
    observed = false;
    return new ValueRange(plain(minHigh, minLow), plain(maxHigh, maxLow), 0);
  }

  private byte[] plain(long high, long low) {
    byte[] bytes = new byte[width];
    put(high, low, bytes, 0);
    return bytes;
  }

  @Override
  int compare(byte[] a, byte[] b) {
    int bySign = Byte.compare(a[0], b[0]);
    return bySign != 0 ? bySign : Arrays.compareUnsigned(a, b);
  }

  @Override
  void findIds(ColumnVector flat, int[] positions, int count, int[] ids, int at) {
    Int128Vector vector = (Int128Vector) flat;
    long[] high = vector.high();
    long[] low = vector.low();
    for (int i = 0; i < count; i++) {
      int position = positions[i];
      ids[at + i] = idOf(high[position], low[position]);
    }
  }

  private int idOf(long high, long low) {
    int[] slots = table.slots();
    int mask = table.mask();
    int hash = IdTable.hash(low + high * 31);
    int slot = hash & mask;
    int id;
    while ((id = slots[slot] - 1) >= 0) {
      if (dictionaryLow[id] == low && dictionaryHigh[id] == high) {
        return id;
      }
      slot = slot + 1 & mask;
    }
    return insert(high, low, slot, hash);
  }

  private int insert(long high, long low, int slot, int hash) {
    int size = table.size();
    if (size == dictionaryLow.length) {
      int capacity = grown(size);
      memory.add((long) (capacity - size) * 2 * Long.BYTES);
      dictionaryHigh = Arrays.copyOf(dictionaryHigh, capacity);
      dictionaryLow = Arrays.copyOf(dictionaryLow, capacity);
    }
    dictionaryHigh[size] = high;
    dictionaryLow[size] = low;
    return table.insert(slot, hash);
  }

  @Override
  ColumnVector dictionary() {
    return new Int128Vector(type, dictionaryHigh, dictionaryLow, null, table.size());
  }

  @Override
  long dictionaryBytes() {
    return (long) table.size() * width;
  }
}
