package io.distaff.eval;

import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/** A compiled boolean expression that narrows selections. Confined to one task's thread. */
public interface Predicate {
  /**
   * The rows of {@code in} for which the expression is true (neither false nor null).
   *
   * @param in null = all rows of the batch; the batch's own selection isn't looked at
   * @return {@code in} itself when every row passes (so null = all); otherwise a view of an array
   *     that the next call overwrites
   */
  SelectionVector select(VectorBatch batch, SelectionVector in);
}
