package io.distaff.eval;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes that Spark hashes for a value. */
final class HashedBytes {
  private HashedBytes() {}

  static byte[] of(DataType type, Object value) {
    return switch (type.kind()) {
      case BOOLEAN -> littleEndian((Boolean) value ? 1 : 0, 4);
      case TINYINT, SMALLINT, INT, DATE -> littleEndian((Long) value, 4);
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> littleEndian((Long) value, 8);
      // The two zeros are one.
      case FLOAT -> littleEndian(Float.floatToIntBits(((Double) value).floatValue() + 0.0f), 4);
      case DOUBLE -> littleEndian(Double.doubleToLongBits((Double) value + 0.0), 8);
      case DECIMAL ->
          ((DecimalType) type).isLong()
              ? littleEndian(((BigDecimal) value).unscaledValue().longValueExact(), 8)
              : ((BigDecimal) value).unscaledValue().toByteArray();
      case STRING -> ((String) value).getBytes(StandardCharsets.UTF_8);
      case BINARY -> (byte[]) value;
      case NULL, ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(type.sqlName());
    };
  }

  private static byte[] littleEndian(long value, int size) {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    return Arrays.copyOf(buffer.array(), size);
  }
}
