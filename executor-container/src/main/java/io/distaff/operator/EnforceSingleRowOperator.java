package io.distaff.operator;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.VectorBatch;

/** Gives the only row of its input, nulls when there is none; fails when there are more. */
public final class EnforceSingleRowOperator implements Operator {
  private final Operator input;
  private final Schema schema;
  private final ReservedArrays arrays;
  private boolean done;

  /**
   * @param input owned by this operator
   * @param schema of the row
   */
  public EnforceSingleRowOperator(Operator input, Schema schema, OperatorContext context) {
    this.input = input;
    this.schema = schema;
    this.arrays = context.memory().arrays();
  }

  /** What is thrown when a sub-query that is a value has more rows than one. */
  public static DistaffException multipleRows() {
    return new DistaffException(
        ErrorCode.MULTIPLE_ROWS,
        "a sub-query that is used as a value gave more than one row: use an aggregate function,"
            + " or add LIMIT 1");
  }

  @Override
  public VectorBatch next() {
    if (done) {
      return null;
    }
    done = true;
    ColumnVector[] row = null;
    for (VectorBatch batch = input.next(); batch != null; batch = input.next()) {
      int count = batch.numSelected();
      if (count > 1 || (count == 1 && row != null)) {
        throw multipleRows();
      }
      if (count == 1) {
        row = copy(batch, batch.selectedRow(0));
      }
    }
    if (row == null) {
      row = new ColumnVector[schema.size()];
      for (int c = 0; c < row.length; c++) {
        row[c] = ConstantVector.ofNull(schema.type(c), 1);
      }
    }
    return new VectorBatch(1, row);
  }

  private ColumnVector[] copy(VectorBatch batch, int row) {
    int[] rows = {row};
    ColumnVector[] columns = new ColumnVector[schema.size()];
    for (int c = 0; c < columns.length; c++) {
      FlatView view = new FlatView();
      view.set(batch.column(c), rows, 1);
      ColumnBuffer buffer = new ColumnBuffer(schema.type(c), arrays);
      buffer.begin(1);
      buffer.copy(view, null, 1);
      columns[c] = buffer.vector();
    }
    return columns;
  }

  @Override
  public void close() {
    arrays.close();
    input.close();
  }
}
