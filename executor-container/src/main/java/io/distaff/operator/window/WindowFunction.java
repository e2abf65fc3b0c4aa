package io.distaff.operator.window;

import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.vector.ColumnVector;

/** One window function at work. Confined to a task's thread. */
interface WindowFunction {
  /**
   * The results for a batch of the unit; called for its batches in order, and for one unit after
   * the other.
   *
   * @param at stands on the batch
   * @return as many rows as the batch has, valid until the next call
   */
  ColumnVector compute(RowPlaces places, Cursor at);
}
