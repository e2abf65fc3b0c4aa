package io.distaff.api;

import io.distaff.driver.DecodedStatement;
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
  RowIterator(DecodedStatement execution) {
    this(execution, partitions -> {});
  }

  RowIterator(DecodedStatement execution, Consumer<List<PartitionSummary>> ended) {
    super(execution, ended);
  }

  @Override
  void start(VectorBatch batch) {}

  @Override
  Row read(VectorBatch batch, int i) {
    int row = batch.selectedRow(i);
    Object[] values = new Object[schema().size()];
    for (int column = 0; column < values.length; column++) {
      ColumnVector vector = batch.column(column);
      values[column] = RowValues.toProgram(vector.type(), Vectors.value(vector, row));
    }
    return Row.of(schema(), values);
  }
}
