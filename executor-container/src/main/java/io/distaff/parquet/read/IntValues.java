package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;

/** Integers of up to 32 bits, and dates. */
final class IntValues extends ColumnValues {
  private final DataType type;
  private final ReservedArrays buffers;
  private int[] values = {};

  IntValues(FileColumn column, ReservedArrays buffers) {
    this.type = column.type();
    this.buffers = buffers;
  }

  @Override
  void ensureRows(int rows, int kept) {
    values = keep(values, buffers.ints(values, rows), kept);
  }

  @Override
  void readPlain(PlainPage page, int at, int count) throws MalformedException {
    copy(page.bytes, page.take(count, Integer.BYTES), values, at, count);
  }

  private static void copy(byte[] bytes, int start, int[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + i] = LittleEndian.getInt(bytes, start + i * Integer.BYTES);
    }
  }

  @Override
  void spread(int at, int count, int present, long[] validity) {
    spreadInts(values, at, count, present, validity);
  }

  @Override
  void gather(ColumnValues dictionary, int[] ids, int at, int count) {
    int[] entries = ((IntValues) dictionary).values;
    for (int row = at; row < at + count; row++) {
      values[row] = entries[ids[row]];
    }
  }

  @Override
  ColumnVector vector(long[] validity, int rows) {
    return new IntVector(type, values, validity, rows);
  }
}
