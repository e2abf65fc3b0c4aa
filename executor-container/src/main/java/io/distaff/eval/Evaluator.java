package io.distaff.eval;

import io.distaff.kernel.Bounds;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/**
 * A compiled expression. Owns the arrays that its results are views of, and is therefore confined
 * to one task's thread; every task compiles its own.
 */
public interface Evaluator {
  /** The type of the results. */
  DataType type();

  /**
   * The expression's values for the selected rows of a batch. The result has {@code
   * batch.numRows()} rows, in any form; rows that aren't selected hold arbitrary values that are
   * safe to compute with. Valid until the next call, and no longer than the batch.
   *
   * @param selection the rows to compute; null = all. The batch's own selection isn't looked at
   * @throws io.distaff.error.DistaffException of a USER category when a selected row has no value
   *     (overflow, division by zero, failed cast)
   */
  ColumnVector evaluate(VectorBatch batch, SelectionVector selection);

  /** As {@link io.distaff.kernel.VectorFunction#resultBound}, of the last result. */
  default long resultBound() {
    return Bounds.UNKNOWN;
  }
}
