package io.distaff.vector;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import java.util.Arrays;

/**
 * Text: every page has bytes of its own. What a batch has many times is there once, and rows share
 * it.
 *
 * <p>A column that keeps dictionaries has ids instead, for as long as its values are few:
 *
 * <pre>
 *   few values    starts: ids of entries of the dictionary    lengths, data: unused
 *   many values   starts, lengths: where in the page's data
 * </pre>
 */
final class StoredBytes extends StoredColumn {
  private byte[][] data = new byte[4][];
  private int[] used = new int[4];
  private int[][] starts = new int[4][];
  private int[][] lengths = new int[4][];
  private int lastPage = -1;

  /** Where values of a batch have been put, -1 where they haven't. */
  private int[] placed = new int[0];

  private boolean keepsDictionary;

  /** While values are few; else null. */
  private BytesDictionary dictionary;

  /** Of what is being appended: ids by position; null if there is no dictionary. */
  private int[] newIds;

  StoredBytes(DataType type) {
    super(type);
  }

  private StoredBytes(DataType type, BytesDictionary dictionary) {
    super(type);
    this.keepsDictionary = true;
    this.dictionary = dictionary;
  }

  /** A column of ids, as long as there are few values. */
  static StoredBytes withDictionary(DataType type) {
    return new StoredBytes(type, new BytesDictionary(type));
  }

  boolean isDictionary() {
    return dictionary != null;
  }

  @Override
  StoredColumn empty() {
    return keepsDictionary ? withDictionary(type) : new StoredBytes(type);
  }

  @Override
  void beginAppend(FlatView view) {
    if (dictionary == null) {
      return;
    }
    long before = dictionary.heldBytes();
    newIds = dictionary.idsOf(view);
    heldBytes += dictionary.heldBytes() - before;
    if (newIds == null) {
      giveUpDictionary();
    }
  }

  @Override
  void flatten() {
    keepsDictionary = false;
    giveUpDictionary();
  }

  private void giveUpDictionary() {
    if (dictionary == null) {
      return;
    }
    BytesVector entries = dictionary.entries();
    int entryBytes = dictionary.dataBytes();
    heldBytes -= dictionary.heldBytes();
    dictionary = null;
    newIds = null;
    if (lastPage < 0 || entries.length() == 0) {
      return;
    }
    for (int page = 0; page <= lastPage; page++) {
      int[] pageStarts = starts[page];
      int[] pageLengths = lengths[page];
      for (int row = 0; row < pageStarts.length; row++) {
        int id = pageStarts[row];
        pageStarts[row] = entries.starts()[id];
        pageLengths[row] = entries.lengths()[id];
      }
      clearNulls(page);
      heldBytes -= data[page].length;
      data[page] = entries.data();
    }
    if (lastPage > 0) {
      heldBytes += entries.data().length;
    }
    // The last page gets more.
    data[lastPage] = Arrays.copyOf(entries.data(), entryBytes);
    used[lastPage] = entryBytes;
    heldBytes += entryBytes;
  }

  @Override
  int rowBytes() {
    return 2 * Integer.BYTES;
  }

  @Override
  void allocate(int page, int rows) {
    data = withPage(data, page);
    starts = withPage(starts, page);
    lengths = withPage(lengths, page);
    used = used.length < data.length ? Arrays.copyOf(used, data.length) : used;
    if (starts[page] == null) {
      starts[page] = new int[rows];
      lengths[page] = new int[rows];
      data[page] = new byte[0];
      heldBytes += 8L * rows + 3 * ARRAY_HEADER_BYTES;
    } else {
      heldBytes += 8L * (rows - starts[page].length);
      starts[page] = Arrays.copyOf(starts[page], rows);
      lengths[page] = Arrays.copyOf(lengths[page], rows);
    }
    lastPage = Math.max(lastPage, page);
  }

