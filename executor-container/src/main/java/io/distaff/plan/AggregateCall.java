package io.distaff.plan;

import io.distaff.types.DataType;

/**
 * One aggregate. The state of COUNT is a BIGINT, of SUM, MIN and MAX a value of the result type,
 * null before the first value; so every state is one column.
 *
 * @param function what to compute
 * @param column position of the argument in the input, or of the state in phase FINAL; -1 for COUNT
 *     of rows
 * @param filter position of a BOOLEAN column that must be true for a row to count; -1 when there is
 *     none; not in phase FINAL
 * @param type of the result; SUM of integers is BIGINT, of DECIMAL(p,s) is DECIMAL(38,s) unless
 *     given otherwise, of floating point DOUBLE; overflow is an error
 */
public record AggregateCall(Function function, int column, int filter, DataType type) {
  /**
   * What an aggregate computes. AVG and the variances are written with SUM and COUNT by the
   * planner.
   */
  public enum Function {
    COUNT,
    SUM,
    MIN,
    MAX,
    /** Any one value of the group, null only if all are: for columns that depend on the keys. */
    ANY_VALUE
  }
}
