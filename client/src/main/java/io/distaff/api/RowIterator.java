package io.distaff.api;

import io.distaff.driver.StatementExecution;
import io.distaff.row.Row;
import io.distaff.row.RowValues;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The rows of a query, as they come: a result of any size in constant memory. Close it unless it
 * was read to its end; what the query hasn't done yet is then cancelled. Confined to one thread.
 */
public final class RowIterator implements Iterator<Row>, AutoCloseable {
  private final StatementExecution execution;
  private VectorBatch batch;
  private int position;
  private boolean ended;

  RowIterator(StatementExecution execution) {
    this.execution = execution;
  }

  public Schema schema() {
    return execution.schema();
  }

  /** Waits for a row or the end. Throws what the query failed of. */
  @Override
  public boolean hasNext() {
    while (!ended && (batch == null || position == batch.numSelected())) {
      batch = execution.next();
      position = 0;
      if (batch == null) {
        close();
      }
    }
    return !ended;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the result has no more rows");
    }
    int row = batch.selectedRow(position++);
    Object[] values = new Object[schema().size()];
    for (int column = 0; column < values.length; column++) {
      ColumnVector vector = batch.column(column);
      values[column] = RowValues.toProgram(vector.type(), Vectors.value(vector, row));
    }
    return Row.of(schema(), values);
  }

  @Override
  public void close() {
    ended = true;
    batch = null;
    execution.close();
  }
}
