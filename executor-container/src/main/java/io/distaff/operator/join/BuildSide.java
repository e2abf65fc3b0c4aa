package io.distaff.operator.join;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.KeySummarizer;
import io.distaff.plan.KeySummary;
import io.distaff.types.DataType;
import io.distaff.vector.BlockBloom;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowBytes;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The build rows in memory, their index, and which of them have found a match. Rows carry a flag
 * behind their columns, whether they had a match before they were read from a spill file. Rows and
 * index may be a {@link BuildTable} that other tasks read too. Confined to a task's thread.
 */
final class BuildSide {
  private final List<DataType> types;
  private final List<DataType> keyTypes;
  private final int[] buildKeys;
  private final int[] probeKeys;
  private final boolean settles;
  private final LargeValues large;
  private final ReservedArrays arrays;
  private RowStore store;
  private final FlatView[] views;
  private final SelectedRows selectedRows = new SelectedRows();
  private final ColumnBuffer[] buffers;
  private final int[][] ids;
  private int[] rowsWithKeys = new int[0];
  private VectorBatch viewed;
  private int numViewed;
  private JoinIndex index;
  private byte[] matched;
  private ColumnVector[] dictionaries;
  private long largestRowBytes;
  private boolean observedRow;
  private boolean observedNullKey;

  /**
   * @param types of the build columns, without the flag
   * @param settles whether rows are wanted at the end by whether they have a match; if not, rows
   *     with a null key aren't kept, and there is no flag
   * @param arrays allocates what output is kept in; rows and index are counted by the caller
   * @param large for which tokens stand in the key columns
   */
  BuildSide(
      List<DataType> types,
      int[] buildKeys,
      int[] probeKeys,
      boolean settles,
      ReservedArrays arrays,
      LargeValues large) {
    this.types = types;
    this.large = large;
    this.arrays = arrays;
    this.buildKeys = buildKeys;
    this.probeKeys = probeKeys;
    this.settles = settles;
    this.keyTypes = Arrays.stream(buildKeys).mapToObj(types::get).toList();
    List<DataType> storedTypes = new ArrayList<>(types);
    if (settles) {
      storedTypes.add(DataType.BOOLEAN);
    }
    this.store = RowStore.withDictionaries(storedTypes);
    this.views = new FlatView[storedTypes.size()];
    for (int c = 0; c < views.length; c++) {
      views[c] = new FlatView();
    }
    this.buffers = ColumnBuffer.of(types, arrays);
    for (ColumnBuffer buffer : buffers) {
      buffer.keepingDictionaries();
    }
    this.ids = new int[types.size()][0];
  }

  /** Notes how large rows are; gives the bytes of the largest so far, or more. */
  long measure(VectorBatch batch) {
    int[] rows = selectedRows.of(batch);
    largestRowBytes = Math.max(largestRowBytes, RowBytes.largest(batch, rows, batch.numSelected()));
    return largestRowBytes;
  }

  /** Notes for a null-aware join what the build input has, wherever its rows go. */
  void observe(VectorBatch batch) {
    int count = batch.numSelected();
    observedRow |= count > 0;
    ColumnVector key = batch.column(buildKeys[0]);
    if (!observedNullKey && key.mayHaveNulls()) {
      int[] rows = selectedRows.of(batch);
      for (int i = 0; i < count && !observedNullKey; i++) {
        observedNullKey = key.isNull(rows[i]);
      }
    }
  }

  /** Whether one of the rows observed has a null key. */
  boolean hasNullKey() {
    return observedNullKey;
  }

  /**
   * Of a null-aware join's probe rows, those that may equal a build row: all when a build key is
   * null, those with a null key when there are build rows.
   *
   * @param unknownAt receives 1 at such rows
   */
  void noteUnknown(VectorBatch batch, int[] rows, byte[] unknownAt) {
    int count = batch.numSelected();
    ColumnVector key = batch.column(probeKeys[0]);
    if (observedNullKey) {
      for (int i = 0; i < count; i++) {
        unknownAt[rows[i]] = 1;
      }
    } else if (observedRow && key.mayHaveNulls()) {
      for (int i = 0; i < count; i++) {
        unknownAt[rows[i]] = (byte) (key.isNull(rows[i]) ? 1 : 0);
      }
    }
  }

  /** Looks at a batch (with flags, if any) and says what {@link #append} will allocate, at most. */
  long appendBytes(VectorBatch batch) {
    view(batch);
    return store.appendBytes(views, numViewed);
  }

  /** Adds the selected rows. */
  void append(VectorBatch batch) {
    view(batch);
    store.append(views, null, numViewed);
    viewed = null;
  }

