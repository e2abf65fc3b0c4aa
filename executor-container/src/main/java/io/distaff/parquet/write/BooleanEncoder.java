package io.distaff.parquet.write;

import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;

/** BOOLEAN: a byte a value while the page fills, a bit when it is complete. No dictionary. */
final class BooleanEncoder extends ValueEncoder {
  private boolean anyFalse;
  private boolean anyTrue;

  @Override
  ColumnVector.Form form() {
    return ColumnVector.Form.BOOLEAN;
  }

  @Override
  long plainSize(ColumnVector flat, int[] positions, int count) {
    return count;
  }

  @Override
  void writePlain(ColumnVector flat, int[] positions, int count, PageBuffer out) {
    byte[] values = ((BooleanVector) flat).values();
    int at = out.reserve(count);
    byte[] bytes = out.array();
    for (int i = 0; i < count; i++) {
      bytes[at + i] = values[positions[i]];
    }
  }

  @Override
  void finishPlain(PageBuffer values) {
    byte[] bytes = values.array();
    int count = values.size();
    int packed = 0;
    for (int from = 0; from < count; from += Byte.SIZE) {
      int bits = 0;
      int end = Math.min(Byte.SIZE, count - from);
      for (int i = 0; i < end; i++) {
        bits |= bytes[from + i] << i;
      }
      bytes[packed++] = (byte) bits;
    }
    values.truncate(packed);
  }

  @Override
  void observe(ColumnVector flat, int[] positions, int count) {
    byte[] values = ((BooleanVector) flat).values();
    int trues = 0;
    for (int i = 0; i < count; i++) {
      trues += values[positions[i]];
    }
    anyTrue |= trues > 0;
    anyFalse |= trues < count;
  }

  @Override
  ValueRange takeRange() {
    if (!anyTrue && !anyFalse) {
      return ValueRange.NONE;
    }
    byte[] min = {(byte) (anyFalse ? 0 : 1)};
    byte[] max = {(byte) (anyTrue ? 1 : 0)};
    anyTrue = false;
    anyFalse = false;
    return new ValueRange(min, max, 0);
  }

  @Override
  int compare(byte[] a, byte[] b) {
    return Byte.compare(a[0], b[0]);
  }

  @Override
  boolean hasDictionary() {
    return false;
  }

  @Override
  void findIds(ColumnVector flat, int[] positions, int count, int[] ids, int at) {
    throw new UnsupportedOperationException("booleans have no dictionary");
  }

  @Override
  ColumnVector dictionary() {
    throw new UnsupportedOperationException("booleans have no dictionary");
  }

  @Override
  long dictionaryBytes() {
    return 0;
  }

  @Override
  int dictionarySize() {
    return 0;
  }

  @Override
  void clearDictionary() {}
}
