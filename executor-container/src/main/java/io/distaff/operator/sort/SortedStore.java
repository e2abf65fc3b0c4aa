package io.distaff.operator.sort;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.VectorBatch;
import java.util.List;

/** The rows of a store in a given order, gathered batch by batch. Confined to a task's thread. */
final class SortedStore implements SortedRows {
  private final RowStore store;
  private final int[] rows;
  private final int end;
  private final int batchRows;
  private final ColumnBuffer[] buffers;
  private int[] batch = new int[0];
  private int position;

  /**
   * @param rows of the store, in the order wanted
   * @param count how many of them to give
   * @param batchRows how many at a time
   */
  SortedStore(RowStore store, List<DataType> types, int[] rows, int count, int batchRows) {
    this.store = store;
    this.rows = rows;
    this.end = count;
    this.batchRows = batchRows;
    this.buffers = ColumnBuffer.of(types, ReservedArrays.uncounted());
  }

  /** The rows not given yet, in arrays other than those that hold the last batch given. */
  SortedStore rest(List<DataType> types, int restBatchRows) {
    SortedStore rest = new SortedStore(store, types, rows, end, restBatchRows);
    rest.position = position;
    return rest;
  }

  int numRows() {
    return end;
  }

  @Override
  public VectorBatch next() {
    int count = Math.min(batchRows, end - position);
    if (count <= 0) {
      return null;
    }
    if (batch.length < count) {
      batch = new int[count];
    }
    System.arraycopy(rows, position, batch, 0, count);
    position += count;
    ColumnVector[] columns = new ColumnVector[buffers.length];
    for (int c = 0; c < columns.length; c++) {
      buffers[c].begin(count);
      store.copyOut(c, batch, null, count, buffers[c]);
      columns[c] = buffers[c].vector();
    }
    return new VectorBatch(count, columns);
  }

  @Override
  public void close() {
    position = end;
  }
}
