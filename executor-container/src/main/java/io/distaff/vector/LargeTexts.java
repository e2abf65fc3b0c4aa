package io.distaff.vector;

import io.distaff.types.DataType;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the rows of batches in which text or binary values are longer than a number of bytes.
 * Immutable.
 *
 * @param columns of type STRING or BINARY that are looked at
 * @param leastBytes of a value that is large
 */
public record LargeTexts(BitSet columns, long leastBytes) {
  /** The columns of these that are text or binary. */
  public static BitSet textColumns(List<DataType> types) {
    BitSet columns = new BitSet();
    for (int c = 0; c < types.size(); c++) {
      DataType.Kind kind = types.get(c).kind();
      columns.set(c, kind == DataType.Kind.STRING || kind == DataType.Kind.BINARY);
    }
    return columns;
  }

  /**
   * Whether there may be such rows among some.
   *
   * @param rows in the first {@code count} slots
   */
  public boolean mayBeAmong(VectorBatch batch, int[] rows, int count) {
    for (int c = columns.nextSetBit(0); c >= 0; c = columns.nextSetBit(c + 1)) {
      if (RowBytes.longest(batch.column(c), rows, count) >= leastBytes) {
        return true;
      }
    }
    return false;
  }

  /** Whether a row has such a value. */
  public boolean isIn(VectorBatch batch, int row) {
    for (int c = columns.nextSetBit(0); c >= 0; c = columns.nextSetBit(c + 1)) {
      if (isLarge(batch.column(c), row)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the value of a row in one of the columns is large. */
  public boolean isLarge(ColumnVector column, int row) {
    return !column.isNull(row)
        && TextRow.values(column).lengths()[TextRow.position(column, row)] >= leastBytes;
  }
}
