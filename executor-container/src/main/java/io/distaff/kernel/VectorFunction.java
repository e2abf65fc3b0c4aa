package io.distaff.kernel;

import io.distaff.vector.ColumnVector;

/**
 * A function bound to its types: chooses the kernels for the forms that its arguments have in a
 * batch. Owns the arrays of its results, which the next call overwrites.
 */
public interface VectorFunction {
  /**
   * Computes the function for a batch's rows.
   *
   * @param arguments loaded: flat or constant, at least one of them flat unless the function isn't
   *     deterministic; no constant is null unless the function sees nulls
   * @param rows at least one
   * @param validity rows in which no argument is null, with a bitmap of its own or an argument's
   *     (not to be written to); null = all rows, and always null when the function sees nulls
   */
  ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity);

  /**
   * Whether it may be given tokens in the place of large texts, and gives them ({@code
   * vector.large}). Other functions are given the values themselves, of one row at a time.
   */
  default boolean takesTokens() {
    return false;
  }

  /**
   * A number that no selected row of the last result exceeds in magnitude (for decimals: of its
   * unscaled value), or {@link Bounds#UNKNOWN}. Lets a chain of decimal kernels stay in longs
   * without looking at intermediate values.
   */
  default long resultBound() {
    return Bounds.UNKNOWN;
  }
}
