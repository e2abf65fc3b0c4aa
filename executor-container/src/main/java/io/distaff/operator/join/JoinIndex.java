package io.distaff.operator.join;

import io.distaff.types.DataType;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowHash;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.ShortKeys;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Finds build rows by their keys. Rows of equal keys form a chain: the index knows its first row,
 * {@link #next} the others. Rows that have a null key are in no chain. Made once the build side is
 * complete: {@link #bytes} says what {@link #build} will allocate. Confined to a task's thread;
 * what has been built, other threads look up by a {@link #reader} each.
 */
abstract sealed class JoinIndex {
  static final int NONE = -1;

  final RowStore store;
  final int[] buildKeys;
  final int[] probeKeys;
  private final FlatView[] views;
  private final SelectedRows selectedRows = new SelectedRows();
  private int[] nextRows;

  JoinIndex(RowStore store, int[] buildKeys, int[] probeKeys) {
    this.store = store;
    this.buildKeys = buildKeys;
    this.probeKeys = probeKeys;
    this.views = new FlatView[buildKeys.length];
    for (int k = 0; k < views.length; k++) {
      views[k] = new FlatView();
    }
  }

  /** The index that suits the keys, still empty. */
  static JoinIndex of(RowStore store, List<DataType> keyTypes, int[] buildKeys, int[] probeKeys) {
    if (keyTypes.isEmpty()) {
      return new EveryRow(store);
    }
    if (keyTypes.size() == 1 && ShortKeys.isShort(keyTypes.get(0))) {
      KeyRange range = KeyRange.of(store, buildKeys[0]);
      return range.size() <= Dense.largestRange(store.numRows())
          ? new Dense(store, buildKeys, probeKeys, range)
          : new ShortKey(store, buildKeys, probeKeys, range);
    }
    return new AnyKeys(store, buildKeys, probeKeys);
  }

  /**
   * The same index for another thread.
   *
   * @param rows a reader of the store
   */
  final JoinIndex reader(RowStore rows) {
    JoinIndex reader = readerOf(rows);
    reader.nextRows = nextRows;
    return reader;
  }

  abstract JoinIndex readerOf(RowStore rows);

  /** Bytes that {@link #build} allocates, at most. */
  final long bytes() {
    return 4L * store.numRows() + tableBytes();
  }

  /** An index of the same rows that takes more memory and finds them sooner; null if none does. */
  JoinIndex faster() {
    return null;
  }

  /** Makes the index of the store's rows. */
  final void build() {
    allocate();
    int[] rows = new int[0];
    for (int page = 0; page < store.numPages(); page++) {
      VectorBatch batch = store.page(page);
      int count = batch.numRows();
      if (rows.length < count) {
        rows = new int[RowStore.PAGE_ROWS + 1];
      }
      view(batch, buildKeys);
      insert(batch, page * RowStore.PAGE_ROWS, rows, rowsWithKeys(count, rows));
    }
  }

  /**
   * Looks up the selected rows of a probe batch.
   *
   * @param heads receives the first build row of the i-th selected row's chain, or {@link #NONE}
   */
  final void find(VectorBatch batch, int[] heads) {
    int count = batch.numSelected();
    view(batch, probeKeys);
    findViewed(batch, count, heads);
    for (FlatView view : views) {
      long[] validity = view.validity();
      if (validity != null) {
        int[] rows = view.rows();
        for (int i = 0; i < count; i++) {
          heads[i] = Validity.isValid(validity, rows[i]) ? heads[i] : NONE;
        }
      }
    }
  }

  private void view(VectorBatch batch, int[] columns) {
    int[] rows = selectedRows.of(batch);
    for (int k = 0; k < views.length; k++) {
      views[k].set(batch.column(columns[k]), rows, batch.numSelected());
    }
  }

  /** Lists the rows of the views without a null key. */
  private int rowsWithKeys(int count, int[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = i;
    }
    int left = count;
    for (FlatView view : views) {
      long[] validity = view.validity();
      if (validity != null) {
        int kept = 0;
        for (int k = 0; k < left; k++) {
          int row = view.rows()[out[k]];
          out[kept] = out[k];
          kept += (int) (validity[row >>> 6] >>> row & 1);
        }
        left = kept;
      }
    }
    return left;
  }

  /** Whether every chain has one row. */
  final boolean isUnique() {
    return nextRows == null;
  }

  /** By build row, the next of its chain or {@link #NONE}; null if {@link #isUnique}. */
  final int[] next() {
    return nextRows;
  }

  /** Puts a row before the chain that begins with {@code head}. */
  final void chain(int row, int head) {
    if (nextRows == null) {
      nextRows = new int[store.numRows()];
      Arrays.fill(nextRows, NONE);
    }
    nextRows[row] = head;
  }

  final FlatView view(int key) {
    return views[key];
  }

  abstract long tableBytes();

  abstract void allocate();

  /**
   * Inserts rows of a page.
   *
   * @param firstRow the number of the page's first row
   * @param list positions in the page, with a slot to spare; may be overwritten
   */
  abstract void insert(VectorBatch page, int firstRow, int[] list, int count);

  /** Looks up every row; what is found for rows with null keys doesn't matter. */
  abstract void findViewed(VectorBatch batch, int count, int[] heads);

  static int capacityFor(int rows) {
    int wanted = Math.max(64, (int) Math.min(1L << 29, rows * 10L / 7 + 1));
    return Integer.highestOneBit(wanted - 1) << 1;
  }

  /** The smallest and largest of a column's values. */
  record KeyRange(long smallest, long largest) {
    static KeyRange of(RowStore store, int column) {
      long smallest = Long.MAX_VALUE;
      long largest = Long.MIN_VALUE;
      FlatView view = new FlatView();
      SelectedRows all = new SelectedRows();
      long[] keys = new long[Math.min(store.numRows(), RowStore.PAGE_ROWS)];
      for (int page = 0; page < store.numPages(); page++) {
        int count = store.pageRows(page);
        view.set(store.column(column, page), all.first(count), count);
        ShortKeys.gather(view, count, keys);
        for (int i = 0; i < count; i++) {
          if (view.validity() == null || Validity.isValid(view.validity(), i)) {
            smallest = Math.min(smallest, keys[i]);
            largest = Math.max(largest, keys[i]);
          }
        }
      }
      return new KeyRange(smallest, largest);
    }

    /** How many values there may be; Long.MAX_VALUE if that is too many to count. */
    long size() {
      if (smallest > largest) {
        return 0;
      }
      long size = largest - smallest + 1;
      return size <= 0 ? Long.MAX_VALUE : size;
    }
  }

  /** No keys: all rows are one chain. */
  static final class EveryRow extends JoinIndex {
    EveryRow(RowStore store) {
      super(store, new int[0], new int[0]);
    }

    @Override
    JoinIndex readerOf(RowStore rows) {
      return new EveryRow(rows);
    }

    @Override
    long tableBytes() {
      return 0;
    }

    @Override
    void allocate() {}

    @Override
    void insert(VectorBatch page, int firstRow, int[] list, int count) {
      for (int k = 0; k < count; k++) {
        if (firstRow + k > 0) {
          chain(firstRow + k, firstRow + k - 1);
        }
      }
    }

    @Override
    void findViewed(VectorBatch batch, int count, int[] heads) {
      Arrays.fill(heads, 0, count, store.numRows() - 1);
    }
  }

  /** One key of a narrow range: the first row of each key's chain, by {@code key - smallest}. */
  static final class Dense extends JoinIndex {
    /** 64 MiB. */
    private static final long LARGEST_SPARSE_RANGE = 1L << 24;

    private final KeyRange range;
    private int[] heads;
    private long[] keys = new long[0];

    Dense(RowStore store, int[] buildKeys, int[] probeKeys, KeyRange range) {
      super(store, buildKeys, probeKeys);
      this.range = range;
    }

    @Override
    JoinIndex readerOf(RowStore rows) {
      Dense reader = new Dense(rows, buildKeys, probeKeys, range);
      reader.heads = heads;
      return reader;
    }

    /** The range up to which the array is no larger than a hash table would be. */
    static long largestRange(int rows) {
      return Math.min(4L * capacityFor(rows), 1L << 30);
    }

    /** The range up to which making the array takes no longer than making a hash table. */
    static long largestSparseRange(int rows) {
      return Math.min(16L * capacityFor(rows), LARGEST_SPARSE_RANGE);
    }

    @Override
    long tableBytes() {
      return 4L * range.size();
    }

    @Override
    void allocate() {
      heads = new int[(int) range.size()];
      Arrays.fill(heads, NONE);
    }

    @Override
    void insert(VectorBatch page, int firstRow, int[] list, int count) {
      ensureKeys(page.numRows());
      ShortKeys.gather(view(0), page.numRows(), keys);
      for (int k = 0; k < count; k++) {
        int row = firstRow + list[k];
        int at = (int) (keys[list[k]] - range.smallest());
        if (heads[at] != NONE) {
          chain(row, heads[at]);
        }
        heads[at] = row;
      }
    }

    private void ensureKeys(int count) {
      if (keys.length < count) {
        keys = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
      }
    }

    @Override
    void findViewed(VectorBatch batch, int count, int[] found) {
      ensureKeys(count);
      ShortKeys.gather(view(0), count, keys);
      long smallest = range.smallest();
      long size = heads.length;
      for (int i = 0; i < count; i++) {
        long at = keys[i] - smallest;
        // Beyond either end the difference is, unsigned, beyond the array; it may have overflowed.
        found[i] = at >= 0 && at < size && keys[i] >= smallest ? heads[(int) at] : NONE;
      }
    }
  }

  /**
   * One key that fits in a long: open addressing with key and row side by side. Rows of a batch are
   * first looked up where their keys belong, without a branch, so that the misses of the cache
   * overlap; those that meet another key there walk on after it.
   *
   * <pre>slots: key0, head0 + 1, key1, head1 + 1, ...   0 = free</pre>
   */
  static final class ShortKey extends JoinIndex {
    private final KeyRange range;
    private long[] slots;
    private int shift;
    private long[] keys = new long[0];
    private int[] pending = new int[0];

    ShortKey(RowStore store, int[] buildKeys, int[] probeKeys, KeyRange range) {
      super(store, buildKeys, probeKeys);
      this.range = range;
    }

    @Override
    JoinIndex readerOf(RowStore rows) {
      ShortKey reader = new ShortKey(rows, buildKeys, probeKeys, range);
      reader.slots = slots;
      reader.shift = shift;
      return reader;
    }

    @Override
    JoinIndex faster() {
      return range.size() <= Dense.largestSparseRange(store.numRows())
          ? new Dense(store, buildKeys, probeKeys, range)
          : null;
    }

    @Override
    long tableBytes() {
      return 16L * capacityFor(store.numRows());
    }

    @Override
    void allocate() {
      int capacity = capacityFor(store.numRows());
      slots = new long[2 * capacity];
      shift = 64 - Integer.numberOfTrailingZeros(capacity);
    }

    @Override
    void insert(VectorBatch page, int firstRow, int[] list, int count) {
      ensureScratch(page.numRows());
      ShortKeys.gather(view(0), page.numRows(), keys);
      int mask = slots.length - 2;
      for (int k = 0; k < count; k++) {
        int row = firstRow + list[k];
        long key = keys[list[k]];
        int slot = home(key, shift);
        while (slots[slot + 1] != 0 && slots[slot] != key) {
          slot = slot + 2 & mask;
        }
        if (slots[slot + 1] != 0) {
          chain(row, (int) slots[slot + 1] - 1);
        }
        slots[slot] = key;
        slots[slot + 1] = row + 1L;
      }
    }

    private static int home(long key, int shift) {
      return (int) (ShortKeys.hash(key) >>> shift) << 1;
    }

    private void ensureScratch(int count) {
      if (keys.length < count) {
        keys = new long[Math.max(count, VectorBatch.TARGET_ROWS)];
        pending = new int[keys.length + 1];
      }
    }

    @Override
    void findViewed(VectorBatch batch, int count, int[] heads) {
      ensureScratch(count);
      ShortKeys.gather(view(0), count, keys);
      int numPending = findAtHome(slots, shift, keys, count, heads, pending);
      int mask = slots.length - 2;
      for (int k = 0; k < numPending; k++) {
        int i = pending[k];
        long key = keys[i];
        int slot = home(key, shift) + 2 & mask;
        while (slots[slot + 1] != 0 && slots[slot] != key) {
          slot = slot + 2 & mask;
        }
        heads[i] = (int) slots[slot + 1] - 1;
      }
    }

    /** Finds the rows whose slot has their key or is free, and lists the others. */
    private static int findAtHome(
        long[] slots, int shift, long[] keys, int count, int[] heads, int[] pending) {
      int numPending = 0;
      for (int i = 0; i < count; i++) {
        int slot = home(keys[i], shift);
        int head = (int) slots[slot + 1];
        heads[i] = head - 1;
        pending[numPending] = i;
        int taken = head != 0 ? 1 : 0;
        int other = slots[slot] != keys[i] ? 1 : 0;
        numPending += taken & other;
      }
      return numPending;
    }
  }

  /**
   * Any keys: open addressing on the lower half of the rows' hashes; of rows whose hash is found,
   * the keys are compared column by column.
   *
   * <pre>slots: hash << 32 | head + 1   0 = free</pre>
   */
  static final class AnyKeys extends JoinIndex {
    private final RowHash buildHash;
    private final RowHash probeHash;
    private long[] slots;
    private long[] hashes = new long[0];
    private int[] slotOfRow = new int[0];
    private int[] pending = new int[0];
    private int[] candidates = new int[0];
    private int[] headOfRow = new int[0];

    AnyKeys(RowStore store, int[] buildKeys, int[] probeKeys) {
      super(store, buildKeys, probeKeys);
      buildHash = new RowHash(buildKeys);
      probeHash = new RowHash(probeKeys);
    }

    @Override
    JoinIndex readerOf(RowStore rows) {
      AnyKeys reader = new AnyKeys(rows, buildKeys, probeKeys);
      reader.slots = slots;
      return reader;
    }

    @Override
    long tableBytes() {
      return 8L * capacityFor(store.numRows());
    }

    @Override
    void allocate() {
      slots = new long[capacityFor(store.numRows())];
    }

    @Override
    void insert(VectorBatch page, int firstRow, int[] list, int count) {
      ensureScratch(page.numRows());
      buildHash.hash(page, hashes);
      int mask = slots.length - 1;
      System.arraycopy(list, 0, pending, 0, count);
      for (int k = 0; k < count; k++) {
        slotOfRow[pending[k]] = (int) hashes[pending[k]] & mask;
      }
      int numPending = count;
      while (numPending > 0) {
        int numCandidates = 0;
        for (int k = 0; k < numPending; k++) {
          int i = pending[k];
          int slot = slotOf(i, mask);
          if (slots[slot] == 0) {
            slots[slot] = entry(hashes[i], firstRow + i);
          } else {
            headOfRow[i] = (int) slots[slot] - 1;
            candidates[numCandidates++] = i;
          }
        }
        int numEqual = compare(numCandidates, headOfRow);
        for (int k = 0; k < numEqual; k++) {
          int i = candidates[k];
          int slot = slotOfRow[i];
          // The chain may have got a new first row since the comparison.
          chain(firstRow + i, (int) slots[slot] - 1);
          slots[slot] = entry(hashes[i], firstRow + i);
        }
        numPending = numCandidates - numEqual;
        advance(numPending, mask);
      }
    }

    private static long entry(long hash, int row) {
      return hash << 32 | row + 1L;
    }

    /** Advances a row to a slot that is free or has its hash. */
    private int slotOf(int i, int mask) {
      int slot = slotOfRow[i];
      int tag = (int) hashes[i];
      while (slots[slot] != 0 && (int) (slots[slot] >>> 32) != tag) {
        slot = slot + 1 & mask;
      }
      slotOfRow[i] = slot;
      return slot;
    }

    /** Candidates whose keys equal those of their head stay in front, the others are pending. */
    private int compare(int numCandidates, int[] heads) {
      int numUnequal = 0;
      int left = numCandidates;
      for (int k = 0; k < buildKeys.length && left > 0; k++) {
        int kept =
            store.retainEqual(buildKeys[k], view(k), candidates, left, heads, pending, numUnequal);
        numUnequal += left - kept;
        left = kept;
      }
      return left;
    }

    private void advance(int numPending, int mask) {
      for (int k = 0; k < numPending; k++) {
        slotOfRow[pending[k]] = slotOfRow[pending[k]] + 1 & mask;
      }
    }

    private void ensureScratch(int count) {
      if (hashes.length < count) {
        int capacity = Math.max(count, VectorBatch.TARGET_ROWS);
        hashes = new long[capacity];
        slotOfRow = new int[capacity];
        headOfRow = new int[capacity];
        pending = new int[capacity + 1];
        candidates = new int[capacity + 1];
      }
    }

    @Override
    void findViewed(VectorBatch batch, int count, int[] heads) {
      ensureScratch(count);
      probeHash.hash(batch, hashes);
      int mask = slots.length - 1;
      for (int i = 0; i < count; i++) {
        pending[i] = i;
        slotOfRow[i] = (int) hashes[i] & mask;
      }
      int numPending = count;
      while (numPending > 0) {
        int numCandidates = 0;
        for (int k = 0; k < numPending; k++) {
          int i = pending[k];
          int slot = slotOf(i, mask);
          // A free slot gives -1, which is NONE.
          heads[i] = (int) slots[slot] - 1;
          candidates[numCandidates] = i;
          numCandidates += slots[slot] == 0 ? 0 : 1;
        }
        numPending = numCandidates - compare(numCandidates, heads);
        advance(numPending, mask);
      }
    }
  }
}
