package io.distaff.operator.sort;

import io.distaff.operator.Operator;
import io.distaff.operator.spill.SpilledInput;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Merges sorted runs. The runs' next rows are in a binary heap, by the code of the first key, then
 * by all keys. An output batch ends when one run's batch is used up, since its rows still have to
 * be copied out; they are, column by column and run by run. Closes and thereby deletes the runs.
 * Confined to a task's thread.
 */
final class RunMerger implements Operator {
  private final List<SortKey> keys;
  private final ColumnBuffer[] buffers;
  private final Cursor[] heap;
  private final List<Cursor> cursors;
  private final FlatView view = new FlatView();
  private int heapSize;
  private Cursor usedUp;
  private boolean started;

  /** The position in one run. */
  private final class Cursor {
    final SpilledInput input;
    final FlatView[] keyViews = new FlatView[keys.size()];
    final SelectedRows all = new SelectedRows();
    VectorBatch batch;
    long[] codes = new long[0];
    int row;
    int[] takenRows = new int[0];
    int[] takenTo = new int[0];
    int numTaken;

    Cursor(SpilledInput input) {
      this.input = input;
      for (int k = 0; k < keyViews.length; k++) {
        keyViews[k] = new FlatView();
      }
    }

    /** Goes to the next batch; false at the end. */
    boolean advanceBatch() {
      batch = input.next();
      if (batch == null) {
        return false;
      }
      int count = batch.numRows();
      if (codes.length < count) {
        codes = new long[count];
        takenRows = new int[count];
        takenTo = new int[count];
      }
      for (int k = 0; k < keyViews.length; k++) {
        keyViews[k].set(batch.column(keys.get(k).column()), all.first(count), count);
      }
      if (keyViews.length > 0) {
        KeyCode.ordered(keyViews[0], count, keys.get(0), codes);
      }
      row = 0;
      return true;
    }

    void take(int to) {
      takenRows[numTaken] = row++;
      takenTo[numTaken++] = to;
    }
  }

  /**
   * @param runs sorted by the keys; owned by this object
   * @param types of the columns
   */
  RunMerger(List<SpilledInput> runs, List<SortKey> keys, List<DataType> types) {
    this.keys = keys;
    this.buffers = ColumnBuffer.of(types);
    this.cursors = runs.stream().map(Cursor::new).toList();
    this.heap = new Cursor[cursors.size()];
  }

  @Override
  public VectorBatch next() {
    if (!started) {
      started = true;
      cursors.forEach(this::advanceAndPush);
    } else if (usedUp != null) {
      advanceAndPush(usedUp);
      usedUp = null;
    }
    int count = 0;
    while (count < VectorBatch.TARGET_ROWS && heapSize > 0 && usedUp == null) {
      Cursor top = heap[0];
      top.take(count++);
      if (top.row == top.batch.numRows()) {
        usedUp = top;
        heap[0] = heap[--heapSize];
        heap[heapSize] = null;
      }
      siftDown();
    }
    return count == 0 ? null : copyOut(count);
  }

  private VectorBatch copyOut(int count) {
    ColumnVector[] columns = new ColumnVector[buffers.length];
    for (int c = 0; c < columns.length; c++) {
      buffers[c].begin(count);
      for (Cursor cursor : cursors) {
        if (cursor.numTaken > 0) {
          view.set(cursor.batch.column(c), cursor.takenRows, cursor.numTaken);
          buffers[c].copy(view, cursor.takenTo, cursor.numTaken);
        }
      }
      columns[c] = buffers[c].vector();
    }
    for (Cursor cursor : cursors) {
      cursor.numTaken = 0;
    }
    return new VectorBatch(count, columns);
  }

  private void advanceAndPush(Cursor cursor) {
    if (!cursor.advanceBatch()) {
      return;
    }
    int at = heapSize++;
    while (at > 0 && isBefore(cursor, heap[at - 1 >>> 1])) {
      heap[at] = heap[at - 1 >>> 1];
      at = at - 1 >>> 1;
    }
    heap[at] = cursor;
  }

  /** Restores the heap after its top has changed. */
  private void siftDown() {
    if (heapSize == 0) {
      return;
    }
    Cursor moved = heap[0];
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= heapSize) {
        break;
      }
      if (child + 1 < heapSize && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], moved)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
  }

  private boolean isBefore(Cursor a, Cursor b) {
    int byCode = Long.compareUnsigned(a.codes[a.row], b.codes[b.row]);
    return byCode != 0 ? byCode < 0 : compareKeys(a, b) < 0;
  }

  private int compareKeys(Cursor a, Cursor b) {
    for (int k = 0; k < keys.size(); k++) {
      SortKey key = keys.get(k);
      FlatView viewA = a.keyViews[k];
      FlatView viewB = b.keyViews[k];
      boolean nullA = viewA.validity() != null && !Validity.isValid(viewA.validity(), a.row);
      boolean nullB = viewB.validity() != null && !Validity.isValid(viewB.validity(), b.row);
      if (nullA || nullB) {
        if (nullA != nullB) {
          return nullA == key.nullsFirst() ? -1 : 1;
        }
      } else {
        int byValue =
            KeyCode.compare(
                viewA.values(), viewA.positions()[a.row], viewB.values(), viewB.positions()[b.row]);
        if (byValue != 0) {
          return key.descending() ? -byValue : byValue;
        }
      }
    }
    return 0;
  }

  @Override
  public void close() {
    heapSize = 0;
    usedUp = null;
    started = true;
    for (Cursor cursor : cursors) {
      cursor.input.close();
    }
  }
}
