package io.distaff.operator.sort;

import io.distaff.plan.SortKey;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import java.util.Arrays;
import java.util.List;

/**
 * Orders the rows of a store. The keys of a row are packed into one long, as many as fit: of each
 * key its {@link KeyCode} less the smallest one of all rows, which takes only the bits that the
 * column's range needs, and of text what follows the beginning that all rows share. Row numbers are
 * then sorted by radix on these longs. Where the longs don't tell everything, runs of equal ones
 * are sorted by comparing rows.
 *
 * <pre>
 *   o_orderdate desc, o_orderkey:   00...0 | 12 bits | 23 bits     exact: nothing is compared
 *   c_name, c_custkey:              8 bytes after "Customer#0000"  not exact: ties are compared
 * </pre>
 *
 * Needs {@link #BYTES_PER_ROW} beside the store. Confined to a task's thread.
 */
final class RowSorter {
  /** Two longs and two ints. */
  static final int BYTES_PER_ROW = 24;

  private static final int SMALL_RUN = 16;
  private static final int DIGIT_BITS = 8;
  private static final int BUCKETS = 1 << DIGIT_BITS;

  private final RowStore store;
  private final List<SortKey> keys;
  private final int numRows;
  private final FlatView view = new FlatView();
  private final SelectedRows all = new SelectedRows();
  private long[] packed;
  private long[] scratch;
  private int[] order;
  private int[] scratchOrder;
  private int usedBits;
  private boolean exact = true;

  private RowSorter(RowStore store, List<SortKey> keys) {
    this.store = store;
    this.keys = keys;
    this.numRows = store.numRows();
  }

  /** The numbers of the store's rows in the order of the keys. */
  static int[] sort(RowStore store, List<SortKey> keys) {
    return new RowSorter(store, keys).sort();
  }

  private int[] sort() {
    packed = new long[numRows];
    scratch = new long[numRows];
    order = new int[numRows];
    scratchOrder = new int[numRows];
    for (int i = 0; i < numRows; i++) {
      order[i] = i;
    }
    for (SortKey key : keys) {
      if (!exact) {
        break;
      }
      pack(key);
    }
    sortByRadix();
    if (!exact) {
      sortTies();
    }
    return order;
  }

  /** Adds a key behind the bits in use, or as much of it as there is room for. */
  private void pack(SortKey key) {
    long[] codes = scratch;
    boolean codesExact = encode(key.column(), codes);
    boolean nulls = store.hasNulls(key.column());
    long smallest = -1L;
    long largest = 0;
    boolean any = false;
    for (int i = 0; i < numRows; i++) {
      if (!nulls || !store.isNull(key.column(), i)) {
        long code = codes[i];
        smallest = Long.compareUnsigned(code, smallest) < 0 ? code : smallest;
        largest = Long.compareUnsigned(code, largest) > 0 ? code : largest;
        any = true;
      }
    }
    long range = any ? largest - smallest : 0;
    if (nulls && range == -1L) {
      // No number is left for null: the last bit makes room.
      for (int i = 0; i < numRows; i++) {
        codes[i] >>>= 1;
      }
      smallest >>>= 1;
      largest >>>= 1;
      range = largest - smallest;
      codesExact = false;
    }
    long base = key.descending() ? largest : smallest;
    long shiftForNull = nulls && key.nullsFirst() ? 1 : 0;
    long nullCode = key.nullsFirst() ? 0 : range + 1;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(nulls ? range + 1 : range);
    int dropped = Math.max(0, usedBits + bits - Long.SIZE);
    int added = bits - dropped;
    if (bits > 0 && added == 0) {
      exact = false;
      return;
    }
    boolean descending = key.descending();
    for (int i = 0; i < numRows; i++) {
      long code = (descending ? base - codes[i] : codes[i] - base) + shiftForNull;
      code = nulls && store.isNull(key.column(), i) ? nullCode : code;
      packed[i] = added == Long.SIZE ? code : packed[i] << added | code >>> dropped;
    }
    usedBits += added;
    exact = codesExact && dropped == 0;
  }

  /** Codes of a column's rows; whether different values always have different codes. */
  private boolean encode(int column, long[] codes) {
    int skip = 0;
    boolean shortText = false;
    boolean codesExact = true;
    if (numRows > 0 && store.column(column, 0) instanceof BytesVector) {
      TextShape shape = TextShape.of(store, column);
      skip = shape.sharedBytes();
      shortText = shape.longest() - skip < Long.BYTES;
      codesExact = shortText;
    }
    for (int page = 0; page < store.numPages(); page++) {
      int count = store.pageRows(page);
      int from = page * RowStore.PAGE_ROWS;
      ColumnVector vector = store.column(column, page);
      view.set(vector, all.first(count), count);
      codesExact &= !(vector instanceof Int128Vector);
      KeyCode.encode(view.values(), view.positions(), count, skip, codes, from);
      if (shortText) {
        // The eighth byte is free: the length tells "a" from "a\0".
        int[] lengths = ((BytesVector) vector).lengths();
        for (int i = 0; i < count; i++) {
          codes[from + i] |= lengths[i] - skip & 0xFF;
        }
      }
    }
    return codesExact;
  }

