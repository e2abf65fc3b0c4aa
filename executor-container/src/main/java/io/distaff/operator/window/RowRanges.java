package io.distaff.operator.window;

/**
 * A range of rows for each row of a batch. Neither end goes back from row to row; ranges of later
 * partitions lie behind. Confined to a task's thread.
 */
interface RowRanges {
  /** Of the i-th row the first row of its range. */
  long[] starts();

  /** Of the i-th row what is behind its range; the start if the range is empty. */
  long[] ends();

  /** Whether ranges begin with their partition: rows come in, none goes. */
  boolean onlyGrow();
}
