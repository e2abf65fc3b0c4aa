package io.distaff.collection;

import io.distaff.kernel.Buffers;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ValueOrder;

/** Sorts the elements of one array, by their positions: a stable merge sort, from the bottom up. */
final class PositionSort {
  /** Runs that are sorted by insertion. */
  private static final int RUN = 8;

  private final int direction;
  private final int nullOrder;
  private final Buffers buffers;

  PositionSort(boolean ascending, boolean nullsFirst, ReservedArrays arrays) {
    this.direction = ascending ? 1 : -1;
    this.nullOrder = nullsFirst ? -1 : 1;
    this.buffers = new Buffers(arrays);
  }

  /** Adds the positions of the elements in their order. */
  void sort(ColumnVector elements, int start, int length, Positions to) {
    int[] source = buffers.ints(length);
    int[] target = buffers.lengths(length);
    for (int k = 0; k < length; k++) {
      source[k] = start + k;
    }
    for (int from = 0; from < length; from += RUN) {
      insert(elements, source, from, Math.min(from + RUN, length));
    }
    for (long width = RUN; width < length; width *= 2) {
      for (long from = 0; from < length; from += 2 * width) {
        int middle = (int) Math.min(from + width, length);
        merge(
            elements, source, target, (int) from, middle, (int) Math.min(from + 2 * width, length));
      }
      int[] swapped = source;
      source = target;
      target = swapped;
    }
    for (int k = 0; k < length; k++) {
      to.add(source[k]);
    }
  }

  private void insert(ColumnVector elements, int[] values, int from, int end) {
    for (int i = from + 1; i < end; i++) {
      int value = values[i];
      int k = i;
      while (k > from && compare(elements, values[k - 1], value) > 0) {
        values[k] = values[k - 1];
        k--;
      }
      values[k] = value;
    }
  }

  private void merge(
      ColumnVector elements, int[] source, int[] target, int from, int middle, int end) {
    int left = from;
    int right = middle;
    for (int k = from; k < end; k++) {
      boolean takeLeft =
          right >= end || (left < middle && compare(elements, source[left], source[right]) <= 0);
      target[k] = takeLeft ? source[left++] : source[right++];
    }
  }

  private int compare(ColumnVector elements, int a, int b) {
    boolean aNull = elements.isNull(a);
    boolean bNull = elements.isNull(b);
    if (aNull || bNull) {
      return aNull == bNull ? 0 : aNull ? nullOrder : -nullOrder;
    }
    return direction * ValueOrder.compareValues(elements, a, elements, b);
  }
}
