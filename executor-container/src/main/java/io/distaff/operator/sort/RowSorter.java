package io.distaff.operator.sort;

import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import java.util.Arrays;

/**
 * Sorts the rows of a {@link RowStore} without moving them and without comparing rows: the rows'
 * first words ({@link KeyWords}) are sorted as longs; wherever they are the same, the range's next
 * words take their place and are sorted, and so on to the last word of the last key.
 *
 * <pre>
 *   rows   words of key 0     next words, of tied ranges only
 *   3      "apple.."5         -
 *   0      "bananas"+  tied   ""0
 *   2      "bananas"+  tied   " split"6
 *   1      "cherry."6         -
 * </pre>
 *
 * In a tied range all words are the same, so all values end there or all go on: a range has one
 * depth. First keys that fit together in one word are sorted at once ({@link PackedKeys}). Nulls
 * are moved to their end of the range before a key's first words are made. Ranges wait in a stack
 * of frames, because values with long common beginnings would nest calls too deep. Confined to a
 * task's thread.
 */
final class RowSorter {
  private static final int BYTES_A_ROW = Long.BYTES + Integer.BYTES;

  /** From here on it is looked for how much values have in common, instead of word by word. */
  private static final int MIN_DEPTH_TO_SKIP = 4;

  private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(RowStore.PAGE_ROWS);
  private static final int PAGE_MASK = RowStore.PAGE_ROWS - 1;

  private final RowOrder order;
  private final RadixSort radixSort = new RadixSort();
  private final SelectedRows selectedRows = new SelectedRows();
  private final FlatView view = new FlatView();
  private RowStore store;
  private ColumnVector[][] pages;
  private long[] words;
  private int[] rows;
  private SortedKeys sortedKeys;

  // Frame f: the words of rows [position, end) are sorted, ties among them are still to be dealt
  // with.
  private int numFrames;
  private int[] positions = new int[16];
  private int[] ends = new int[16];
  private int[] keys = new int[16];
  private int[] depths = new int[16];

  RowSorter(RowOrder order) {
    this.order = order;
  }

  /** Bytes that sorting so many rows allocates. */
  static long bytes(int numRows) {
    return (long) numRows * BYTES_A_ROW + PackedKeys.bytes(numRows);
  }

  /** The store's rows in order. Allocates {@link #bytes}. */
  int[] sort(RowStore rowStore) {
    int numRows = rowStore.numRows();
    store = rowStore;
    words = new long[numRows];
    rows = new int[numRows];
    for (int i = 0; i < numRows; i++) {
      rows[i] = i;
    }
    pages = new ColumnVector[order.numKeys()][rowStore.numPages()];
    for (int k = 0; k < pages.length; k++) {
      for (int page = 0; page < pages[k].length; page++) {
        pages[k][page] = rowStore.columnIgnoringNulls(order.key(k).column(), page);
      }
    }
    PackedKeys packed = new PackedKeys(order, store, pages);
    int packedKeys = packed.pack(words);
    sortedKeys = null;
    if (packedKeys > 0) {
      sortPacked(numRows, packedKeys);
    } else {
      beginKey(0, numRows, 0);
    }
    while (numFrames > 0) {
      nextTie();
    }
    if (packedKeys > 0 && packedKeys == order.numKeys()) {
      sortedKeys = packed.sorted(words);
    }
    int[] sorted = rows;
    store = null;
    pages = null;
    words = null;
    rows = null;
    return sorted;
  }

  /** Takes what the words tell of the rows sorted last: their keys, or null. */
  SortedKeys takeSortedKeys() {
    SortedKeys taken = sortedKeys;
    sortedKeys = null;
    return taken;
  }

  /** Sorts all rows by their first keys, which their words have. */
  private void sortPacked(int numRows, int packedKeys) {
    radixSort.sort(words, rows, 0, numRows);
    if (packedKeys < order.numKeys()) {
      push(0, numRows, packedKeys - 1, 0);
    }
  }

  /** Finds the top frame's next ties and sorts them by what comes next; or drops the frame. */
  private void nextTie() {
    int frame = numFrames - 1;
    int end = ends[frame];
    int from = positions[frame];
    while (from + 1 < end && words[from] != words[from + 1]) {
      from++;
    }
    if (from + 1 >= end) {
      numFrames--;
      return;
    }
    long word = words[from];
    int to = from + 2;
    while (to < end && words[to] == word) {
      to++;
    }
    positions[frame] = to;
    int key = keys[frame];
    int depth = depths[frame];
    if (to == end) {
      numFrames--;
    }
    if (order.key(key).endsAt(depth, word)) {
      beginKey(from, to, key + 1);
    } else {
      sortWords(from, to, key, nextDepth(from, to, key, depth + 1));
    }
  }

