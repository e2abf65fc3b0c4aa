package io.distaff.operator.sort;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowBytes;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Merges sorted runs. A binary heap holds the runs by their first remaining rows; what it gives is
 * noted as (row of the run's batch, row of the output) and copied a column at a time, when the
 * run's batch or the output is through. Owns its inputs; whoever makes it has reserved what they
 * and the output take. Confined to a task's thread.
 */
final class RunMerger implements SortedRows {
  /** Bytes that merging takes for each row of a run's batch, besides the batch. */
  static final int BYTES_A_ROW = Long.BYTES + 4 * Integer.BYTES;

  private final RowOrder order;
  private final List<? extends SortedRows> inputs;
  private final ColumnBuffer[] buffers;
  private final FlatView view = new FlatView();
  private final SelectedRows selectedRows = new SelectedRows();
  private final BatchLimit limit;
  private final Cursor[] heap;
  private int heapSize;
  private boolean started;
  private long rowsLeft;

  /**
   * @param rowsLeft of all inputs together; giving may stop earlier
   * @param limit of a batch given out
   */
  RunMerger(
      RowOrder order,
      List<DataType> types,
      List<? extends SortedRows> inputs,
      long rowsLeft,
      BatchLimit limit) {
    this.order = order;
    this.inputs = List.copyOf(inputs);
    this.buffers = ColumnBuffer.of(types, ReservedArrays.uncounted());
    this.limit = limit;
    this.heap = new Cursor[inputs.size()];
    this.rowsLeft = rowsLeft;
  }

  @Override
  public VectorBatch next() {
    if (!started) {
      started = true;
      start();
    }
    int most = (int) Math.min(rowsLeft, limit.rows());
    if (most == 0) {
      return null;
    }
    for (ColumnBuffer buffer : buffers) {
      buffer.begin(most);
    }
    int count = 0;
    for (long bytes = 0; count < most; count++) {
      Cursor first = heap[0];
      if (limit.countsBytes()) {
        bytes += RowBytes.of(first.batch, first.position);
        if (bytes > limit.bytes() && count > 0) {
          break;
        }
      }
      first.take(count);
      if (first.position == first.count) {
        copyTaken(first);
        first.load();
        if (first.count == 0) {
          heap[0] = heap[--heapSize];
        }
      }
      siftDown(0);
    }
    for (int h = 0; h < heapSize; h++) {
      copyTaken(heap[h]);
    }
    rowsLeft -= count;
    ColumnVector[] columns = new ColumnVector[buffers.length];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = buffers[c].vector(count);
    }
    return new VectorBatch(count, columns);
  }

  private void start() {
    for (SortedRows input : inputs) {
      Cursor cursor = new Cursor(input);
      cursor.load();
      if (cursor.count > 0) {
        heap[heapSize++] = cursor;
      }
    }
    for (int i = heapSize / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  private void siftDown(int from) {
    if (from >= heapSize) {
      return;
    }
    Cursor moving = heap[from];
    int at = from;
    for (int child = 2 * at + 1; child < heapSize; child = 2 * at + 1) {
      if (child + 1 < heapSize && comesBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!comesBefore(heap[child], moving)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moving;
  }

  private boolean comesBefore(Cursor a, Cursor b) {
    return order.compare(a.keys, a.position, b.keys, b.position) < 0;
  }

  private void copyTaken(Cursor cursor) {
    if (cursor.numTaken == 0) {
      return;
    }
    for (int c = 0; c < buffers.length; c++) {
      view.set(cursor.batch.column(c), cursor.takenRows, cursor.numTaken);
      buffers[c].copy(view, cursor.takenTo, cursor.numTaken);
    }
    cursor.numTaken = 0;
  }

  @Override
  public void close() {
    heapSize = 0;
    rowsLeft = 0;
    inputs.forEach(SortedRows::close);
  }

  /** Where the merge stands in one run. */
  private final class Cursor {
    private final SortedRows input;
    private final KeyedBatch keys = new KeyedBatch(order);
    private VectorBatch batch;
    private int count;
    private int position;
    private int[] takenRows = new int[0];
    private int[] takenTo = new int[0];
    private int numTaken;

    Cursor(SortedRows input) {
      this.input = input;
    }

    void load() {
      batch = input.next();
      count = batch == null ? 0 : batch.numRows();
      position = 0;
      if (count > 0) {
        keys.set(batch, selectedRows.first(count), count);
        if (takenRows.length < count) {
          takenRows = Arrays.copyOf(takenRows, count);
          takenTo = Arrays.copyOf(takenTo, count);
        }
      }
    }

    void take(int outputRow) {
      takenRows[numTaken] = position++;
      takenTo[numTaken++] = outputRow;
    }
  }
}
