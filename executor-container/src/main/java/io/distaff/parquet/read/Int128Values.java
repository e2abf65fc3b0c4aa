package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Int128Vector;

/** Decimals of more than 18 digits, and unsigned 64-bit integers. */
final class Int128Values extends ColumnValues {
  private final DataType type;
  private final Conversion conversion;
  private final int typeLength;
  private final ReservedArrays buffers;
  private long[] high = {};
  private long[] low = {};

  Int128Values(FileColumn column, ReservedArrays buffers) {
    this.type = column.type();
    this.conversion = column.conversion();
    this.typeLength = column.typeLength();
    this.buffers = buffers;
  }

  @Override
  void ensureRows(int rows, int kept) {
    high = keep(high, buffers.longs(high, rows), kept);
    low = keep(low, buffers.longs(low, rows), kept);
  }

  @Override
  void readPlain(PlainPage page, int at, int count) throws MalformedException {
    byte[] bytes = page.bytes;
    switch (conversion) {
      case UINT64_TO_INT128 -> {
        int start = page.take(count, 8);
        for (int i = 0; i < count; i++) {
          high[at + i] = 0;
          low[at + i] = LittleEndian.getLong(bytes, start + i * 8);
        }
      }
      case FIXED_TO_INT128 -> {
        int start = page.take(count, typeLength);
        for (int i = 0; i < count; i++) {
          set(at + i, bytes, start + i * typeLength, typeLength);
        }
      }
      case BYTES_TO_INT128 -> {
        for (int i = 0; i < count; i++) {
          int length = BigEndian.takeLength(page);
          set(at + i, bytes, page.take(1, length), length);
        }
      }
      default -> throw new IllegalStateException(conversion.name());
    }
  }

  private void set(int row, byte[] bytes, int start, int length) throws MalformedException {
    if (length <= 8) {
      long value = BigEndian.toLong(bytes, start, length);
      high[row] = value >> 63;
      low[row] = value;
    } else {
      int lowStart = start + length - 8;
      high[row] = BigEndian.toLong(bytes, start, length - 8);
      low[row] = LittleEndian.getBigEndianLong(bytes, lowStart);
    }
  }

  @Override
  void spread(int at, int count, int present, long[] validity) {
    RowMoves moves = new RowMoves(at, count, present, validity);
    while (moves.next()) {
      move(high, low, moves);
    }
  }

  private static void move(long[] high, long[] low, RowMoves moves) {
    int source = moves.source;
    long bits = moves.bits;
    for (int row = moves.last, first = moves.first; row >= first; row--) {
      high[row] = high[source];
      low[row] = low[source];
      source += (int) (bits >> 63);
      bits <<= 1;
    }
  }

  @Override
  void gather(ColumnValues dictionary, int[] ids, int at, int count) {
    Int128Values entries = (Int128Values) dictionary;
    for (int row = at; row < at + count; row++) {
      high[row] = entries.high[ids[row]];
      low[row] = entries.low[ids[row]];
    }
  }

  @Override
  ColumnVector vector(long[] validity, int rows) {
    return new Int128Vector(type, high, low, validity, rows);
  }
}
