package io.distaff.operator.join;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.MapVector;
import io.distaff.vector.Validity;

/**
 * Repeats and reorders the rows of a column, in arrays that are reused: numbers and structs are
 * copied, dictionaries, bytes and the entries of arrays and maps stay where they are. Confined to a
 * task's thread.
 */
final class RowGather {
  private final ColumnBuffer buffer;
  private final ReservedArrays arrays;
  private final FlatView view = new FlatView();
  private int[] first = new int[0];
  private int[] second = new int[0];
  private long[] bits = new long[0];

  RowGather(DataType type, ReservedArrays arrays) {
    this.buffer = new ColumnBuffer(type, arrays);
    this.arrays = arrays;
  }

  /** The column's rows {@code rows[0 .. count)}; valid until the next call. */
  ColumnVector gather(ColumnVector column, int[] rows, int count) {
    return switch (column.form()) {
      case CONSTANT -> new ConstantVector(((ConstantVector) column).single(), count);
      case DICTIONARY -> {
        DictionaryVector vector = (DictionaryVector) column;
        ensure(count);
        gather(vector.ids(), rows, count, first);
        yield new DictionaryVector(
            vector.dictionary(), first, gather(vector.validity(), rows, count), count);
      }
      case BYTES -> {
        BytesVector vector = (BytesVector) column;
        ensure(count);
        gather(vector.starts(), rows, count, first);
        gather(vector.lengths(), rows, count, second);
        yield new BytesVector(
            vector.type(),
            vector.data(),
            first,
            second,
            gather(vector.validity(), rows, count),
            count);
      }
      case ARRAY -> {
        ArrayVector vector = (ArrayVector) column;
        ensure(count);
        gather(vector.starts(), rows, count, first);
        gather(vector.lengths(), rows, count, second);
        yield new ArrayVector(
            vector.type(),
            first,
            second,
            vector.elements(),
            gather(vector.validity(), rows, count),
            count);
      }
      case MAP -> {
        MapVector vector = (MapVector) column;
        ensure(count);
        gather(vector.starts(), rows, count, first);
        gather(vector.lengths(), rows, count, second);
        yield new MapVector(
            vector.type(),
            first,
            second,
            vector.keys(),
            vector.values(),
            gather(vector.validity(), rows, count),
            count);
      }
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE, STRUCT -> {
        view.set(column, rows, count);
        buffer.begin(count);
        buffer.copy(view, null, count);
        yield buffer.vector();
      }
    };
  }

  private void ensure(int count) {
    first = arrays.ints(first, count);
    second = arrays.ints(second, count);
  }

  private static void gather(int[] source, int[] rows, int count, int[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = source[rows[i]];
    }
  }

  private long[] gather(long[] validity, int[] rows, int count) {
    if (validity == null) {
      return null;
    }
    int words = Validity.words(count);
    bits = arrays.longs(bits, words);
    java.util.Arrays.fill(bits, 0, words, 0);
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      bits[i >>> 6] |= (validity[row >>> 6] >>> row & 1) << i;
    }
    return bits;
  }
}
