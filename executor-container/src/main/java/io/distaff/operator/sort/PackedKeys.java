package io.distaff.operator.sort;

import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first keys of a store's rows in one word, as far as they fit: of each key how far its word is
 * from the smallest one, in as many bits as the largest such distance takes. Rows are then sorted
 * by several keys at once, and their values are read page by page, instead of at random for the
 * rows that are equal in the keys before.
 *
 * <pre>
 *   bits   0 .. 0 | key 0 - smallest of key 0 | key 1 - smallest of key 1 | ...
 * </pre>
 *
 * A key without nulls counts, whose values have one word. The word is never negative, so that it
 * orders as the keys do. Confined to a task's thread.
 */
final class PackedKeys {
  private static final int MOST_BITS = Long.SIZE - 1;

  /** What is kept of a key's words: how far one is above the smallest, without equal low bits. */
  record Range(long smallest, int sameLowBits, int numBits) {}

  private final RowOrder order;
  private final RowStore store;
  private final ColumnVector[][] pages;
  private final FlatView view = new FlatView();
  private final SelectedRows selectedRows = new SelectedRows();
  private final long[] pageWords;
  private List<Range> ranges = List.of();

  /**
   * @param pages by key and page: the keys' columns in the store
   */
  PackedKeys(RowOrder order, RowStore store, ColumnVector[][] pages) {
    this.order = order;
    this.store = store;
    this.pages = pages;
    this.pageWords = new long[pageWords(store.numRows())];
  }

  /** Bytes that packing the keys of so many rows allocates. */
  static long bytes(int numRows) {
    return (long) Long.BYTES * pageWords(numRows);
  }

  private static int pageWords(int numRows) {
    return Math.min(numRows, RowStore.PAGE_ROWS);
  }

  /**
   * Makes the words of all rows.
   *
   * @param words by row; not touched when there are fewer than two keys to pack
   * @return how many keys are in them, 0 or at least 2
   */
  int pack(long[] words) {
    ranges = measured();
    if (ranges.size() < 2) {
      return 0;
    }
    Arrays.fill(words, 0, store.numRows(), 0);
    for (int key = 0; key < ranges.size(); key++) {
      append(key, ranges.get(key), words);
    }
    return ranges.size();
  }

  /** The keys that {@link #pack} has packed, in {@code words} that are in order now. */
  SortedKeys sorted(long[] words) {
    return new SortedKeys(order, ranges, words);
  }

  /** Of the keys that can be packed together. */
  private List<Range> measured() {
    List<Range> measured = new ArrayList<>();
    int bits = 0;
    boolean several = store.numRows() > 0 && order.numKeys() >= 2 && canPack(0) && canPack(1);
    for (int key = 0; several && key < order.numKeys() && canPack(key); key++) {
      Range range = measure(key);
      bits += range.numBits();
      if (bits > MOST_BITS) {
        break;
      }
      measured.add(range);
    }
    return measured;
  }

  private boolean canPack(int key) {
    KeyWords words = order.key(key);
    return words.alwaysEndsAt(0) && !store.hasNulls(words.column());
  }

  private Range measure(int key) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    long differing = 0;
    for (int page = 0; page < pages[key].length; page++) {
      int count = readPage(key, page);
      long first = pageWords[0];
      differing |= page == 0 ? 0 : first ^ least;
      for (int i = 0; i < count; i++) {
        long word = pageWords[i];
        least = Math.min(least, word);
        most = Math.max(most, word);
        differing |= word ^ first;
      }
    }
    int sameLowBits = differing == 0 ? 0 : Long.numberOfTrailingZeros(differing);
    // As an unsigned number, the distance is right wherever zero lies.
    long distance = (most - least) >>> sameLowBits;
    return new Range(least, sameLowBits, Long.SIZE - Long.numberOfLeadingZeros(distance));
  }

  private void append(int key, Range range, long[] words) {
    long smallest = range.smallest();
    int sameLowBits = range.sameLowBits();
    int numBits = range.numBits();
    for (int page = 0; page < pages[key].length; page++) {
      int count = readPage(key, page);
      int at = page * RowStore.PAGE_ROWS;
      for (int i = 0; i < count; i++) {
        long distance = (pageWords[i] - smallest) >>> sameLowBits;
        words[at + i] = words[at + i] << numBits | distance;
      }
    }
  }

  /** Reads a page's words; gives how many there are. */
  private int readPage(int key, int page) {
    int count = store.pageRows(page);
    view.setAll(pages[key][page], selectedRows.first(count), count);
    order.key(key).firstWords(view, count, pageWords, 0);
    return count;
  }
}
