package io.distaff.api;

import io.distaff.driver.StatementExecution;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.types.Schema;
import io.distaff.vector.VectorBatch;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * What a query gives, as it comes: a result of any size in constant memory. Close it unless it was
 * read to its end; what the query hasn't done yet is then cancelled. Confined to one thread.
 */
public abstract sealed class ResultIterator<T> implements Iterator<T>, AutoCloseable
    permits RowIterator, ObjectIterator {
  private final StatementExecution execution;
  private final Consumer<List<PartitionSummary>> onEnd;
  private VectorBatch batch;
  private int position;
  private boolean ended;

  /**
   * @param ended hears at the end of what partitions there were
   */
  ResultIterator(StatementExecution execution, Consumer<List<PartitionSummary>> ended) {
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

  /** About what a row of the batch, which was read last, takes on the heap. */
  abstract long bytes(VectorBatch batch, int row);

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
    return read(batch, position++);
  }

  /** About what the last row takes on the heap. */
  long lastBytes() {
    return bytes(batch, batch.selectedRow(position - 1));
  }

  @Override
  public void close() {
    ended = true;
    batch = null;
    execution.close();
  }
}
