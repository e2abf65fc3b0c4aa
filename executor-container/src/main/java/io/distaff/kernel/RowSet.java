package io.distaff.kernel;

import io.distaff.vector.SelectionVector;

/**
 * The rows that kernels work on, in ascending order.
 *
 * @param rows positions, in its first {@code count} slots; null = 0 to count - 1
 * @param length rows in the vectors, which is what arrays must have room for
 */
public record RowSet(int[] rows, int count, int length) {
  /** Below one row in four a loop over positions beats a plain one that SIMD speeds up. */
  private static final int DENSE_SHARE = 4;

  public static RowSet of(SelectionVector selection, int numRows) {
    return selection == null
        ? all(numRows)
        : new RowSet(selection.rows(), selection.count(), numRows);
  }

  public static RowSet all(int numRows) {
    return new RowSet(null, numRows, numRows);
  }

  /**
   * A superset for kernels that can't fail: every row where many are selected, because a plain loop
   * is faster then.
   */
  public RowSet dense() {
    return rows == null || count < length / DENSE_SHARE ? this : all(length);
  }

  public int row(int i) {
    return rows == null ? i : rows[i];
  }
}
