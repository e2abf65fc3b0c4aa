package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;

/** Doubles, and floats read as doubles. */
final class DoubleValues extends ColumnValues {
  private final DataType type;
  private final Conversion conversion;
  private final ReservedArrays buffers;
  private double[] values = {};

  DoubleValues(FileColumn column, ReservedArrays buffers) {
    this.type = column.type();
    this.conversion = column.conversion();
    this.buffers = buffers;
  }

  @Override
  void ensureRows(int rows, int kept) {
    values = keep(values, buffers.doubles(values, rows), kept);
  }

  @Override
  void readPlain(PlainPage page, int at, int count) throws MalformedException {
    int start = page.take(count, conversion.width());
    if (conversion == Conversion.DOUBLE) {
      copyDoubles(page.bytes, start, values, at, count);
    } else if (conversion == Conversion.FLOAT_TO_DOUBLE) {
      copyFloats(page.bytes, start, values, at, count);
    } else {
      for (int i = 0; i < count; i++) {
        values[at + i] = Float16.at(page.bytes, start + i * 2);
      }
    }
  }

  private static void copyDoubles(byte[] bytes, int start, double[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + i] = Double.longBitsToDouble(LittleEndian.getLong(bytes, start + i * 8));
    }
  }

  private static void copyFloats(byte[] bytes, int start, double[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + i] = Float.intBitsToFloat(LittleEndian.getInt(bytes, start + i * 4));
    }
  }

  @Override
  void spread(int at, int count, int present, long[] validity) {
    RowMoves moves = new RowMoves(at, count, present, validity);
    while (moves.next()) {
      move(values, moves);
    }
  }

  private static void move(double[] values, RowMoves moves) {
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
    double[] entries = ((DoubleValues) dictionary).values;
    for (int row = at; row < at + count; row++) {
      values[row] = entries[ids[row]];
    }
  }

  @Override
  ColumnVector vector(long[] validity, int rows) {
    return new DoubleVector(type, values, validity, rows);
  }
}
