package io.distaff.api;

import io.distaff.kernel.BytesKernels;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.VectorBatch;

/**
 * What a row of a batch takes on the heap as objects, near enough to stop before the heap is full.
 * Mutable, and confined to one thread.
 */
final class RowSize {
  private static final int ROW_BYTES = 56;
  private static final int REFERENCE_BYTES = 4;
  private static final int ENTRY_BYTES = 56;
  private static final int BOXED_BYTES = 24;
  private static final int STRING_BYTES = 40;

  private long bytes;
  private long mostDecodingBytes;

  /** Measures a row. */
  void set(VectorBatch batch, int row) {
    bytes = ROW_BYTES;
    mostDecodingBytes = 0;
    for (int column = 0; column < batch.numColumns(); column++) {
      add(batch.column(column), row);
    }
  }

  /** Of the objects. */
  long bytes() {
    return bytes;
  }

  /** Of the objects, and of what there is beside them while they are made. */
  long makingBytes() {
    return bytes + mostDecodingBytes;
  }

  private void add(ColumnVector vector, int row) {
    bytes += REFERENCE_BYTES;
    if (vector.isNull(row)) {
      return;
    }
    switch (vector.form()) {
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> bytes += BOXED_BYTES;
      case INT128 -> bytes += 2 * BOXED_BYTES;
      case BYTES -> add((BytesVector) vector, row);
      case ARRAY -> {
        ArrayVector array = (ArrayVector) vector;
        add(array.elements(), array.starts()[row], array.lengths()[row]);
      }
      case MAP -> {
        MapVector map = (MapVector) vector;
        int count = map.lengths()[row];
        add(map.keys(), map.starts()[row], count);
        add(map.values(), map.starts()[row], count);
        bytes += (long) ENTRY_BYTES * count;
      }
      case STRUCT -> {
        bytes += ROW_BYTES;
        for (ColumnVector member : ((StructVector) vector).members()) {
          add(member, row);
        }
      }
      case DICTIONARY -> {
        DictionaryVector dictionary = (DictionaryVector) vector;
        add(dictionary.dictionary(), dictionary.ids()[row]);
      }
      case CONSTANT -> add(((ConstantVector) vector).single(), 0);
    }
  }

  private void add(ColumnVector elements, int start, int count) {
    bytes += ROW_BYTES;
    for (int i = start; i < start + count; i++) {
      add(elements, i);
    }
  }

  private void add(BytesVector values, int row) {
    int start = values.starts()[row];
    int length = values.lengths()[row];
    bytes += STRING_BYTES;
    if (values.type().kind() != DataType.Kind.STRING
        || BytesKernels.isAscii(values.data(), start, start + length)) {
      bytes += length;
    } else {
      bytes +=
          (long) Character.BYTES
              * BytesKernels.countCodePoints(values.data(), start, start + length);
      // A String is decoded into an array for as many characters as the text has bytes.
      mostDecodingBytes = Math.max(mostDecodingBytes, (long) Character.BYTES * length);
    }
  }
}
