package io.distaff.eval;

import io.distaff.vector.VectorBatch;

/** A step of a {@link Predicate}. */
interface RowFilter {
  /**
   * Writes the rows that pass to {@code out}, in ascending order.
   *
   * @param rows null = 0 to count - 1
   * @param out may be {@code rows}
   * @return how many passed
   */
  int select(VectorBatch batch, int[] rows, int count, int[] out);
}
