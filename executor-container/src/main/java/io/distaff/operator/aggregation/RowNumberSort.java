package io.distaff.operator.aggregation;

import io.distaff.plan.SortKey;
import io.distaff.vector.RowStore;
import java.util.List;

/** Sorts numbers of a store's rows by some of its columns, equal rows staying as they were. */
final class RowNumberSort {
  private final List<SortKey> keys;
  private int[] scratch = new int[0];

  /**
   * @param keys whose columns are the store's
   */
  RowNumberSort(List<SortKey> keys) {
    this.keys = keys;
  }

  void sort(RowStore store, int[] rows, int from, int to) {
    if (scratch.length < to - from) {
      scratch = new int[to - from];
    }
    mergeSort(store, rows, from, to);
  }

  private void mergeSort(RowStore store, int[] rows, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(store, rows, from, middle);
    mergeSort(store, rows, middle, to);
    if (compare(store, rows[middle - 1], rows[middle]) <= 0) {
      return;
    }
    int left = middle - from;
    System.arraycopy(rows, from, scratch, 0, left);
    int a = 0;
    int b = middle;
    for (int at = from; a < left; at++) {
      boolean takeLeft = b == to || compare(store, scratch[a], rows[b]) <= 0;
      rows[at] = takeLeft ? scratch[a++] : rows[b++];
    }
  }

  private int compare(RowStore store, int a, int b) {
    for (SortKey key : keys) {
      boolean aNull = store.isNull(key.column(), a);
      boolean bNull = store.isNull(key.column(), b);
      int order;
      if (aNull || bNull) {
        order = key.nullsFirst() ? Boolean.compare(bNull, aNull) : Boolean.compare(aNull, bNull);
      } else {
        order = store.compare(key.column(), a, b);
        order = key.descending() ? -order : order;
      }
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
