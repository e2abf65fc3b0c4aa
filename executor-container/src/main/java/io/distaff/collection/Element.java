package io.distaff.collection;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Gather;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/**
 * One element of an array by its index, or the value of a map by its key, without copying it. A key
 * that isn't there gives null.
 */
public final class Element implements VectorFunction {
  /** How elements are counted. */
  public enum Base {
    /** The first is 0. */
    ZERO,

    /** The first is 1, the last -1; nothing is 0. */
    ONE
  }

  private final boolean isMap;
  private final Base base;
  private final boolean nullOutside;
  private final Ranges ranges = new Ranges();
  private final Buffers buffers;
  private final Gather gather;

  private Element(DataType from, Base base, boolean nullOutside, ReservedArrays arrays) {
    this.isMap = from instanceof MapType;
    this.base = base;
    this.nullOutside = nullOutside;
    this.buffers = new Buffers(arrays);
    this.gather = new Gather(arrays);
  }

  /** Fails where an array has no such index. */
  public static Element of(DataType from, Base base, ReservedArrays arrays) {
    return new Element(from, base, false, arrays);
  }

  /** Null where an array has no such index. */
  public static Element orNull(DataType from, Base base, ReservedArrays arrays) {
    return new Element(from, base, true, arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ranges.load(arguments[0]);
    int[] positions = buffers.ints(rows.length());
    Arrays.fill(positions, 0, rows.length(), Gather.NULL);
    if (isMap) {
      findKeys(arguments[1].flat(rows), rows, validity, positions);
      return gather.gather(ranges.values(), positions, rows.length());
    }
    findIndexes(arguments[1].longs(rows), rows, validity, positions);
    return gather.gather(ranges.elements(), positions, rows.length());
  }

  private void findKeys(ColumnVector keys, RowSet rows, long[] validity, int[] positions) {
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        positions[row] =
            ElementSearch.first(
                ranges.elements(), ranges.start(row), ranges.length(row), keys, row);
      }
    }
  }

  private void findIndexes(long[] indexes, RowSet rows, long[] validity, int[] positions) {
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        int length = ranges.length(row);
        long offset = offset(indexes[row], length);
        if (offset >= 0 && offset < length) {
          positions[row] = ranges.start(row) + (int) offset;
        } else if (!nullOutside) {
          throw outside(indexes[row], length);
        }
      }
    }
  }

  /** From the array's begin; something outside of it where there is no such element. */
  private long offset(long index, int length) {
    if (base == Base.ZERO) {
      return index;
    }
    if (index == 0) {
      throw new DistaffException(
          ErrorCode.INVALID_ARGUMENT, "element_at: no element is 0, the first is 1");
    }
    return index > 0 ? index - 1 : index + length;
  }

  private DistaffException outside(long index, int length) {
    String what =
        base == Base.ZERO
            ? "there is no element [%d] in an array of %d; get(array, index) is NULL there"
            : "there is no element %d in an array of %d; try_element_at is NULL there";
    return new DistaffException(ErrorCode.INVALID_ARGUMENT, what.formatted(index, length));
  }
}
