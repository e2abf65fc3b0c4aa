package io.distaff.vector.large;

import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import java.util.HashMap;
import java.util.Map;

/**
 * Single rows of columns by themselves, to exchange values of no others. Confined to a task's
 * thread.
 */
public final class SingleRows {
  private final ReservedArrays arrays;
  private final Map<Integer, ColumnBuffer> copies = new HashMap<>();
  private final FlatView view = new FlatView();

  /**
   * @param arrays counts the copies
   */
  public SingleRows(ReservedArrays arrays) {
    this.arrays = arrays;
  }

  /**
   * A row as a flat vector of one row, within which all is flat too; valid until the next of the
   * column.
   *
   * @param column one of a type of its own
   */
  public ColumnVector of(int column, ColumnVector vector, int row) {
    ColumnBuffer copy =
        copies.computeIfAbsent(column, key -> new ColumnBuffer(vector.type(), arrays));
    view.set(vector, new int[] {row}, 1);
    copy.begin(1);
    copy.copy(view, null, 1);
    return copy.vector();
  }
}
