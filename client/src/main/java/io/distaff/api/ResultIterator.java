package io.distaff.api;

import io.distaff.driver.DecodedStatement;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * What a query gives, as it comes: a result of any size in constant memory. Close it unless it was
 * read to its end; what the query hasn't done yet is then cancelled. Throws RESULT_TOO_LARGE where
 * a row doesn't go into the driver's heap. Confined to one thread.
 */
public abstract sealed class ResultIterator<T> implements Iterator<T>, AutoCloseable
    permits RowIterator, ObjectIterator {
  private final DecodedStatement execution;
  private final Consumer<List<PartitionSummary>> onEnd;
  private final RowSize size = new RowSize();
  private VectorBatch batch;
  private int position;
  private boolean ended;

  /**
   * @param ended hears at the end of what partitions there were
   */
  ResultIterator(DecodedStatement execution, Consumer<List<PartitionSummary>> ended) {
    this.execution = execution;
    this.onEnd = ended;
  }

  /** The columns of the result. */
  public Schema schema() {
    return execution.schema();
  }

  /** A batch has come, of which rows are read from now on. */
  abstract void start(VectorBatch batch);

  /**
   * What a row is given as.
   *
   * @param i index among the selected rows of the batch
   */
  abstract T read(VectorBatch batch, int i);

  /** Waits for a row or the end. Throws what the query failed of. */
  @Override
  public boolean hasNext() {
    while (!ended && (batch == null || position == batch.numSelected())) {
      batch = null;
      batch = execution.next();
      position = 0;
      if (batch == null) {
        onEnd.accept(execution.partitions());
        close();
      } else {
        start(batch);
      }
    }
    return !ended;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the result has no more rows");
    }
    size.set(batch, batch.selectedRow(position));
    execution.guard().ensureRoom(execution.underWayBytes() + size.makingBytes());
    return read(batch, position++);
  }

  /** As {@link #next}, of a row that is kept. */
  T nextKept() {
    T row = next();
    execution.guard().add(size.bytes());
    return row;
  }

  /** About what the last row takes on the heap. */
  long lastBytes() {
    return size.bytes();
  }

  /** A row that was kept isn't any longer. */
  void dropped(long bytes) {
    execution.guard().remove(bytes);
  }

  @Override
  public void close() {
    ended = true;
    batch = null;
    execution.close();
  }
}
