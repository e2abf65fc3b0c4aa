package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;

/** All that ends in a long: integers, timestamps in microseconds, decimals of up to 18 digits. */
final class LongValues extends ColumnValues {
  private static final long MICROS_OF_DAY = 86_400_000_000L;
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  private final DataType type;
  private final Conversion conversion;
  private final int typeLength;
  private final ReservedArrays buffers;
  private long[] values = {};

  LongValues(FileColumn column, ReservedArrays buffers) {
    this.type = column.type();
    this.conversion = column.conversion();
    this.typeLength = column.typeLength();
    this.buffers = buffers;
  }

  @Override
  void ensureRows(int rows, int kept) {
    values = keep(values, buffers.longs(values, rows), kept);
  }

  @Override
  void readPlain(PlainPage page, int at, int count) throws MalformedException {
    byte[] bytes = page.bytes;
    switch (conversion) {
      case INT64 -> copyLongs(bytes, page.take(count, 8), values, at, count);
      case INT32_TO_LONG -> copyInts(bytes, page.take(count, 4), -1L, values, at, count);
      case UINT32_TO_LONG -> copyInts(bytes, page.take(count, 4), 0xffffffffL, values, at, count);
      case MILLIS_TO_MICROS -> {
        copyLongs(bytes, page.take(count, 8), values, at, count);
        millisToMicros(values, at, count);
      }
      case NANOS_TO_MICROS -> {
        copyLongs(bytes, page.take(count, 8), values, at, count);
        nanosToMicros(values, at, count);
      }
      case INT96_TO_MICROS -> copyInt96(bytes, page.take(count, 12), values, at, count);
      case FIXED_TO_LONG -> {
        int start = page.take(count, typeLength);
        for (int i = 0; i < count; i++) {
          values[at + i] = BigEndian.toLong(bytes, start + i * typeLength, typeLength);
        }
      }
      case BYTES_TO_LONG -> {
        for (int i = 0; i < count; i++) {
          int length = BigEndian.takeLength(page);
          values[at + i] = BigEndian.toLong(bytes, page.take(1, length), length);
        }
      }
      default -> throw new IllegalStateException(conversion.name());
    }
  }

  private static void copyLongs(byte[] bytes, int start, long[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + i] = LittleEndian.getLong(bytes, start + i * 8);
    }
  }

  private static void copyInts(
      byte[] bytes, int start, long mask, long[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + i] = LittleEndian.getInt(bytes, start + i * 4) & mask;
    }
  }

  private static void millisToMicros(long[] values, int at, int count) throws MalformedException {
    long largest = Long.MAX_VALUE / 1000;
    long worst = 0;
    for (int i = at; i < at + count; i++) {
      long millis = values[i];
      // The magnitude; of negative numbers one less.
      worst = Math.max(worst, millis ^ (millis >> 63));
      values[i] = millis * 1000;
    }
    if (worst >= largest) {
      throw new MalformedException("it has a timestamp that is out of range in microseconds");
    }
  }

  private static void nanosToMicros(long[] values, int at, int count) {
    for (int i = at; i < at + count; i++) {
      values[i] = Math.floorDiv(values[i], 1000L);
    }
  }

  private static void copyInt96(byte[] bytes, int start, long[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      long nanosOfDay = LittleEndian.getLong(bytes, start + i * 12);
      long julianDay = LittleEndian.getInt(bytes, start + i * 12 + 8);
      // A day is a 32-bit number, so its microseconds may wrap around; the result is then as
      // meaningless as the day was.
      values[at + i] =
          (julianDay - JULIAN_DAY_OF_EPOCH) * MICROS_OF_DAY + Math.floorDiv(nanosOfDay, 1000L);
    }
  }

  @Override
  void spread(int at, int count, int present, long[] validity) {
    RowMoves moves = new RowMoves(at, count, present, validity);
    while (moves.next()) {
      move(values, moves);
    }
  }

  private static void move(long[] values, RowMoves moves) {
    int source = moves.source;
    long bits = moves.bits;
    for (int row = moves.last, first = moves.first; row >= first; row--) {
      values[row] = values[source];
      source += (int) (bits >> 63);
      bits <<= 1;
    }
  }

  @Override
  void gather(ColumnValues dictionary, int[] ids, int at, int count) {
    long[] entries = ((LongValues) dictionary).values;
    for (int row = at; row < at + count; row++) {
      values[row] = entries[ids[row]];
    }
  }

  @Override
  ColumnVector vector(long[] validity, int rows) {
    return new LongVector(type, values, validity, rows);
  }
}
