package io.distaff.text;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import java.util.BitSet;

/**
 * A column in the making: of a table, or inside a nested one. Rows are added one by one; values
 * stay text until {@link #finish} converts them column by column. Confined to the task's thread.
 */
abstract class ColumnBuilder {
  static final int FIRST_ROWS = 256;

  final ReservedArrays arrays;
  int rows;
  private long[] validity = {};
  private boolean hasNulls;

  ColumnBuilder(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  abstract void addNull();

  /** Forgets all rows from this one on, complete or not. */
  abstract void truncate(int rows);

  /**
   * The column, valid until rows are added again.
   *
   * @param text what values refer to
   * @param failed rows with a value that isn't of the type are added
   */
  abstract ColumnVector finish(byte[] text, BitSet failed);

  /** What is wrong with a row, after {@link #finish}; null when nothing is. */
  abstract String failure(int row);

  /** Ends a row. */
  final void endRow(boolean valid) {
    hasNulls &= rows > 0;
    if (Validity.words(rows + 1) > validity.length) {
      validity = arrays.grownLongs(validity, Validity.words(Math.max(FIRST_ROWS, rows + 1)));
    }
    if (valid) {
      Validity.setValid(validity, rows);
    } else {
      Validity.setNull(validity, rows);
      hasNulls = true;
    }
    rows++;
  }

  final long[] validity() {
    return hasNulls ? validity : null;
  }

  final boolean isValid(int row) {
    return !hasNulls || Validity.isValid(validity, row);
  }
}
