package io.distaff.parquet.read;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.CompressionCodec;

/**
 * The pages of one column in one row group.
 *
 * @param codec null when the file names one that nobody knows
 * @param start offset of the first page, the dictionary's if there is one
 * @param numValues nulls included
 * @param nullCount -1 when unknown
 * @param indexes where there is more to know
 * @param obstacle why the chunk can't be read whatever the reader does; null when it can
 */
record ColumnChunk(
    CompressionCodec codec,
    long start,
    long compressedBytes,
    long uncompressedBytes,
    long numValues,
    Bounds bounds,
    long nullCount,
    ChunkIndexes indexes,
    String obstacle) {

  /**
   * The smallest and the largest value as the file has them, in the order of the engine's types.
   */
  static final class Bounds {
    static final Bounds UNKNOWN = new Bounds(null, null);

    private final byte[] min;
    private final byte[] max;

    /** Either may be null: not known. */
    Bounds(byte[] min, byte[] max) {
      this.min = min;
      this.max = max;
    }
  }

  ColumnStatistics statistics(FileColumn column) {
    // Nulls alone have no bounds: one of the two is wrong.
    boolean contradicts = nullCount == numValues && (bounds.min != null || bounds.max != null);
    return statistics(column, bounds.min, bounds.max, contradicts ? -1 : nullCount);
  }

  /**
   * Of bounds as the file has them, each of which may be null. Bounds of which the lower is the
   * greater one say nothing.
   */
  static ColumnStatistics statistics(FileColumn column, byte[] min, byte[] max, long nullCount) {
    Object lower = min == null ? null : value(column, min);
    Object upper = max == null ? null : value(column, max);
    if (lower instanceof Double low && upper instanceof Double high) {
      // The format's rules for floating point: bounds with a NaN say nothing, and either zero
      // stands for both.
      if (low.isNaN() || high.isNaN() || low > high) {
        return new ColumnStatistics(null, null, nullCount);
      }
      return new ColumnStatistics(
          low == 0.0 ? (Double) (-0.0) : low, high == 0.0 ? (Double) 0.0 : high, nullCount);
    }
    if (lower instanceof Double || upper instanceof Double || areSwapped(lower, upper)) {
      return new ColumnStatistics(null, null, nullCount);
    }
    return new ColumnStatistics(lower, upper, nullCount);
  }

  private static boolean areSwapped(Object lower, Object upper) {
    if (lower == null || upper == null) {
      return false;
    }
    Integer comparison = RowGroupPruner.compare(lower, upper);
    return comparison != null && comparison > 0;
  }

  /** A bound as a value; null when it isn't one. */
  private static Object value(FileColumn column, byte[] bytes) {
    int width =
        switch (column.physicalType()) {
          case BOOLEAN -> 1;
          case INT32, FLOAT -> 4;
          case INT64, DOUBLE -> 8;
          case INT96 -> 12;
          case FIXED_LEN_BYTE_ARRAY -> column.typeLength();
          case BYTE_ARRAY -> -1;
        };
    if (width >= 0 && bytes.length != width) {
      return null;
    }
    return switch (column.conversion()) {
      case BOOLEAN -> bytes[0] != 0;
      case INT32, INT32_TO_LONG -> integer(column.type(), LittleEndian.getInt(bytes, 0));
      case UINT32_TO_LONG ->
          integer(column.type(), Integer.toUnsignedLong(LittleEndian.getInt(bytes, 0)));
      case INT64 -> integer(column.type(), LittleEndian.getLong(bytes, 0));
      case MILLIS_TO_MICROS -> {
        long millis = LittleEndian.getLong(bytes, 0);
        yield Math.abs(millis / 1000) >= Long.MAX_VALUE / 1_000_000
            ? null
            : (Object) (millis * 1000);
      }
      case NANOS_TO_MICROS -> Math.floorDiv(LittleEndian.getLong(bytes, 0), 1000L);
      case UINT64_TO_INT128 ->
          new BigDecimal(
              new BigInteger(Long.toUnsignedString(LittleEndian.getLong(bytes, 0))),
              scale(column.type()));
      case BYTES_TO_LONG, FIXED_TO_LONG, BYTES_TO_INT128, FIXED_TO_INT128 ->
          bytes.length == 0 ? null : new BigDecimal(new BigInteger(bytes), scale(column.type()));
      case FLOAT16, FLOAT16_TO_DOUBLE -> (double) Float16.at(bytes, 0);
      case FLOAT, FLOAT_TO_DOUBLE -> (double) Float.intBitsToFloat(LittleEndian.getInt(bytes, 0));
      case DOUBLE -> Double.longBitsToDouble(LittleEndian.getLong(bytes, 0));
      case BYTES, FIXED_TO_BYTES ->
          column.type().kind() == DataType.Kind.STRING ? text(bytes) : bytes;
      case UUID_TO_TEXT -> UuidText.of(bytes);
      case INT96_TO_MICROS, NONE -> null;
    };
  }

  private static int scale(DataType type) {
    return ((DecimalType) type).scale();
  }

  private static Object integer(DataType type, long value) {
    return type instanceof DecimalType decimal
        ? BigDecimal.valueOf(value, decimal.scale())
        : (Object) value;
  }

  /** Null when the bound was cut in the middle of a character. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
