package io.distaff.operator.spill;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.SingleRows;
import java.util.BitSet;

/**
 * Puts large values in the place of their tokens. A row with such values is a batch of its own, and
 * they are in memory until the next one or {@link #release}.
 */
public final class RestoreLargeOperator implements Operator {
  private final Operator input;
  private final BitSet columns;
  private final ReservedArrays arrays;
  private final ExchangedTexts restored;
  private final SingleRows single;

  /**
   * @param columns in which values are wanted
   */
  public RestoreLargeOperator(Operator input, BitSet columns, OperatorContext context) {
    this.input = new SeparateLargeOperator(input, columns, context);
    this.columns = columns;
    this.arrays = context.memory().arrays();
    this.restored = context.values().restoring(arrays);
    this.single = new SingleRows(arrays);
  }

  @Override
  public VectorBatch next() {
    restored.release();
    VectorBatch batch = input.next();
    if (batch == null || batch.numSelected() != 1) {
      return batch;
    }
    int row = batch.selectedRow(0);
    ColumnVector[] given = batch.columns().clone();
    for (int c = columns.nextSetBit(0); c >= 0; c = columns.nextSetBit(c + 1)) {
      if (restored.isIn(given[c], row)) {
        given[c] = new ConstantVector(restored.of(single.of(c, given[c], row)), batch.numRows());
      }
    }
    return new VectorBatch(batch.numRows(), batch.selection(), given);
  }

  @Override
  public void release() {
    restored.release();
    input.release();
  }

  @Override
  public void close() {
    restored.release();
    arrays.close();
    input.close();
  }
}
