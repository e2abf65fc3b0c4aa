package io.distaff.operator.window;

import io.distaff.memory.MemoryReservation;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.ValueOrder;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * MIN and MAX of values of any type, as {@link LongExtremeFrames} does it: the values of the queue
 * are rows of a store, which is rebuilt when most of it has left the queue.
 */
final class StoredExtremeFrames extends AggregateFrames {
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

  /** So much may be in the store besides. */
  private static final long LOOSE_BYTES = 1 << 20;

  private final int sign;
  private final boolean onlyGrows;
  private final List<DataType> types;
  private final MemoryReservation memory;
  private final FlatView[] views = {new FlatView()};
  private final FlatView[] entering = {new FlatView()};
  private final ColumnBuffer buffer;
  private final ColumnBuffer spare;
  private final int[] pick = new int[1];
  private RowStore store;
  private long storeBytes;
  private long compactBytes;
  private ColumnVector lastPage;

  // A ring of a power of two entries.
  private int[] stored = new int[16];
  private long[] rows = new long[16];
  private int head;
  private int size;

  private int[] outRows = new int[0];
  private int[] outAt = new int[0];
  private int numOut;

  StoredExtremeFrames(
      RowRanges ranges,
      int column,
      boolean isMax,
      DataType type,
      WindowRows rows,
      MemoryReservation memory,
      ReservedArrays arrays) {
    super(ranges, column, rows);
    this.sign = isMax ? -1 : 1;
    this.onlyGrows = ranges.onlyGrow();
    this.types = List.of(type);
    this.memory = memory;
    this.buffer = new ColumnBuffer(type, arrays);
    this.spare = new ColumnBuffer(type, arrays);
    this.store = new RowStore(types);
  }

  @Override
  void begin(int count) {
    if (outRows.length < count) {
      outRows = new int[count];
      outAt = new int[count];
    }
    numOut = 0;
    buffer.beginNull(count);
  }

  @Override
  void reset() {
    size = 0;
  }

  @Override
  void add(Cursor at, int from, int to) {
    FlatView view = at.view(column());
    for (int i = from; i < to; i++) {
      if (isValid(view, i)) {
        push(view, i, at.start() + i);
      }
    }
  }

  private void push(FlatView view, int i, long row) {
    int mask = rows.length - 1;
    if (onlyGrows && size > 0 && compare(head, view, i) <= 0) {
      return;
    }
    while (size > 0 && compare((head + size - 1) & mask, view, i) >= 0) {
      size--;
    }
    if (size == rows.length) {
      grow();
      mask = rows.length - 1;
    }
    int tail = (head + size++) & mask;
    rows[tail] = row;
    stored[tail] = store(view, i);
  }

  /** Compares a value of the queue with one that comes in. */
  private int compare(int entry, FlatView view, int i) {
    int row = stored[entry];
    ColumnVector page = page(row / RowStore.PAGE_ROWS);
    return sign
        * ValueOrder.compareValues(
            page, row % RowStore.PAGE_ROWS, view.values(), view.positions()[i]);
  }

  private ColumnVector page(int page) {
    if (page < store.numPages() - 1) {
      return store.columnIgnoringNulls(0, page);
    }
    if (lastPage == null) {
      lastPage = store.columnIgnoringNulls(0, page);
    }
    return lastPage;
  }

  private int store(FlatView view, int i) {
    pick[0] = view.positions()[i];
    entering[0].set(view.values(), pick, 1);
    boolean isMostlyLeft = store.numRows() > 2L * size;
    if (isMostlyLeft
        && (store.numRows() > 2L * size + RowStore.PAGE_ROWS
            || store.heldBytes() > 2 * compactBytes + LOOSE_BYTES)) {
      compact();
      entering[0].set(view.values(), pick, 1);
    }
    reserve(store.heldBytes() + store.appendBytes(entering, 1));
    store.append(entering, null, 1);
    lastPage = null;
    return store.numRows() - 1;
  }

  private void reserve(long wanted) {
    if (wanted > storeBytes) {
      memory.add(wanted - storeBytes);
      storeBytes = wanted;
    }
  }

  /** Keeps the values of the queue only, but for its last entry, which is to be stored yet. */
  private void compact() {
    // Results are noted as rows of the store.
    copyOut();
    RowStore kept = new RowStore(types);
    int mask = rows.length - 1;
    int left = size - 1;
    int[] batch = new int[VectorBatch.TARGET_ROWS];
    int[] all = new int[VectorBatch.TARGET_ROWS];
    for (int from = 0; from < left; ) {
      int count = Math.min(left - from, batch.length);
      for (int k = 0; k < count; k++) {
        batch[k] = stored[(head + from + k) & mask];
        all[k] = k;
        stored[(head + from + k) & mask] = from + k;
      }
      spare.begin(count);
      store.copyOut(0, batch, null, count, spare);
      views[0].set(spare.vector(), all, count);
      reserve(store.heldBytes() + kept.heldBytes() + kept.appendBytes(views, count));
      kept.append(views, null, count);
      from += count;
    }
    store = kept;
    lastPage = null;
    memory.resize(memory.bytes() - storeBytes + kept.heldBytes());
    storeBytes = kept.heldBytes();
    compactBytes = storeBytes;
  }

  private void grow() {
    int capacity = 2 * rows.length;
    memory.add((long) ENTRY_BYTES * (capacity - rows.length));
    int[] newStored = new int[capacity];
    long[] newRows = new long[capacity];
    int first = rows.length - head;
    System.arraycopy(stored, head, newStored, 0, first);
    System.arraycopy(stored, 0, newStored, first, head);
    System.arraycopy(rows, head, newRows, 0, first);
    System.arraycopy(rows, 0, newRows, first, head);
    stored = newStored;
    rows = newRows;
    head = 0;
  }

  @Override
  void remove(long start) {
    int mask = rows.length - 1;
    while (size > 0 && rows[head] < start) {
      head = (head + 1) & mask;
      size--;
    }
  }

  @Override
  void give(int from, int to) {
    if (size > 0) {
      for (int i = from; i < to; i++) {
        outRows[numOut] = stored[head];
        outAt[numOut++] = i;
      }
    }
  }

  private void copyOut() {
    store.copyOut(0, outRows, outAt, numOut, buffer);
    numOut = 0;
  }

  @Override
  ColumnVector end(int count) {
    copyOut();
    return buffer.vector();
  }
}
