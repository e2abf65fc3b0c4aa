package io.distaff.operator;

import io.distaff.kernel.Forms;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.MapVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * Repeats and reorders the rows of a column, in arrays that are reused: numbers are copied,
 * dictionaries, bytes and the entries of arrays and maps stay where they are. Confined to a task's
 * thread.
 */
public final class RowGather {
  private final ColumnBuffer buffer;
  private final RowGather[] members;
  private final ReservedArrays arrays;
  private final FlatView view = new FlatView();
  private int[] first = new int[0];
  private int[] second = new int[0];
  private long[] bits = new long[0];

  public RowGather(DataType type, ReservedArrays arrays) {
    this.buffer = type instanceof StructType ? null : new ColumnBuffer(type, arrays);
    this.members =
        type instanceof StructType struct
            ? struct.members().stream()
                .map(member -> new RowGather(member.type(), arrays))
                .toArray(RowGather[]::new)
            : new RowGather[0];
    this.arrays = arrays;
  }

  /** The column's rows {@code rows[0 .. count)}; valid until the next call. */
  public ColumnVector gather(ColumnVector column, int[] rows, int count) {
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
        gatherRanges(vector.starts(), vector.lengths(), rows, count);
        long[] validity = gather(vector.validity(), rows, count);
        yield new BytesVector(vector.type(), vector.data(), first, second, validity, count);
      }
      case ARRAY -> {
        ArrayVector vector = (ArrayVector) column;
        gatherRanges(vector.starts(), vector.lengths(), rows, count);
        long[] validity = gather(vector.validity(), rows, count);
        yield new ArrayVector(vector.type(), first, second, vector.elements(), validity, count);
      }
      case MAP -> {
        MapVector vector = (MapVector) column;
        gatherRanges(vector.starts(), vector.lengths(), rows, count);
        long[] validity = gather(vector.validity(), rows, count);
        yield new MapVector(
            vector.type(), first, second, vector.keys(), vector.values(), validity, count);
      }
      case STRUCT -> {
        StructVector vector = (StructVector) column;
        ColumnVector[] gathered = new ColumnVector[members.length];
        for (int m = 0; m < gathered.length; m++) {
          gathered[m] = members[m].gather(vector.member(m), rows, count);
        }
        yield new StructVector(
            vector.type(), gathered, gather(vector.validity(), rows, count), count);
      }
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> {
        view.set(column, rows, count);
        buffer.begin(count);
        buffer.copy(view, null, count);
        yield buffer.vector();
      }
    };
  }

  /**
   * As {@link #gather}, with more nulls than the column has.
   *
   * @param rows valid positions where the result is null too, unless the column has no rows
   * @param present bitmap of the result's rows that aren't null for another reason; null when none
   *     is
   */
  public ColumnVector gather(ColumnVector column, int[] rows, int count, long[] present) {
    if (column.length() == 0) {
      return ConstantVector.ofNull(column.type(), count);
    }
    ColumnVector gathered = gather(column, rows, count);
    if (present == null) {
      return gathered;
    }
    if (gathered instanceof ConstantVector constant) {
      if (constant.isNull()) {
        return gathered;
      }
      first = arrays.ints(first, count);
      Arrays.fill(first, 0, count, 0);
      return new DictionaryVector(constant.single(), first, present, count);
    }
    long[] validity = Validity.and(Forms.validity(gathered), present, count);
    return gathered instanceof DictionaryVector dictionary
        ? new DictionaryVector(dictionary.dictionary(), dictionary.ids(), validity, count)
        : Forms.view(gathered, gathered.type(), validity);
  }

  private void gatherRanges(int[] starts, int[] lengths, int[] rows, int count) {
    ensure(count);
    gather(starts, rows, count, first);
    gather(lengths, rows, count, second);
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
    Arrays.fill(bits, 0, words, 0);
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      bits[i >>> 6] |= (validity[row >>> 6] >>> row & 1) << i;
    }
    return bits;
  }
}
