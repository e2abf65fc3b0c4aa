package io.distaff.vector;

import io.distaff.types.DataType;
import java.util.List;

/**
 * Rows that an operator keeps, by column, numbered in the order in which they came: the keys of
 * groups, the build side of a join, what is to be sorted. Columns are pages of {@link #PAGE_ROWS}
 * rows (the first page begins smaller), so that growing copies nothing and a page is a batch.
 *
 * <pre>
 *   row number   page = row >> 12, slot = row & 4095
 *   column 0     long[4096]  long[4096]  long[4096]
 *   column 1     data + starts + lengths, each page its own
 * </pre>
 *
 * The caller reserves {@link #appendBytes} before {@link #append}; {@link #heldBytes} says what is
 * held. Confined to a task's thread; of one that gets no more rows, other threads may read by a
 * {@link #reader} each.
 */
public final class RowStore {
  public static final int PAGE_ROWS = StoredColumn.PAGE_ROWS;

  private static final int[] SMALL_CAPACITIES = {256, 1024};

  private final StoredColumn[] columns;
  private int numRows;
  private int capacity;
  private int[] pickedPositions = new int[0];
  private int[] pickedRows = new int[0];
  private int[] bothNull = new int[0];

  public RowStore(List<DataType> types) {
    columns = types.stream().map(StoredColumn::of).toArray(StoredColumn[]::new);
  }

  private RowStore(StoredColumn[] columns) {
    this.columns = columns;
  }

  /**
   * A store that keeps text as ids of a dictionary for as long as a column has few values, and
   * gives it out so. Pages given out before rows are added become invalid.
   */
  public static RowStore withDictionaries(List<DataType> types) {
    return new RowStore(
        types.stream()
            .map(
                type ->
                    ColumnBuffer.formOf(type) == ColumnVector.Form.BYTES
                        ? StoredBytes.withDictionary(type)
                        : StoredColumn.of(type))
            .toArray(StoredColumn[]::new));
  }