  /**
   * What all texts of a column have in common.
   *
   * @param sharedBytes how many bytes at the beginning are the same in all
   * @param longest length of the longest
   */
  private record TextShape(int sharedBytes, int longest) {
    static TextShape of(RowStore store, int column) {
      byte[] first = null;
      int shared = 0;
      int longest = 0;
      for (int page = 0; page < store.numPages(); page++) {
        BytesVector bytes = (BytesVector) store.column(column, page);
        for (int i = 0; i < bytes.length(); i++) {
          if (bytes.isNull(i)) {
            continue;
          }
          int start = bytes.starts()[i];
          int length = bytes.lengths()[i];
          if (first == null) {
            first = Arrays.copyOfRange(bytes.data(), start, start + length);
            shared = length;
          }
          int end = start + Math.min(shared, length);
          int mismatch = Arrays.mismatch(first, 0, shared, bytes.data(), start, end);
          shared = mismatch < 0 ? shared : mismatch;
          longest = Math.max(longest, length);
        }
      }
      return new TextShape(shared, longest);
    }
  }

  /** Least significant digit first; digits that are the same in all rows cost nothing. */
  private void sortByRadix() {
    int numDigits = (usedBits + DIGIT_BITS - 1) / DIGIT_BITS;
    int[][] counts = new int[numDigits][BUCKETS];
    for (int i = 0; i < numRows; i++) {
      long code = packed[i];
      for (int d = 0; d < numDigits; d++) {
        counts[d][(int) code & BUCKETS - 1]++;
        code >>>= DIGIT_BITS;
      }
    }
    for (int d = 0; d < numDigits; d++) {
      int shift = d * DIGIT_BITS;
      if (numRows > 0 && counts[d][(int) (packed[0] >>> shift) & BUCKETS - 1] < numRows) {
        scatter(shift, counts[d]);
      }
    }
  }

  private void scatter(int shift, int[] counts) {
    int start = 0;
    for (int b = 0; b < BUCKETS; b++) {
      int size = counts[b];
      counts[b] = start;
      start += size;
    }
    for (int i = 0; i < numRows; i++) {
      int to = counts[(int) (packed[i] >>> shift) & BUCKETS - 1]++;
      scratch[to] = packed[i];
      scratchOrder[to] = order[i];
    }
    long[] sorted = scratch;
    scratch = packed;
    packed = sorted;
    int[] sortedOrder = scratchOrder;
    scratchOrder = order;
    order = sortedOrder;
  }

  private void sortTies() {
    int start = 0;
    for (int i = 1; i <= numRows; i++) {
      if (i == numRows || packed[i] != packed[start]) {
        if (i - start > 1) {
          mergeSort(start, i);
        }
        start = i;
      }
    }
  }

  private void mergeSort(int from, int to) {
    if (to - from <= SMALL_RUN) {
      insertionSort(from, to);
      return;
    }
    int middle = from + to >>> 1;
    mergeSort(from, middle);
    mergeSort(middle, to);
    if (compareRows(order[middle - 1], order[middle]) <= 0) {
      return;
    }
    System.arraycopy(order, from, scratchOrder, from, middle - from);
    int left = from;
    int right = middle;
    for (int k = from; left < middle; k++) {
      if (right < to && compareRows(order[right], scratchOrder[left]) < 0) {
        order[k] = order[right++];
      } else {
        order[k] = scratchOrder[left++];
      }
    }
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int row = order[i];
      int k = i - 1;
      while (k >= from && compareRows(order[k], row) > 0) {
        order[k + 1] = order[k];
        k--;
      }
      order[k + 1] = row;
    }
  }

  private int compareRows(int a, int b) {
    for (SortKey key : keys) {
      int column = key.column();
      boolean nullA = store.isNull(column, a);
      boolean nullB = store.isNull(column, b);
      if (nullA || nullB) {
        if (nullA != nullB) {
          return nullA == key.nullsFirst() ? -1 : 1;
        }
      } else {
        int byValue = store.compare(column, a, b);
        if (byValue != 0) {
          return key.descending() ? -byValue : byValue;
        }
      }
    }
    return 0;
  }
}
