package io.distaff.parquet.write;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A byte array that grows, and reserves what it grows by. Writes little-endian numbers, as Parquet
 * does. Kernels take {@link #reserve} bytes and fill {@link #array} themselves.
 */
final class PageBuffer {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Arrays are this much shorter than a power of two, so that G1 places them without waste. */
  static final int ARRAY_SLACK = 16;

  private static final int SMALLEST = 4096;
  private static final int LARGEST = Integer.MAX_VALUE - ARRAY_SLACK;

  private final MemoryReservation memory;
  private byte[] array = new byte[0];
  private int size;

  PageBuffer(MemoryReservation memory) {
    this.memory = memory;
  }

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** Drops what lies beyond; {@code newSize} is at most the present size. */
  void truncate(int newSize) {
    size = newSize;
  }

  /** Makes room for {@code bytes} more and counts them as written; the position of the first. */
  int reserve(long bytes) {
    long needed = size + bytes;
    if (needed > array.length) {
      grow(needed);
    }
    int start = size;
    size = (int) needed;
    return start;
  }

  private void grow(long needed) {
    if (needed > LARGEST) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED, "a Parquet page would have " + needed + " bytes, above 2 GiB");
    }
    long doubled = 2L * Math.max(array.length + ARRAY_SLACK, SMALLEST / 2) - ARRAY_SLACK;
    int capacity = (int) Math.min(LARGEST, Math.max(needed, doubled));
    memory.add(capacity);
    byte[] larger = new byte[capacity];
    System.arraycopy(array, 0, larger, 0, size);
    int released = array.length;
    array = larger;
    memory.resize(memory.bytes() - released);
  }

  void putByte(int value) {
    int position = reserve(1);
    array[position] = (byte) value;
  }

  void putInt(int value) {
    int position = reserve(Integer.BYTES);
    INT.set(array, position, value);
  }

  void setInt(int position, int value) {
    INT.set(array, position, value);
  }

  void putBytes(byte[] source, int start, int length) {
    int position = reserve(length);
    System.arraycopy(source, start, array, position, length);
  }

  void putUnsignedVarInt(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      putByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    putByte(rest);
  }
}
