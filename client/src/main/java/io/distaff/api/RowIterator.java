package io.distaff.api;

import io.distaff.driver.StatementExecution;
import io.distaff.row.Row;
import io.distaff.row.RowValues;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.List;
import java.util.function.Consumer;

/** The rows of a DataFrame, as they come. Confined to one thread. */
public final class RowIterator extends ResultIterator<Row> {
  private Row last;

  RowIterator(StatementExecution execution) {
    this(execution, partitions -> {});
  }

  RowIterator(StatementExecution execution, Consumer<List<PartitionSummary>> ended) {
    super(execution, ended);
  }

  @Override
  void start(VectorBatch batch) {}

  @Override
  Row read(VectorBatch batch, int i) {
    last = null; // a row may be a large part of the heap
    int row = batch.selectedRow(i);
    Object[] values = new Object[schema().size()];
    for (int column = 0; column < values.length; column++) {
      ColumnVector vector = batch.column(column);
      values[column] = RowValues.toProgram(vector.type(), Vectors.value(vector, row));
    }
    last = Row.of(schema(), values);
    return last;
  }

  @Override
  long bytes(VectorBatch batch, int row) {
    return RowSize.bytes(last);
  }
}
