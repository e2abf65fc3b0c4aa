package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;

/** A byte a value, from a bit a value. */
final class BooleanValues extends ColumnValues {
  private final DataType type;
  private final ReservedArrays buffers;
  private byte[] values = {};

  BooleanValues(FileColumn column, ReservedArrays buffers) {
    this.type = column.type();
    this.buffers = buffers;
  }

  @Override
  void ensureRows(int rows, int kept) {
    values = keep(values, buffers.bytes(values, rows), kept);
  }

  @Override
  void readPlain(PlainPage page, int at, int count) throws MalformedException {
    if ((long) page.bit + count > (page.end - page.position) * 8L) {
      throw PlainPage.outOfValues();
    }
    byte[] bytes = page.bytes;
    int start = page.position;
    int first = page.bit;
    for (int i = 0; i < count; i++) {
      int bit = first + i;
      values[at + i] = (byte) ((bytes[start + (bit >>> 3)] >>> (bit & 7)) & 1);
    }
    page.bit += count;
  }

  @Override
  void spread(int at, int count, int present, long[] validity) {
    RowMoves moves = new RowMoves(at, count, present, validity);
    while (moves.next()) {
      move(values, moves);
    }
  }

  private static void move(byte[] values, RowMoves moves) {
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
    byte[] entries = ((BooleanValues) dictionary).values;
    for (int row = at; row < at + count; row++) {
      values[row] = entries[ids[row]];
    }
  }

  @Override
  ColumnVector vector(long[] validity, int rows) {
    return new BooleanVector(type, values, validity, rows);
  }
}
