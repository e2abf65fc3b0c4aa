package io.distaff.parquet.read;

import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/** Hashes of literals as Bloom filters have them: XXH64 of what a PLAIN page holds. */
final class BloomHash {
  private BloomHash() {}

  /** The hash of a value of a column; empty when it isn't known how the file would store it. */
  static OptionalLong of(FileColumn column, Object value) {
    byte[] stored = stored(column, value);
    return stored == null
        ? OptionalLong.empty()
        : OptionalLong.of(BloomBlocks.hash(stored, 0, stored.length));
  }

  private static byte[] stored(FileColumn column, Object value) {
    return switch (column.conversion()) {
      case INT32, INT32_TO_LONG -> {
        Long integer = integer(column, value);
        yield integer == null || integer != integer.intValue() ? null : bytes(4, integer);
      }
      case UINT32_TO_LONG -> {
        Long integer = integer(column, value);
        yield integer == null || integer >>> 32 != 0 ? null : bytes(4, integer);
      }
      case INT64 -> {
        Long integer = integer(column, value);
        yield integer == null ? null : bytes(8, integer);
      }
      case BYTES, FIXED_TO_BYTES -> {
        if (value instanceof String text) {
          yield text.getBytes(StandardCharsets.UTF_8);
        }
        yield value instanceof byte[] bytes ? bytes : null;
      }
      case UUID_TO_TEXT -> value instanceof String text ? UuidText.parse(text) : null;
      case FIXED_TO_LONG, FIXED_TO_INT128 -> {
        BigInteger unscaled = unscaled(column, value);
        yield unscaled == null ? null : bigEndian(unscaled, column.typeLength());
      }
      // Zeros and NaN have several forms, and so have decimals of any length; timestamps in other
      // units are rarely asked for by value.
      case BOOLEAN,
          MILLIS_TO_MICROS,
          NANOS_TO_MICROS,
          INT96_TO_MICROS,
          BYTES_TO_LONG,
          UINT64_TO_INT128,
          BYTES_TO_INT128,
          FLOAT,
          FLOAT_TO_DOUBLE,
          FLOAT16,
          FLOAT16_TO_DOUBLE,
          DOUBLE,
          NONE ->
          null;
    };
  }

  /** The stored integer of a value: of a decimal the unscaled one. Null when there is none. */
  private static Long integer(FileColumn column, Object value) {
    BigInteger exact = unscaled(column, value);
    return exact == null || exact.bitLength() >= Long.SIZE ? null : (Long) exact.longValue();
  }

  private static BigInteger unscaled(FileColumn column, Object value) {
    int scale = column.type() instanceof DecimalType decimal ? decimal.scale() : 0;
    BigDecimal exact =
        value instanceof Long integer
            ? BigDecimal.valueOf(integer)
            : value instanceof BigDecimal decimal ? decimal : null;
    if (exact == null) {
      return null;
    }
    try {
      return exact.setScale(scale).unscaledValue();
    } catch (ArithmeticException e) {
      // It has digits that the column hasn't.
      return null;
    }
  }

  /** Two's complement of a width; null when it doesn't fit. */
  private static byte[] bigEndian(BigInteger value, int width) {
    byte[] shortest = value.toByteArray();
    if (shortest.length > width) {
      return null;
    }
    byte[] bytes = new byte[width];
    Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, bytes, width - shortest.length, shortest.length);
    return bytes;
  }

  private static byte[] bytes(int width, long value) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return width == 8 ? bytes : Arrays.copyOf(bytes, width);
  }
}
