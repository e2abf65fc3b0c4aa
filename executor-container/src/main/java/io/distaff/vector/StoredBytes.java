package io.distaff.vector;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import java.util.Arrays;

/**
 * Text: every page has bytes of its own. What a batch has many times is there once, and rows share
 * it.
 */
final class StoredBytes extends StoredColumn {
  private byte[][] data = new byte[4][];
  private int[] used = new int[4];
  private int[][] starts = new int[4][];
  private int[][] lengths = new int[4][];
  private int lastPage = -1;

  /** Where values of a batch have been put, -1 where they haven't. */
  private int[] placed = new int[0];

  StoredBytes(DataType type) {
    super(type);
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
    // A new page is made as large as it has to be. The last one may grow: then it is there twice.
    boolean grows = lastPage >= 0 && used[lastPage] + total > data[lastPage].length;
    return total + (grows ? ReservedArrays.grownLength(data[lastPage].length, 0) : 0);
  }

  @Override
  long valueBytes(int row) {
    return rowBytes() + (long) lengths[row >>> PAGE_SHIFT][row & PAGE_MASK];
  }

  @Override
  void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
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
    return new BytesVector(type, data[page], starts[page], lengths[page], pageValidity, rows);
  }

  @Override
  void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
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
      int page = storeRows[i] >>> PAGE_SHIFT;
      int row = storeRows[i] & PAGE_MASK;
      int position = positions[i];
      int length = sourceLengths[position];
      boolean equal =
          length == lengths[page][row]
              && ByteRanges.equal(
                  sourceData, sourceStarts[position], data[page], starts[page][row], length);
      list[kept] = i;
      unequal[lost] = i;
      kept += equal ? 1 : 0;
      lost += equal ? 0 : 1;
    }
    return kept;
  }

  @Override
  int compare(int a, int b) {
    int pageA = a >>> PAGE_SHIFT;
    int pageB = b >>> PAGE_SHIFT;
    int startA = starts[pageA][a & PAGE_MASK];
    int startB = starts[pageB][b & PAGE_MASK];
    return Arrays.compareUnsigned(
        data[pageA],
        startA,
        startA + lengths[pageA][a & PAGE_MASK],
        data[pageB],
        startB,
        startB + lengths[pageB][b & PAGE_MASK]);
  }
}
