package io.distaff.operator.spill;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.ExchangedTexts;
import java.util.BitSet;
import java.util.List;

/**
 * Puts tokens in the place of large values, and lets go of the input's batch then. For what comes
 * from elsewhere, and what functions make.
 */
public final class StoreLargeOperator implements Operator {
  private final Operator input;
  private final BitSet columns;
  private final ReservedArrays arrays;
  private final ExchangedTexts tokens;
  private final ColumnBuffer[] copies;
  private final SelectedRows selectedRows = new SelectedRows();
  private final FlatView view = new FlatView();

  /**
   * @param types of the input's columns
   * @param columns in which there may be values that are large, but no tokens
   */
  public StoreLargeOperator(
      Operator input, List<DataType> types, BitSet columns, OperatorContext context) {
    this.input = input;
    this.columns = columns;
    this.arrays = context.memory().arrays();
    this.tokens = context.values().storing(arrays);
    this.copies = ColumnBuffer.of(types, arrays);
  }

  @Override
  public VectorBatch next() {
    tokens.release();
    VectorBatch batch = input.next();
    if (batch == null) {
      return null;
    }
    ColumnVector[] stored = batch.columns().clone();
    boolean isLarge = false;
    for (int c = columns.nextSetBit(0); c >= 0; c = columns.nextSetBit(c + 1)) {
      stored[c] = tokens.of(stored[c]);
      isLarge |= stored[c] != batch.column(c);
    }
    if (!isLarge) {
      return batch;
    }
    VectorBatch copy = copy(batch.withColumns(stored));
    tokens.release();
    input.release();
    return copy;
  }

  private VectorBatch copy(VectorBatch batch) {
    int count = batch.numSelected();
    int[] rows = selectedRows.of(batch);
    ColumnVector[] columns = new ColumnVector[copies.length];
    for (int c = 0; c < columns.length; c++) {
      view.set(batch.column(c), rows, count);
      copies[c].begin(count);
      copies[c].copy(view, null, count);
      columns[c] = copies[c].vector();
    }
    return new VectorBatch(count, columns);
  }

  @Override
  public void release() {
    input.release();
  }

  @Override
  public void close() {
    tokens.release();
    arrays.close();
    input.close();
  }
}