  @Override
  long extraBytes(FlatView view, int count, int pagesTouched) {
    int[] sizes = ((BytesVector) view.values()).lengths();
    int[] positions = view.positions();
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += sizes[positions[i]];
    }
    if (dictionary != null) {
      // It may have to be given up: then a copy of what is in it begins the last page.
      int entries = dictionary.dataBytes();
      return dictionary.growBytes(view) + total + entries + ReservedArrays.grownLength(entries, 0);
    }
    // A new page is made as large as it has to be. The last one may grow: then it is there twice.
    boolean grows = lastPage >= 0 && used[lastPage] + total > data[lastPage].length;
    return total + (grows ? ReservedArrays.grownLength(data[lastPage].length, 0) : 0);
  }

  @Override
  long valueBytes(int row) {
    return rowBytes() + (isNull(row) ? 0L : lengthOf(row));
  }

  @Override
  void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
    if (dictionary != null) {
      int[] target = starts[page];
      for (int i = 0; i < count; i++) {
        target[offset + i] = newIds[positions[from + i]];
      }
      return;
    }
    BytesVector source = (BytesVector) values;
    if (source.length() <= count / 2) {
      copyRepeated(source, positions, from, count, page, offset);
      return;
    }
    byte[] sourceData = source.data();
    int[] sourceStarts = source.starts();
    int[] sourceLengths = source.lengths();
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += sourceLengths[positions[from + i]];
    }
    makeRoom(page, total);
    byte[] target = data[page];
    int at = used[page];
    for (int i = 0; i < count; i++) {
      int position = positions[from + i];
      int size = sourceLengths[position];
      ByteRanges.copy(sourceData, sourceStarts[position], target, at, size);
      starts[page][offset + i] = at;
      lengths[page][offset + i] = size;
      at += size;
    }
    used[page] = at;
  }

  /** As {@link #copyIn}, each value once. */
  private void copyRepeated(
      BytesVector source, int[] positions, int from, int count, int page, int offset) {
    int[] sourceLengths = source.lengths();
    if (placed.length < source.length()) {
      placed = new int[source.length()];
    }
    Arrays.fill(placed, 0, source.length(), -1);
    int[] pageStarts = starts[page];
    int[] pageLengths = lengths[page];
    for (int i = 0; i < count; i++) {
      int position = positions[from + i];
      if (placed[position] < 0) {
        makeRoom(page, sourceLengths[position]);
        placed[position] = used[page];
        ByteRanges.copy(
            source.data(),
            source.starts()[position],
            data[page],
            used[page],
            sourceLengths[position]);
        used[page] += sourceLengths[position];
      }
      pageStarts[offset + i] = placed[position];
      pageLengths[offset + i] = sourceLengths[position];
    }
  }

  @Override
  void reset() {
    super.reset();
    used[0] = 0;
    if (keepsDictionary && dictionary == null) {
      dictionary = new BytesDictionary(type);
      // No row may have an id that isn't one.
      Arrays.fill(starts[0], 0);
    }
  }

  @Override
  void clearSlot(int page, int row) {
    lengths[page][row] = 0;
  }

  private void makeRoom(int page, long moreBytes) {
    int capacity = data[page].length;
    long needed = used[page] + moreBytes;
    if (needed > capacity) {
      int grown = ReservedArrays.checkedLength(ReservedArrays.grownLength(capacity, needed));
      data[page] = Arrays.copyOf(data[page], grown);
      heldBytes += grown - capacity;
    }
  }

  @Override
  ColumnVector vector(int page, long[] pageValidity, int rows) {
    if (dictionary != null) {
      return new DictionaryVector(dictionary.entries(), starts[page], pageValidity, rows);
    }
    return new BytesVector(type, data[page], starts[page], lengths[page], pageValidity, rows);
  }

  @Override
  void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
    if (dictionary != null) {
      copyEntriesOut(storeRows, at, count, out);
      return;
    }
    if (lastPage == 0 && out.mayShareData()) {
      out.shareData(data[0]);
      for (int i = 0; i < count; i++) {
        int to = at == null ? i : at[i];
        out.starts[to] = starts[0][storeRows[i]];
        out.lengths[to] = lengths[0][storeRows[i]];
      }
      return;
    }
    // First where they are: loads that don't wait for each other.
    long total = 0;
    for (int i = 0; i < count; i++) {
      int page = storeRows[i] >>> PAGE_SHIFT;
      int row = storeRows[i] & PAGE_MASK;
      int to = at == null ? i : at[i];
      out.starts[to] = starts[page][row];
      out.lengths[to] = lengths[page][row];
      total += out.lengths[to];
    }
    int start = out.extendData(ReservedArrays.checkedLength(total));
    for (int i = 0; i < count; i++) {
      int to = at == null ? i : at[i];
      int size = out.lengths[to];
      ByteRanges.copy(data[storeRows[i] >>> PAGE_SHIFT], out.starts[to], out.data, start, size);
      out.starts[to] = start;
      start += size;
    }
  }

  /** As {@link #copyOut}, of ids or of what they stand for. */
  private void copyEntriesOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
    BytesVector entries = dictionary.entries();
    boolean asIds = count > 0 && out.keepsDictionaries();
    if (asIds) {
      out.useDictionary(entries);
    }
    for (int i = 0; i < count; i++) {
      int row = storeRows[i];
      int to = at == null ? i : at[i];
      int id = starts[row >>> PAGE_SHIFT][row & PAGE_MASK];
      if (asIds) {
        out.starts[to] = id;
      } else {
        int size = isNull(row) ? 0 : entries.lengths()[id];
        int start = out.extendData(size);
        ByteRanges.copy(entries.data(), entries.starts()[id], out.data, start, size);
        out.starts[to] = start;
        out.lengths[to] = size;
      }
    }
  }

  @Override
  int retainEqual(
      ColumnVector values,
      int[] positions,
      int[] list,
      int count,
      int[] storeRows,
      int[] unequal,
      int numUnequal) {
    BytesVector source = (BytesVector) values;
    byte[] sourceData = source.data();
    int[] sourceStarts = source.starts();
    int[] sourceLengths = source.lengths();
    int kept = 0;
    int lost = numUnequal;
    for (int k = 0; k < count; k++) {
      int i = list[k];
      int row = storeRows[i];
      int position = positions[i];
      int length = sourceLengths[position];
      boolean equal =
          length == lengthOf(row)
              && ByteRanges.equal(
                  sourceData, sourceStarts[position], dataOf(row), startOf(row), length);
      list[kept] = i;
      unequal[lost] = i;
      kept += equal ? 1 : 0;
      lost += equal ? 0 : 1;
    }
    return kept;
  }

  @Override
  int compare(int a, int b) {
    int startA = startOf(a);
    int startB = startOf(b);
    return Arrays.compareUnsigned(
        dataOf(a), startA, startA + lengthOf(a), dataOf(b), startB, startB + lengthOf(b));
  }

  private byte[] dataOf(int row) {
    return dictionary == null ? data[row >>> PAGE_SHIFT] : dictionary.entries().data();
  }

  private int startOf(int row) {
    int start = starts[row >>> PAGE_SHIFT][row & PAGE_MASK];
    return dictionary == null ? start : dictionary.entries().starts()[start];
  }

  private int lengthOf(int row) {
    int page = row >>> PAGE_SHIFT;
    return dictionary == null
        ? lengths[page][row & PAGE_MASK]
        : dictionary.entries().lengths()[starts[page][row & PAGE_MASK]];
  }
}
