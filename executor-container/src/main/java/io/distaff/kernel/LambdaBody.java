package io.distaff.kernel;

import io.distaff.vector.ColumnVector;

/** What a lambda computes, for any number of elements at once. */
public interface LambdaBody {
  /** How many parameters it takes. */
  int numParameters();

  /**
   * The results of {@code count} calls, valid until the next call.
   *
   * @param parameters one vector of that many rows for each parameter of the lambda, in any form
   * @param owners the row of the batch that each call belongs to, whose values the lambda may have
   *     captured
   */
  ColumnVector apply(ColumnVector[] parameters, int[] owners, int count);
}
