package io.distaff.operator.window;

import io.distaff.memory.MemoryReservation;
import io.distaff.memory.Spillable;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.spill.SpillFile;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a unit: of some partitions or groups of peers that are computed together. First they
 * are taken in; then {@link Cursor}s read them, each on its own, again and again, and forward as a
 * rule. Rows are numbered from the first one of the operator's input.
 *
 * <pre>
 *   held in      memory given back by
 *   one batch    -                      the unit is exactly a batch of the input: nothing is copied
 *   a RowStore   writing it to a file   while rows come in, or later: cursors go on in the file
 *   a SpillFile  -                      each cursor holds one block
 * </pre>
 *
 * Confined to a task's thread.
 */
final class WindowRows implements Spillable, AutoCloseable {
  private static final int MAX_STORE_ROWS = 1 << 28;
  private static final long MIN_BLOCK_BYTES = 1 << 15;
  private static final long MAX_BLOCK_BYTES = 1 << 19;
  private static final int BLOCKS_A_STORE = 32;

  /** All cursors together read with less than half of the memory that a store had. */
  private static final int BLOCKS_A_CURSOR = 8;

  private static final long FILE_BUFFER_BYTES = 1 << 15;

  /** Copies of a block that writing takes: gathered, serialised, compressed. */
  private static final int BLOCKS_TO_WRITE = 3;

  /** Copies of a block that reading takes: compressed, serialised, as vectors. */
  private static final int BLOCKS_TO_READ = 3;

  private final OperatorContext context;
  private final Schema schema;
  private final MemoryReservation memory;
  private final RowStore store;
  private final FlatView[] views;
  private final List<Cursor> cursors = new ArrayList<>();
  private final SelectedRows selectedRows = new SelectedRows();
  private VectorBatch only;
  private SpillFile file;
  private boolean isReading;
  private long firstRow;
  private long numRows;
  private long largestBlockBytes;

  WindowRows(OperatorContext context, Schema schema) {
    this.context = context;
    this.schema = schema;
    this.store = new RowStore(schema.fields().stream().map(Field::type).toList());
    this.views = new FlatView[schema.size()];
    for (int c = 0; c < views.length; c++) {
      views[c] = new FlatView();
    }
    this.memory = context.memory().reservation(this);
  }

  /** A reader of all units, one after the other. */
  Cursor newCursor() {
    Cursor cursor = new Cursor();
    cursors.add(cursor);
    return cursor;
  }

  long firstRow() {
    return firstRow;
  }

  /** Behind the last row. */
  long endRow() {
    return firstRow + numRows;
  }

  boolean isEmpty() {
    return numRows == 0;
  }

  // Taking rows in

  /**
   * Makes a batch without a selection the whole unit; it must stay as it is until the unit ends.
   */
  void setOnly(VectorBatch batch) {
    only = batch;
    numRows = batch.numRows();
  }

  /**
   * Adds rows.
   *
   * @param rows positions in the batch, in the first {@code count} slots
   */
  void append(VectorBatch batch, int[] rows, int count) {
    for (int c = 0; c < views.length; c++) {
      views[c].set(batch.column(c), rows, count);
    }
    if (store.numRows() > MAX_STORE_ROWS - count) {
      writeStore();
    }
    while (true) {
      // Growing may spill the store, and an empty one grows by more: look again.
      long wanted =
          bytesFor(store.heldBytes() + store.appendBytes(views, count), store.numRows() + count);
      if (wanted <= memory.bytes()) {
        break;
      }
      memory.add(wanted - memory.bytes());
    }
    store.append(views, null, count);
    memory.resize(bytesFor(store.heldBytes(), store.numRows()));
    numRows += count;
  }

  private long bytesFor(long storeBytes, int rows) {
    return storeBytes + BLOCKS_TO_WRITE * blockBytes(storeBytes, rows);
  }

  private long blockBytes(long storeBytes, int rows) {
    return blockRows(storeBytes, rows) * (storeBytes / Math.max(rows, 1) + 1);
  }

  private int blockRows(long storeBytes, int rows) {
    int blocks = Math.max(BLOCKS_A_STORE, BLOCKS_A_CURSOR * cursors.size());
    long target = Math.min(Math.max(MIN_BLOCK_BYTES, storeBytes / blocks), MAX_BLOCK_BYTES);
    long rowBytes = storeBytes / Math.max(rows, 1) + 1;
    return (int) Math.max(1, Math.min(target / rowBytes, RowStore.PAGE_ROWS));
  }

  // Spilling

  @Override
  public long spill(long wantedBytes) {
    long before = memory.bytes();
    if (store.numRows() == 0) {
      return isReading ? 0 : dropSpareArrays();
    }
    writeStore();
    if (isReading) {
      // The pages that cursors stand on stay in memory until they move.
      long pages = cursors.stream().filter(Cursor::isOnPage).count();
      memory.resize(Math.min(before, pages * readerBytes()));
    }
    return before - memory.bytes();
  }

