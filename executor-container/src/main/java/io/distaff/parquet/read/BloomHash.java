package io.distaff.parquet.read;

import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** Hashes of literals as Bloom filters have them: XXH64 of what a PLAIN page holds. */
final class BloomHash {
  private static final XXHash64 XXH64 = XXHashFactory.fastestJavaInstance().hash64();

  private BloomHash() {}

  /** The hash of a value of a column; empty when it isn't known how the file would store it. */
  static OptionalLong of(FileColumn column, Object value) {
    byte[] stored = stored(column, value);
    return stored == null
        ? OptionalLong.empty()
        : OptionalLong.of(XXH64.hash(stored, 0, stored.length, 0));
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
      // Zeros and NaN have several forms; decimals and timestamps in other units are rarely asked
      // for by value.
      case BOOLEAN,
          MILLIS_TO_MICROS,
          NANOS_TO_MICROS,
          INT96_TO_MICROS,
          BYTES_TO_LONG,
          FIXED_TO_LONG,
          UINT64_TO_INT128,
          BYTES_TO_INT128,
          FIXED_TO_INT128,
          FLOAT,
          FLOAT_TO_DOUBLE,
          DOUBLE,
          NONE ->
          null;
    };
  }

  /** The stored integer of a value: of a decimal the unscaled one. Null when there is none. */
  private static Long integer(FileColumn column, Object value) {
    int scale = column.type() instanceof DecimalType decimal ? decimal.scale() : 0;
    BigDecimal exact =
        value instanceof Long integer
            ? BigDecimal.valueOf(integer)
            : value instanceof BigDecimal decimal ? decimal : null;
    if (exact == null) {
      return null;
    }
    try {
      return exact.setScale(scale).unscaledValue().longValueExact();
    } catch (ArithmeticException e) {
      // It has digits that the column hasn't.
      return null;
    }
  }

  private static byte[] bytes(int width, long value) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return width == 8 ? bytes : Arrays.copyOf(bytes, width);
  }
}
