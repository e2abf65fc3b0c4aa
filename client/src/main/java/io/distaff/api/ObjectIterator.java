package io.distaff.api;

import io.distaff.driver.StatementExecution;
import io.distaff.encoder.ObjectReader;
import io.distaff.vector.RowBytes;
import io.distaff.vector.VectorBatch;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The objects of a Dataset, as they come: any number in constant memory. Close it unless it was
 * read to its end; what the query hasn't done yet is then cancelled. Confined to one thread.
 */
public final class ObjectIterator<T> implements Iterator<T>, AutoCloseable {
  /** Header of an object, and of one that it refers to. */
  private static final int OBJECT_BYTES = 24;

  private final StatementExecution execution;
  private final ObjectReader reader;
  private final List<Integer> columns;
  private VectorBatch batch;
  private int position;
  private boolean ended;

  /**
   * @param reader of the execution's columns
   */
  ObjectIterator(StatementExecution execution, ObjectReader reader) {
    this.execution = execution;
    this.reader = reader;
    this.columns = java.util.stream.IntStream.range(0, execution.schema().size()).boxed().toList();
  }

  /** Waits for an object or the end. Throws what the query failed of. */
  @Override
  public boolean hasNext() {
    while (!ended && (batch == null || position == batch.numSelected())) {
      batch = execution.next();
      position = 0;
      if (batch == null) {
        close();
      } else {
        reader.start(batch, columns);
      }
    }
    return !ended;
  }

  @Override
  @SuppressWarnings("unchecked")
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the result has no more rows");
    }
    return (T) reader.read(position++);
  }

  /** About what the last object takes on the heap. */
  long lastBytes() {
    return RowBytes.of(batch, batch.selectedRow(position - 1))
        + (long) OBJECT_BYTES * (1 + columns.size());
  }

  @Override
  public void close() {
    ended = true;
    batch = null;
    execution.close();
  }
}