  private RowStore(RowStore complete) {
    columns = new StoredColumn[complete.columns.length];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = complete.columns[c].reader();
    }
    numRows = complete.numRows;
    capacity = complete.capacity;
  }

  /**
   * The same rows for another thread, as long as neither store gets more. What it holds is counted
   * by this one.
   */
  public RowStore reader() {
    return new RowStore(this);
  }

  public int numRows() {
    return numRows;
  }

  public int numColumns() {
    return columns.length;
  }

  /** Bytes of the arrays. */
  public long heldBytes() {
    long bytes = 0;
    for (StoredColumn column : columns) {
      bytes += column.heldBytes;
    }
    return bytes;
  }

  /** Bytes of one row's values. */
  public long valueBytes(int row) {
    long bytes = 0;
    for (StoredColumn column : columns) {
      bytes += column.valueBytes(row);
    }
    return bytes;
  }

  /** An upper bound of what appending {@code count} rows of the views allocates. */
  public long appendBytes(FlatView[] views, int count) {
    int wanted = capacityFor(numRows + count);
    int more = Math.max(0, wanted - capacity);
    int pagesTouched = count / PAGE_ROWS + 2;
    long bytes = 0;
    for (int c = 0; c < columns.length; c++) {
      bytes += columns[c].appendBytes(views[c], count, more, pagesTouched);
    }
    return bytes;
  }

  private static int capacityFor(int rows) {
    for (int small : SMALL_CAPACITIES) {
      if (rows <= small) {
        return small;
      }
    }
    return Math.addExact(rows, StoredColumn.PAGE_MASK) & -PAGE_ROWS;
  }

  /**
   * Adds rows.
   *
   * @param views one a column
   * @param picks which rows of the views, in the first {@code count} slots; null = the first ones
   */
  public void append(FlatView[] views, int[] picks, int count) {
    for (int c = 0; c < columns.length; c++) {
      columns[c].beginAppend(views[c]);
    }
    grow(numRows + count);
    for (int c = 0; c < columns.length; c++) {
      appendColumn(columns[c], views[c], picks, count);
    }
    numRows += count;
  }

  private void grow(int rows) {
    if (rows <= capacity) {
      return;
    }
    int wanted = capacityFor(rows);
    int firstPage = capacity >>> StoredColumn.PAGE_SHIFT;
    int lastPage = (wanted - 1) >>> StoredColumn.PAGE_SHIFT;
    for (int page = firstPage; page <= lastPage; page++) {
      int pageRows = Math.min(PAGE_ROWS, wanted - page * PAGE_ROWS);
      for (StoredColumn column : columns) {
        column.allocate(page, pageRows);
      }
    }
    capacity = wanted;
  }

  private void appendColumn(StoredColumn column, FlatView view, int[] picks, int count) {
    int[] positions = view.positions();
    int[] rows = view.rows();
    if (picks != null) {
      if (pickedPositions.length < count) {
        pickedPositions = new int[Math.max(count, PAGE_ROWS)];
        pickedRows = new int[Math.max(count, PAGE_ROWS)];
      }
      for (int i = 0; i < count; i++) {
        pickedPositions[i] = positions[picks[i]];
        pickedRows[i] = rows[picks[i]];
      }
      positions = pickedPositions;
      rows = pickedRows;
    }
    for (int from = 0; from < count; ) {
      int row = numRows + from;
      int page = row >>> StoredColumn.PAGE_SHIFT;
      int offset = row & StoredColumn.PAGE_MASK;
      int n = Math.min(count - from, PAGE_ROWS - offset);
      column.copyIn(view.values(), positions, from, n, page, offset);
      if (view.validity() != null) {
        column.copyNullsIn(view.validity(), rows, from, n, page, offset);
      }
      from += n;
    }
  }

  public int numPages() {
    return (numRows + StoredColumn.PAGE_MASK) >>> StoredColumn.PAGE_SHIFT;
  }

  /** Rows {@code page * PAGE_ROWS} and following as a batch that shares the store's arrays. */
  public VectorBatch page(int page) {
    ColumnVector[] vectors = new ColumnVector[columns.length];
    for (int c = 0; c < vectors.length; c++) {
      vectors[c] = column(c, page);
    }
    return new VectorBatch(pageRows(page), vectors);
  }

  /** One column of a page. */
  public ColumnVector column(int column, int page) {
    return columns[column].vector(page, columns[column].validity(page), pageRows(page));
  }

  /** Whether pages have ids of a dictionary in this column, as things stand. */
  public boolean keepsDictionary(int column) {
    return columns[column] instanceof StoredBytes text && text.isDictionary();
  }

  /** Keeps no dictionary for a column from here on; its pages given out before become invalid. */
  public void flatten(int column) {
    columns[column].flatten();
  }

  /**
   * One column of a page as if none of its rows were null: for use as a dictionary, if the store
   * keeps none for the column itself.
   */
  public ColumnVector columnIgnoringNulls(int column, int page) {
    return columns[column].vector(page, null, pageRows(page));
  }

  public int pageRows(int page) {
    return Math.min(PAGE_ROWS, numRows - page * PAGE_ROWS);
  }

  public boolean isNull(int column, int row) {
    return columns[column].isNull(row);
  }

  public boolean hasNulls(int column) {
    return columns[column].hasNulls();
  }

  /**
   * Copies one column of some rows out.
   *
   * @param storeRows in any order, repeated or not
   * @param at where each goes in {@code out}, which has begun; null = to row i
   */
  public void copyOut(int column, int[] storeRows, int[] at, int count, ColumnBuffer out) {
    StoredColumn stored = columns[column];
    stored.copyOut(storeRows, at, count, out);
    if (out.startsNull()) {
      for (int i = 0; i < count; i++) {
        if (!stored.isNull(storeRows[i])) {
          out.setValid(at == null ? i : at[i]);
        }
      }
    } else if (stored.hasNulls()) {
      for (int i = 0; i < count; i++) {
        if (stored.isNull(storeRows[i])) {
          out.setNull(at == null ? i : at[i]);
        }
      }
    }
  }

  /**
   * Splits a list of rows of a view by whether each equals its row of the store in one column (null
   * equals null, NaN equals NaN, -0 equals 0).
   *
   * @param list rows of the view, with a slot to spare; those that are equal end up in front
   * @param storeRows by row of the view
   * @param unequal receives the others from {@code numUnequal} on; with a slot to spare
   * @return how many are equal
   */
  public int retainEqual(
      int column,
      FlatView view,
      int[] list,
      int count,
      int[] storeRows,
      int[] unequal,
      int numUnequal) {
    StoredColumn stored = columns[column];
    if (view.validity() == null && !stored.hasNulls()) {
      return stored.retainEqual(
          view.values(), view.positions(), list, count, storeRows, unequal, numUnequal);
    }
    if (bothNull.length < count) {
      bothNull = new int[Math.max(count, PAGE_ROWS)];
    }
    int numBothNull = 0;
    int toCompare = 0;
    int lost = numUnequal;
    for (int k = 0; k < count; k++) {
      int i = list[k];
      boolean viewNull =
          view.validity() != null && !Validity.isValid(view.validity(), view.rows()[i]);
      boolean storeNull = stored.isNull(storeRows[i]);
      if (viewNull && storeNull) {
        bothNull[numBothNull++] = i;
      } else if (viewNull || storeNull) {
        unequal[lost++] = i;
      } else {
        list[toCompare++] = i;
      }
    }
    int kept =
        stored.retainEqual(
            view.values(), view.positions(), list, toCompare, storeRows, unequal, lost);
    System.arraycopy(bothNull, 0, list, kept, numBothNull);
    return kept + numBothNull;
  }

  /**
   * Compares two rows in one column, in which both have values: NaN is above all, -0 equals 0, text
   * goes by unsigned bytes.
   */
  public int compare(int column, int rowA, int rowB) {
    return columns[column].compare(rowA, rowB);
  }

  /**
   * Drops every row, and keeps the arrays for those that come next if they are one page. Batches
   * given out before become invalid.
   */
  public void reset() {
    if (capacity > PAGE_ROWS) {
      clear();
      return;
    }
    if (capacity > 0) {
      for (StoredColumn column : columns) {
        column.reset();
      }
    }
    numRows = 0;
  }

  /** Drops every row and array; batches given out before stay as they are. */
  public void clear() {
    for (int c = 0; c < columns.length; c++) {
      columns[c] = columns[c].empty();
    }
    numRows = 0;
    capacity = 0;
  }
}
