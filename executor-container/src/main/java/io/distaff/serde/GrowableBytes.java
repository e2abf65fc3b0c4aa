package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A byte array that grows as it is written; numbers are little-endian. Reused by {@link #clear}.
 * Confined to one thread.
 */
public final class GrowableBytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  private byte[] bytes;
  private int size;

  public GrowableBytes(int initialCapacity) {
    this.bytes = new byte[initialCapacity];
  }

  /** The array, of which the first {@link #size()} bytes count. Replaced when it grows. */
  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public int capacity() {
    return bytes.length;
  }

  public void clear() {
    size = 0;
  }

  /**
   * Makes room for {@code more} bytes and counts them as written; gives the position of the first.
   */
  public int advance(int more) {
    int start = size;
    long needed = (long) size + more;
    if (needed > bytes.length) {
      if (needed > LARGEST) {
        throw new DistaffException(
            ErrorCode.LIMIT_EXCEEDED,
            "a batch of rows takes more than 2 GiB when written out: the values are too large");
      }
      bytes =
          Arrays.copyOf(
              bytes,
              (int) Math.min(LARGEST, Math.max(needed, bytes.length + (long) (bytes.length >> 1))));
    }
    size = (int) needed;
    return start;
  }

  /** Forgets what lies beyond {@code newSize}. */
  public void truncate(int newSize) {
    size = newSize;
  }

  public void putByte(int value) {
    int at = advance(1);
    bytes[at] = (byte) value;
  }

  public void putInt(int value) {
    int at = advance(4);
    INT.set(bytes, at, value);
  }

  public void putLong(long value) {
    int at = advance(8);
    LONG.set(bytes, at, value);
  }

  public void setInt(int at, int value) {
    INT.set(bytes, at, value);
  }

  public void put(byte[] source, int offset, int length) {
    int at = advance(length);
    System.arraycopy(source, offset, bytes, at, length);
  }

  /** A little-endian view of {@code length} bytes just made room for by {@link #advance}. */
  ByteBuffer view(int at, int length) {
    return ByteBuffer.wrap(bytes, at, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  static void setLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  static void setInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  static int intAt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
