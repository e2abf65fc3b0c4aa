package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FloatVector;

/** Floats, of half the size or not. */
final class FloatValues extends ColumnValues {
  private final DataType type;
  private final Conversion conversion;
  private final ReservedArrays buffers;
  private float[] values = {};

  FloatValues(FileColumn column, ReservedArrays buffers) {
    this.type = column.type();
    this.conversion = column.conversion();
    this.buffers = buffers;
  }

  @Override
  void ensureRows(int rows, int kept) {
    values = keep(values, buffers.floats(values, rows), kept);
  }

  @Override
  void readPlain(PlainPage page, int at, int count) throws MalformedException {
    int start = page.take(count, conversion.width());
    if (conversion == Conversion.FLOAT) {
      copy(page.bytes, start, values, at, count);
    } else {
      copyHalves(page.bytes, start, values, at, count);
    }
  }

  private static void copy(byte[] bytes, int start, float[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + i] = Float.intBitsToFloat(LittleEndian.getInt(bytes, start + i * Float.BYTES));
    }
  }

  private static void copyHalves(byte[] bytes, int start, float[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + i] = Float16.at(bytes, start + i * 2);
    }
  }

  @Override
  void spread(int at, int count, int present, long[] validity) {
    RowMoves moves = new RowMoves(at, count, present, validity);
    while (moves.next()) {
      move(values, moves);
    }
  }

  private static void move(float[] values, RowMoves moves) {
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
    float[] entries = ((FloatValues) dictionary).values;
    for (int row = at; row < at + count; row++) {
      values[row] = entries[ids[row]];
    }
  }

  @Override
  ColumnVector vector(long[] validity, int rows) {
    return new FloatVector(type, values, validity, rows);
  }
}
