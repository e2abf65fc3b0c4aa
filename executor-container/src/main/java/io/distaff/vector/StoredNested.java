package io.distaff.vector;

import io.distaff.types.DataType;
import java.util.Arrays;

/**
 * Arrays, maps or structs: every page is a {@link ColumnBuffer} that grows with its rows, so that
 * what is inside lies together page by page, as deep as it goes.
 */
final class StoredNested extends StoredColumn {
  private final CopyScratch scratch;
  private final ColumnBuffer measure;
  private final FlatView view = new FlatView();
  private ColumnBuffer[] buffers = new ColumnBuffer[4];

  /** Made when asked for; dropped when rows come. */
  private ColumnVector[] vectors = new ColumnVector[4];

  private int lastPage = -1;
  private int[] slice = new int[0];
  private int[] pageEnds = new int[0];
  private int[] sortedSlots = new int[0];
  private int[] sortedTargets = new int[0];

  StoredNested(DataType type) {
    super(type);
    this.scratch = new CopyScratch(type);
    this.measure = new ColumnBuffer(type, scratch);
  }

  /** Reading works with a view and with scratch arrays. */
  @Override
  StoredColumn reader() {
    StoredNested reader = new StoredNested(type);
    reader.share(this);
    reader.buffers = buffers;
    reader.vectors = new ColumnVector[buffers.length];
    reader.lastPage = lastPage;
    return reader;
  }

  /** Arrays grow with the rows, not ahead of them: see {@link #extraBytes}. */
  @Override
  int rowBytes() {
    return 0;
  }

  @Override
  void allocate(int page, int rows) {
    buffers = withPage(buffers, page);
    vectors = withPage(vectors, page);
    if (buffers[page] == null) {
      buffers[page] = new ColumnBuffer(type, scratch);
      buffers[page].begin(0);
    }
    lastPage = Math.max(lastPage, page);
  }

  /** Arrays double at worst: those of the last page, and those that the new rows need. */
  @Override
  long extraBytes(FlatView rows, int count, int pagesTouched) {
    long tail = lastPage < 0 ? 0 : buffers[lastPage].heldBytes();
    return tail
        + 2 * measure.valueBytes(rows, count)
        + (long) pagesTouched * measure.smallestBytes();
  }

  @Override
  void copyIn(ColumnVector values, int[] positions, int from, int count, int page, int offset) {
    if (from > 0 && slice.length < count) {
      slice = new int[PAGE_ROWS];
    }
    int[] rows = positions;
    if (from > 0) {
      System.arraycopy(positions, from, slice, 0, count);
      rows = slice;
    }
    view.set(values, rows, count);
    ColumnBuffer buffer = buffers[page];
    long before = buffer.heldBytes();
    buffer.append(view, count);
    heldBytes += buffer.heldBytes() - before;
    vectors[page] = null;
  }

  @Override
  void reset() {
    super.reset();
    buffers[0].begin(0);
    vectors[0] = null;
  }

  @Override
  void clearSlot(int page, int row) {
    buffers[page].clearEntries(row);
    vectors[page] = null;
  }

  @Override
  ColumnVector vector(int page, long[] pageValidity, int rows) {
    return buffers[page].vector(pageValidity, rows);
  }

  private ColumnVector vector(int page) {
    if (vectors[page] == null) {
      vectors[page] = vector(page, validity(page), buffers[page].length());
    }
    return vectors[page];
  }

  @Override
  void copyOut(int[] storeRows, int[] at, int count, ColumnBuffer out) {
    if (lastPage == 0) {
      view.set(vector(0), storeRows, count);
      out.copy(view, at, count);
      return;
    }
    sortByPage(storeRows, at, count);
    int done = 0;
    for (int page = 0; page <= lastPage; page++) {
      int n = pageEnds[page] - done;
      if (n > 0) {
        System.arraycopy(sortedSlots, done, sortedSlots, 0, n);
        System.arraycopy(sortedTargets, done, sortedTargets, 0, n);
        view.set(vector(page), sortedSlots, n);
        out.copy(view, sortedTargets, n);
        done += n;
      }
    }
  }

  /** Puts the rows page by page: a counting sort, so that each page is copied from once. */
  private void sortByPage(int[] storeRows, int[] at, int count) {
    if (pageEnds.length <= lastPage) {
      pageEnds = new int[buffers.length];
    }
    if (sortedSlots.length < count) {
      sortedSlots = new int[Math.max(count, PAGE_ROWS)];
      sortedTargets = new int[sortedSlots.length];
    }
    Arrays.fill(pageEnds, 0, lastPage + 1, 0);
    for (int i = 0; i < count; i++) {
      pageEnds[storeRows[i] >>> PAGE_SHIFT]++;
    }
    int start = 0;
    for (int page = 0; page <= lastPage; page++) {
      int n = pageEnds[page];
      pageEnds[page] = start;
      start += n;
    }
    for (int i = 0; i < count; i++) {
      int to = pageEnds[storeRows[i] >>> PAGE_SHIFT]++;
      sortedSlots[to] = storeRows[i] & PAGE_MASK;
      sortedTargets[to] = at == null ? i : at[i];
    }
  }

  @Override
  long valueBytes(int row) {
    return RowBytes.of(vector(row >>> PAGE_SHIFT), row & PAGE_MASK);
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
    int kept = 0;
    int lost = numUnequal;
    for (int k = 0; k < count; k++) {
      int i = list[k];
      int row = storeRows[i];
      boolean equal =
          ValueOrder.equalValues(values, positions[i], vector(row >>> PAGE_SHIFT), row & PAGE_MASK);
      list[kept] = i;
      unequal[lost] = i;
      kept += equal ? 1 : 0;
      lost += equal ? 0 : 1;
    }
    return kept;
  }

  @Override
  int compare(int a, int b) {
    return ValueOrder.compareValues(
        vector(a >>> PAGE_SHIFT), a & PAGE_MASK, vector(b >>> PAGE_SHIFT), b & PAGE_MASK);
  }
}
