package io.distaff.operator.join;

import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/** A condition on rows. */
@FunctionalInterface
public interface RowFilter {
  /**
   * The rows for which the condition is true.
   *
   * @param batch whose own selection is ignored
   * @param in the rows to look at
   * @return a subset of {@code in}, valid until the next call
   */
  SelectionVector select(VectorBatch batch, SelectionVector in);
}