  private void view(VectorBatch batch) {
    if (viewed == batch) {
      return;
    }
    viewed = batch;
    numViewed = batch.numSelected();
    int[] rows = selectedRows.of(batch);
    if (!settles) {
      rows = withKeys(batch, rows);
    }
    for (int c = 0; c < views.length; c++) {
      views[c].set(batch.column(c), rows, numViewed);
    }
  }

  private int[] withKeys(VectorBatch batch, int[] rows) {
    int[] list = rows;
    for (int key : buildKeys) {
      ColumnVector column = batch.column(key);
      if (column.mayHaveNulls()) {
        views[key].set(column, list, numViewed);
        long[] validity = views[key].validity();
        if (rowsWithKeys.length < numViewed) {
          rowsWithKeys = new int[Math.max(numViewed, VectorBatch.TARGET_ROWS)];
        }
        int kept = 0;
        for (int i = 0; i < numViewed; i++) {
          int row = list[i];
          rowsWithKeys[kept] = row;
          kept += (int) (validity[row >>> 6] >>> row & 1);
        }
        list = rowsWithKeys;
        numViewed = kept;
      }
    }
    return list;
  }

  /**
   * What {@link #columns} may allocate for a batch of output: twice the rows, because an array of
   * text that grows is there twice.
   */
  long outputBytes() {
    long rowBytes = store.numRows() == 0 ? 0 : store.heldBytes() / store.numRows() + 1;
    return 2L * VectorBatch.TARGET_ROWS * rowBytes;
  }

  int numRows() {
    return store.numRows();
  }

  long storeBytes() {
    return store.heldBytes();
  }

  /** What {@link #buildIndex} will allocate; the rows must be complete. */
  long indexBytes() {
    if (index == null) {
      index = JoinIndex.of(store, keyTypes, buildKeys, probeKeys);
    }
    return index.bytes() + (settles ? store.numRows() : 0);
  }

  /** What {@link #useFasterIndex} takes beyond {@link #indexBytes}; 0 if there is none. */
  long fasterIndexBytes() {
    JoinIndex faster = index.faster();
    return faster == null ? 0 : faster.bytes() - index.bytes();
  }

  void useFasterIndex() {
    index = index.faster();
  }

  /** Makes the rows findable; no rows may be added afterwards. */
  void buildIndex() {
    index.build();
    if (settles) {
      matched = new byte[store.numRows()];
      for (int page = 0; page < store.numPages(); page++) {
        BooleanVector flags = (BooleanVector) store.column(types.size(), page);
        System.arraycopy(
            flags.values(), 0, matched, page * RowStore.PAGE_ROWS, store.pageRows(page));
      }
    }
    dictionaries = new ColumnVector[types.size()];
  }

  /**
   * What {@link #buildIndex} has completed, for other tasks too.
   *
   * @param keys summaries of those that scans are told of
   */
  BuildTable table(Map<Integer, KeySummary> keys) {
    return new BuildTable(store, index, keys, largestRowBytes, observedRow, observedNullKey);
  }

  /** Takes rows and index from a table; there are no flags. */
  void use(BuildTable table) {
    store = table.rows().reader();
    index = table.index().reader(store);
    observedRow = table.hasRow();
    observedNullKey = table.hasNullKey();
    viewed = null;
    dictionaries = new ColumnVector[types.size()];
  }

  List<DataType> types() {
    return types;
  }

  JoinIndex index() {
    return index;
  }

  /** Notes that rows have found a match. */
  void match(int[] rows, int count) {
    if (settles) {
      for (int i = 0; i < count; i++) {
        matched[rows[i]] = 1;
      }
    }
  }

  int numPages() {
    return store.numPages();
  }

  /** What values a key has. */
  KeySummary summary(int key) {
    int bloomBytes = BlockBloom.sizeBytes(store.numRows(), KeySummary.MOST_BLOOM_BYTES);
    KeySummarizer summarizer =
        new KeySummarizer(keyTypes.get(key), buildKeys[key], bloomBytes, arrays, large);
    for (int page = 0; page < store.numPages(); page++) {
      summarizer.add(store.page(page));
    }
    return summarizer.summary();
  }

  boolean hasKeys() {
    return buildKeys.length > 0;
  }

  int pageRows(int page) {
    return store.pageRows(page);
  }

  /** The number of a page's first row. */
  int firstRow(int page) {
    return page * RowStore.PAGE_ROWS;
  }

  /** A page's rows; behind their columns there may be flags. */
  VectorBatch page(int page) {
    return store.page(page);
  }

