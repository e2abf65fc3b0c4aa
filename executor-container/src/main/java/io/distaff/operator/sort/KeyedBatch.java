package io.distaff.operator.sort;

import io.distaff.vector.FlatView;
import io.distaff.vector.VectorBatch;

/**
 * The keys of some rows of a batch, ready to be compared; reused from batch to batch. Confined to a
 * task's thread.
 */
final class KeyedBatch {
  private final RowOrder order;
  private final FlatView[] views;
  private long[] prefixes = new long[0];

  KeyedBatch(RowOrder order) {
    this.order = order;
    this.views = new FlatView[order.numKeys()];
    for (int k = 0; k < views.length; k++) {
      views[k] = new FlatView();
    }
  }

  /**
   * @param rows positions in the batch, in the first {@code count} slots; kept
   */
  void set(VectorBatch batch, int[] rows, int count) {
    if (prefixes.length < count) {
      prefixes = new long[count];
    }
    for (int k = 0; k < views.length; k++) {
      views[k].set(batch.column(order.key(k).column()), rows, count);
    }
    if (views.length > 0) {
      order.key(0).prefixes(views[0], count, prefixes);
    }
  }

  /** For the i-th of the rows, see {@link KeyWords#prefixes}. */
  long prefix(int i) {
    return prefixes[i];
  }

  FlatView view(int key) {
    return views[key];
  }
}
