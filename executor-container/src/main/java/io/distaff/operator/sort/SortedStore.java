package io.distaff.operator.sort;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * The rows of a store in a given order, gathered batch by batch; whoever makes it has reserved what
 * a batch takes. Confined to a task's thread.
 */
final class SortedStore implements SortedRows {
  private final RowStore store;
  private final int[] rows;
  private final SortedKeys keys;

  /** By column; null for what is read from the store. */
  private final SortedKeys.Reader[] keyReaders;

  private final int end;
  private final BatchLimit limit;
  private final ColumnBuffer[] buffers;
  private int[] batch = new int[0];
  private int position;

  /**
   * @param rows of the store, in the order wanted
   * @param keys of the rows in order; null when they are to be read from the store
   * @param count how many of them to give
   * @param limit of a batch
   */
  SortedStore(
      RowStore store,
      List<DataType> types,
      int[] rows,
      SortedKeys keys,
      int count,
      BatchLimit limit) {
    this.store = store;
    this.rows = rows;
    this.keys = keys;
    this.keyReaders = new SortedKeys.Reader[types.size()];
    for (int c = 0; keys != null && c < keyReaders.length; c++) {
      keyReaders[c] = keys.has(c) ? keys.new Reader(c, types.get(c)) : null;
    }
    this.end = count;
    this.limit = limit;
    // Copies: the store may be dropped while the last batch is in use.
    this.buffers = ColumnBuffer.of(types, ReservedArrays.uncounted());
    for (ColumnBuffer buffer : buffers) {
      buffer.copying().keepingDictionaries();
    }
  }

  /** The rows not given yet, in arrays other than those that hold the last batch given. */
  SortedStore rest(List<DataType> types, BatchLimit restLimit) {
    SortedStore rest = new SortedStore(store, types, rows, keys, end, restLimit);
    rest.position = position;
    return rest;
  }

  int numRows() {
    return end;
  }

  @Override
  public VectorBatch next() {
    int count = nextRows();
    if (count == 0) {
      return null;
    }
    if (batch.length < count) {
      batch = new int[count];
    }
    System.arraycopy(rows, position, batch, 0, count);
    ColumnVector[] columns = new ColumnVector[buffers.length];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = keyReaders[c] == null ? gather(c, count) : keyReaders[c].read(position, count);
    }
    position += count;
    return new VectorBatch(count, columns);
  }

  private ColumnVector gather(int column, int count) {
    buffers[column].begin(count);
    store.copyOut(column, batch, null, count, buffers[column]);
    return buffers[column].vector();
  }

  /** How many rows the next batch has: one at least, as long as there are any. */
  private int nextRows() {
    int most = Math.max(0, Math.min(limit.rows(), end - position));
    if (!limit.countsBytes()) {
      return most;
    }
    long bytes = 0;
    for (int i = 0; i < most; i++) {
      bytes += store.valueBytes(rows[position + i]);
      if (bytes > limit.bytes()) {
        return Math.max(1, i);
      }
    }
    return most;
  }

  @Override
  public void close() {
    position = end;
  }
}