  /**
   * Notes that rows have found a match, and with each those of the same keys. Of one key then
   * either all rows have a match or none, whatever page or spill file they come to lie in.
   *
   * @param heads the first rows of their keys, or {@link JoinIndex#NONE}
   */
  void matchKeys(int[] heads, int count) {
    int[] next = index.next();
    for (int i = 0; i < count; i++) {
      int row = heads[i];
      if (row != JoinIndex.NONE && matched[row] == 0) {
        for (; row != JoinIndex.NONE; row = next == null ? JoinIndex.NONE : next[row]) {
          matched[row] = 1;
        }
      }
    }
  }

  /** Whether a row has found a match. */
  boolean isMatched(int row) {
    return matched[row] != 0;
  }

  /** The rows of a page with or without a match, null if there are none; without their flags. */
  VectorBatch rows(int page, boolean withMatch) {
    int count = store.pageRows(page);
    int[] rows = new int[count + 1];
    int wanted = withMatch ? 1 : 0;
    int n = 0;
    for (int i = 0; i < count; i++) {
      rows[n] = i;
      n += matched[page * RowStore.PAGE_ROWS + i] == wanted ? 1 : 0;
    }
    if (n == 0) {
      return null;
    }
    ColumnVector[] columns = Arrays.copyOf(store.page(page).columns(), types.size());
    return new VectorBatch(count, new SelectionVector(rows, n), columns);
  }

  /** Counts all rows of a page as matched, or as not. */
  void settlePage(int page, boolean match) {
    int from = page * RowStore.PAGE_ROWS;
    Arrays.fill(matched, from, from + store.pageRows(page), (byte) (match ? 1 : 0));
  }

  /** A page's rows with their flags as they stand: what goes to spill files. */
  VectorBatch pageWithFlags(int page) {
    VectorBatch batch = store.page(page);
    if (matched == null) {
      return batch;
    }
    int count = batch.numRows();
    int from = page * RowStore.PAGE_ROWS;
    ColumnVector[] columns = batch.columns().clone();
    columns[types.size()] =
        new BooleanVector(
            DataType.BOOLEAN, Arrays.copyOfRange(matched, from, from + count), null, count);
    return new VectorBatch(count, columns);
  }

  /**
   * The build columns beside rows of a probe batch, in arrays that are reused.
   *
   * @param rows build rows
   * @param at for each, the row it goes to; null = row i
   * @param length rows of the columns
   * @param othersNull whether the rows nothing goes to are null; if not, they don't matter
   */
  void columns(
      int[] rows, int[] at, int count, int length, boolean othersNull, ColumnVector[] out, int to) {
    for (int c = 0; c < types.size(); c++) {
      if (othersNull && count == 0) {
        out[to + c] = ConstantVector.ofNull(types.get(c), length);
      } else if (!othersNull && store.numRows() == 1 && !store.keepsDictionary(c)) {
        out[to + c] = new ConstantVector(store.column(c, 0), length);
      } else if (store.numPages() == 1 && store.column(c, 0) instanceof BytesVector) {
        out[to + c] = dictionaryColumn(c, rows, at, count, length, othersNull);
      } else {
        ColumnBuffer buffer = buffers[c];
        if (othersNull) {
          buffer.beginNull(length);
        } else {
          buffer.begin(length);
        }
        store.copyOut(c, rows, at, count, buffer);
        out[to + c] = buffer.vector();
      }
    }
  }

  /** Text of a small build side stays where it is, and is a dictionary for all batches. */
  private ColumnVector dictionaryColumn(
      int c, int[] rows, int[] at, int count, int length, boolean othersNull) {
    if (dictionaries[c] == null) {
      dictionaries[c] = store.columnIgnoringNulls(c, 0);
    }
    ids[c] = arrays.ints(ids[c], Math.max(length, VectorBatch.TARGET_ROWS));
    int[] target = ids[c];
    // Every id must be one of the dictionary's: those left from before may be of a larger one.
    Arrays.fill(target, 0, length, 0);
    for (int i = 0; i < count; i++) {
      target[at == null ? i : at[i]] = rows[i];
    }
    long[] validity = null;
    if (othersNull || store.hasNulls(c)) {
      validity = othersNull ? new long[Validity.words(length)] : Validity.allValid(length);
      for (int i = 0; i < count; i++) {
        int row = at == null ? i : at[i];
        if (store.isNull(c, rows[i])) {
          Validity.setNull(validity, row);
        } else {
          Validity.setValid(validity, row);
        }
      }
    }
    return new DictionaryVector(dictionaries[c], target, validity, length);
  }

  /** Drops rows and index; batches given out before stay as they are. */
  void clear() {
    store.clear();
    viewed = null;
    index = null;
    matched = null;
    dictionaries = null;
  }
}