  /** This depth or, behind what the values of long ties have in common, a greater one. */
  private int nextDepth(int from, int to, int key, int depth) {
    if (depth < MIN_DEPTH_TO_SKIP || !(pages[key][0] instanceof BytesVector)) {
      return depth;
    }
    BytesVector first = (BytesVector) pages[key][rows[from] >>> PAGE_SHIFT];
    int firstRow = rows[from] & PAGE_MASK;
    int skipped = depth * KeyWords.BYTES_A_WORD;
    int start = first.starts()[firstRow] + skipped;
    int common = first.lengths()[firstRow] - skipped;
    for (int i = from + 1; i < to; i++) {
      BytesVector page = (BytesVector) pages[key][rows[i] >>> PAGE_SHIFT];
      int row = rows[i] & PAGE_MASK;
      int otherStart = page.starts()[row] + skipped;
      int most = Math.min(common, page.lengths()[row] - skipped);
      int mismatch =
          Arrays.mismatch(
              first.data(), start, start + most, page.data(), otherStart, otherStart + most);
      common = mismatch < 0 ? most : mismatch;
    }
    // Not beyond the last word of any value.
    return depth + Math.max(0, common - 1) / KeyWords.BYTES_A_WORD;
  }

  /** Sorts a range that is equal in the keys before this one. */
  private void beginKey(int from, int to, int key) {
    if (key == order.numKeys() || to - from < 2) {
      return;
    }
    if (!store.hasNulls(order.key(key).column())) {
      sortWords(from, to, key, 0);
      return;
    }
    boolean nullsFirst = order.key(key).nullsFirst();
    int middle = moveNulls(from, to, order.key(key).column(), nullsFirst);
    if (nullsFirst) {
      beginKey(from, middle, key + 1);
      sortWords(middle, to, key, 0);
    } else {
      beginKey(middle, to, key + 1);
      sortWords(from, middle, key, 0);
    }
  }

  /** Moves nulls to one end of the range; gives where the other part begins. */
  private int moveNulls(int from, int to, int column, boolean first) {
    int left = from;
    int right = to;
    while (left < right) {
      if (store.isNull(column, rows[left]) == first) {
        left++;
      } else {
        right--;
        int row = rows[left];
        rows[left] = rows[right];
        rows[right] = row;
      }
    }
    return left;
  }

  private void sortWords(int from, int to, int key, int depth) {
    if (to - from < 2) {
      return;
    }
    KeyWords keyWords = order.key(key);
    boolean untouched = key == 0 && depth == 0 && !store.hasNulls(keyWords.column());
    if (untouched) {
      firstWordsOfAll();
    } else {
      ColumnVector[] pagesOfKey = pages[key];
      for (int i = from; i < to; i++) {
        int row = rows[i];
        words[i] = keyWords.word(pagesOfKey[row >>> PAGE_SHIFT], row & PAGE_MASK, depth);
      }
    }
    radixSort.sort(words, rows, from, to);
    if (key + 1 < order.numKeys() || !keyWords.alwaysEndsAt(depth)) {
      push(from, to, key, depth);
    }
  }

  /** The same for rows that are still in the store's order: page by page. */
  private void firstWordsOfAll() {
    for (int page = 0; page < pages[0].length; page++) {
      int count = store.pageRows(page);
      view.set(pages[0][page], selectedRows.first(count), count);
      order.key(0).firstWords(view, count, words, page << PAGE_SHIFT);
    }
  }

  private void push(int from, int to, int key, int depth) {
    if (numFrames == positions.length) {
      int capacity = 2 * numFrames;
      positions = Arrays.copyOf(positions, capacity);
      ends = Arrays.copyOf(ends, capacity);
      keys = Arrays.copyOf(keys, capacity);
      depths = Arrays.copyOf(depths, capacity);
    }
    positions[numFrames] = from;
    ends[numFrames] = to;
    keys[numFrames] = key;
    depths[numFrames] = depth;
    numFrames++;
  }
}
