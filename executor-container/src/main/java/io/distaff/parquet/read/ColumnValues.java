package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;

/**
 * The arrays that a column's values are decoded into: of the batch that is being made, or of a
 * dictionary. Reused from batch to batch.
 *
 * <p>A range of rows with nulls is read in two steps: the values that are there go to the front of
 * the range, one after the other, then {@link #spread} moves each to its row, as {@link RowMoves}
 * says; a null row is left with the value of a neighbour.
 */
abstract class ColumnValues {
  /**
   * Makes the arrays.
   *
   * @param large where large values go, for which tokens stand
   */
  static ColumnValues create(FileColumn column, ReservedArrays buffers, LargeValues large) {
    return switch (column.conversion().form()) {
      case BOOLEAN -> new BooleanValues(column, buffers);
      case INT -> new IntValues(column, buffers);
      case LONG -> new LongValues(column, buffers);
      case INT128 -> new Int128Values(column, buffers);
      case FLOAT -> new FloatValues(column, buffers);
      case DOUBLE -> new DoubleValues(column, buffers);
      case BYTES -> new BytesValues(column, buffers, large);
      case DICTIONARY, CONSTANT, ARRAY, MAP, STRUCT ->
          throw new IllegalArgumentException("no values of " + column.conversion());
    };
  }

  /** The same, with room for a batch. */
  static ColumnValues forBatches(FileColumn column, ReservedArrays buffers, LargeValues large) {
    ColumnValues values = create(column, buffers, large);
    values.ensureRows(VectorBatch.TARGET_ROWS, 0);
    return values;
  }

  /** Makes room; of what is there the first {@code kept} rows stay. */
  abstract void ensureRows(int rows, int kept);

  /** The new array, with what is to be kept of the old one. */
  static <T> T keep(T old, T array, int kept) {
    if (old != array && kept > 0) {
      System.arraycopy(old, 0, array, 0, kept);
    }
    return array;
  }

  /** Begins a new batch or dictionary. */
  void clear() {}

  /** Lets go of an array that large values have made large. */
  void release() {}

  /** Reads the page's next {@code count} values to {@code [at, at + count)}. */
  abstract void readPlain(PlainPage page, int at, int count) throws MalformedException;

  /**
   * Moves the {@code present} values at the front of {@code [at, at + count)} to the rows that the
   * bitmap says have one.
   */
  abstract void spread(int at, int count, int present, long[] validity);

  /**
   * Looks rows {@code [at, at + count)} up in a dictionary.
   *
   * @param dictionary of the same class
   */
  abstract void gather(ColumnValues dictionary, int[] ids, int at, int count);

  /** Passes over values; rows from {@code at} may be overwritten. */
  void skipPlain(PlainPage page, int at, int count) throws MalformedException {
    readPlain(page, at, count);
  }

  /** Makes rows that nobody looks at safe to compute with. */
  void clearRows(int at, int count) {}

  /** Makes the null rows among those looked up as {@link #spread} leaves them. */
  void clearNulls(int at, int count, long[] validity) {}

  abstract ColumnVector vector(long[] validity, int rows);

  /** 1 when the row has a value, else 0. */
  static int validBit(long[] validity, int row) {
    return (int) (validity[row >>> 6] >>> row) & 1;
  }

  /** As {@link #spread}, of ids and other ints. */
  static void spreadInts(int[] values, int at, int count, int present, long[] validity) {
    RowMoves moves = new RowMoves(at, count, present, validity);
    while (moves.next()) {
      moveInts(values, moves);
    }
  }

  private static void moveInts(int[] values, RowMoves moves) {
    int source = moves.source;
    long bits = moves.bits;
    for (int row = moves.last, first = moves.first; row >= first; row--) {
      values[row] = values[source];
      source += (int) (bits >> 63);
      bits <<= 1;
    }
  }
}
