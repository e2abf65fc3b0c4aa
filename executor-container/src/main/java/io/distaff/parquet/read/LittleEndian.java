package io.distaff.parquet.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Unaligned loads and stores in byte arrays. */
final class LittleEndian {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle BIG_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private LittleEndian() {}

  static int getUnsignedShort(byte[] bytes, int position) {
    return (short) SHORT.get(bytes, position) & 0xffff;
  }

  static int getInt(byte[] bytes, int position) {
    return (int) INT.get(bytes, position);
  }

  static void putInt(byte[] bytes, int position, int value) {
    INT.set(bytes, position, value);
  }

  static long getLong(byte[] bytes, int position) {
    return (long) LONG.get(bytes, position);
  }

  static void putLong(byte[] bytes, int position, long value) {
    LONG.set(bytes, position, value);
  }

  /** Parquet's decimals and Hadoop's framing are big-endian. */
  static long getBigEndianLong(byte[] bytes, int position) {
    return (long) BIG_LONG.get(bytes, position);
  }

  static int getBigEndianInt(byte[] bytes, int position) {
    return (int) BIG_INT.get(bytes, position);
  }
}
