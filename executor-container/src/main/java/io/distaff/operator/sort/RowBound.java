package io.distaff.operator.sort;

import io.distaff.types.DataType;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * For a sort of which only the first rows are wanted: the last of the best rows so far. Rows that
 * don't come before it can be dropped unseen. Confined to a task's thread.
 */
final class RowBound {
  private final RowOrder order;
  private final List<DataType> types;

  /** Null when nobody else wants to know. */
  private final SortBound shared;

  private final SelectedRows selectedRows = new SelectedRows();
  private final KeyedBatch candidates;
  private final KeyedBatch bound;
  private boolean isKnown;
  private int[] picked = new int[0];

  RowBound(RowOrder order, List<DataType> types, SortBound shared) {
    this.order = order;
    this.types = types;
    this.shared = shared;
    this.candidates = new KeyedBatch(order);
    this.bound = new KeyedBatch(order);
  }

  /** Takes a row of a batch as the bound from now on. */
  void set(VectorBatch batch, int row) {
    RowStore copy = new RowStore(types);
    FlatView[] views = new FlatView[types.size()];
    int[] rows = {row};
    for (int c = 0; c < views.length; c++) {
      views[c] = new FlatView();
      views[c].set(batch.column(c), rows, 1);
    }
    copy.append(views, null, 1);
    bound.set(copy.page(0), selectedRows.first(1), 1);
    isKnown = true;
    if (shared != null) {
      shared.offer(bound.view(0));
    }
  }

  /**
   * Finds the rows that come before the bound.
   *
   * @param rows positions in the batch, in the first {@code count} slots
   * @return how many there are; which is said by {@link #picked()}
   */
  int pick(VectorBatch batch, int[] rows, int count) {
    if (!isKnown) {
      picked = rows;
      return count;
    }
    candidates.set(batch, rows, count);
    int[] target = new int[count];
    int found = 0;
    for (int i = 0; i < count; i++) {
      target[found] = rows[i];
      found += order.compare(candidates, i, bound, 0) < 0 ? 1 : 0;
    }
    picked = target;
    return found;
  }

  int[] picked() {
    return picked;
  }
}
