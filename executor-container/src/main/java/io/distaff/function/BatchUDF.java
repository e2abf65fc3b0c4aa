package io.distaff.function;

import java.io.Serializable;

/**
 * A function of columns: it is called with many rows at a time, and so can be a loop over arrays,
 * without an object a row.
 *
 * <pre>{@code
 * (arguments, result) -> {
 *   long[] net = arguments.column(0).longs();
 *   long[] gross = result.longs();
 *   for (int row = 0; row < arguments.numRows(); row++) {
 *     gross[row] = net[row] * 119 / 100;
 *     if (arguments.column(0).isNull(row)) {
 *       result.setNull(row);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Rows are numbered from 0 to before {@link BatchArguments#numRows}, which is at least 1 and
 * another number at each call; which rows come together means nothing. Rows with null arguments are
 * among them. Arguments, result and all arrays of theirs belong to the engine: they are valid until
 * the call returns, arrays of arguments are for reading only, and those of the result may be longer
 * than there are rows. Each task has a copy of the function, which one thread calls.
 */
@FunctionalInterface
public interface BatchUDF extends Serializable {
  /** Says what the result is in each row. What it throws ends the query. */
  void call(BatchArguments arguments, BatchResult result) throws Exception;
}