  /** Of the unit before; gives what they held. */
  private long dropSpareArrays() {
    long held = memory.bytes();
    store.clear();
    memory.resize(0);
    return held;
  }

  /** True, because rows are read through cursors, which find them on disk as well. */
  @Override
  public boolean givesWayToOwnOperator() {
    return true;
  }

  private void writeStore() {
    if (store.numRows() == 0) {
      return;
    }
    if (file == null) {
      file = new SpillFile(context, "window", schema);
    }
    int blockRows = blockRows(store.heldBytes(), store.numRows());
    largestBlockBytes = Math.max(largestBlockBytes, blockBytes(store.heldBytes(), store.numRows()));
    for (int page = 0; page < store.numPages(); page++) {
      VectorBatch batch = store.page(page);
      for (int from = 0; from < batch.numRows(); from += blockRows) {
        int count = Math.min(blockRows, batch.numRows() - from);
        file.write(count == batch.numRows() ? batch : slice(batch, from, count));
      }
    }
    store.clear();
    if (!isReading) {
      memory.resize(0);
    }
  }

  private static VectorBatch slice(VectorBatch batch, int from, int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = from + i;
    }
    return batch.withSelection(new SelectionVector(rows, count));
  }

  private long readerBytes() {
    return BLOCKS_TO_READ * largestBlockBytes + FILE_BUFFER_BYTES;
  }

  // Reading

  /** No more rows come: cursors may read. */
  void startReading() {
    if (file != null) {
      writeStore();
    }
    isReading = true;
  }

  /** Drops the rows, but not the arrays of few; the next unit begins behind them. */
  void endUnit() {
    isReading = false;
    cursors.forEach(Cursor::reset);
    if (file != null) {
      file.close();
      file = null;
    }
    only = null;
    store.reset();
    largestBlockBytes = 0;
    memory.resize(store.heldBytes());
    firstRow += numRows;
    numRows = 0;
  }

  @Override
  public void close() {
    endUnit();
    memory.close();
  }

  /** A place in the unit, and the batch around it. */
  final class Cursor {
    private final FlatView[] columnViews = new FlatView[schema.size()];
    private final boolean[] isSet = new boolean[schema.size()];
    private VectorBatch batch;
    private long start;
    private long end;
    private SpillFile.Reader reader;
    private long readerBytes;

    private Cursor() {}

    private boolean isOnPage() {
      return batch != null;
    }

    /** Goes to the batch that holds a row. */
    void seek(long row) {
      if (row >= start && row < end) {
        return;
      }
      if (row < firstRow || row >= endRow()) {
        throw new IndexOutOfBoundsException(
            "row " + row + " of " + firstRow + " to " + endRow() + " of a window");
      }
      if (only != null) {
        set(only, firstRow);
      } else if (file == null) {
        int page = (int) ((row - firstRow) / RowStore.PAGE_ROWS);
        set(store.page(page), firstRow + (long) page * RowStore.PAGE_ROWS);
      } else {
        read(row);
      }
    }

    private void read(long row) {
      if (reader == null || row < start) {
        closeReader();
        if (readerBytes == 0) {
          long wanted = readerBytes();
          memory.add(wanted);
          readerBytes = wanted;
        }
        reader = file.read();
        start = firstRow;
        end = firstRow;
      }
      while (row >= end) {
        VectorBatch next = reader.next();
        if (next == null) {
          throw new IllegalStateException("the file of a window ends before row " + row);
        }
        set(next, end);
      }
    }

    private void set(VectorBatch other, long first) {
      batch = other;
      start = first;
      end = first + other.numRows();
      Arrays.fill(isSet, false);
    }

    /** The first row of the batch. */
    long start() {
      return start;
    }

    /** Behind the last row of the batch. */
    long end() {
      return end;
    }

    VectorBatch batch() {
      return batch;
    }

    /** All rows of one column of the batch: the i-th is row {@code start() + i}. */
    FlatView view(int column) {
      if (!isSet[column]) {
        if (columnViews[column] == null) {
          columnViews[column] = new FlatView();
        }
        int count = batch.numRows();
        columnViews[column].set(batch.column(column), selectedRows.first(count), count);
        isSet[column] = true;
      }
      return columnViews[column];
    }

    /** A row's value in a BOOLEAN column without nulls. */
    boolean flag(int column, long row) {
      seek(row);
      FlatView view = view(column);
      return ((BooleanVector) view.values()).values()[view.positions()[(int) (row - start)]] != 0;
    }

    private void closeReader() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }

    private void reset() {
      closeReader();
      batch = null;
      start = 0;
      end = 0;
      readerBytes = 0;
      Arrays.fill(isSet, false);
    }
  }
}
