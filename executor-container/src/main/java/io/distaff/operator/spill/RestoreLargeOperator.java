package io.distaff.operator.spill;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.SingleRows;
import java.util.Arrays;
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
  private final SelectedRows selectedRows = new SelectedRows();

  /** Null when it has been given. */
  private VectorBatch batch;

  private int[] rows;
  private int count;
  private int position;

  /**
   * @param columns in which values are wanted
   */
  public RestoreLargeOperator(Operator input, BitSet columns, OperatorContext context) {
    this.input = input;
    this.columns = columns;
    this.arrays = context.memory().arrays();
    this.restored = context.values().restoring(arrays);
    this.single = new SingleRows(arrays);
  }

  @Override
  public VectorBatch next() {
    restored.release();
    if (batch == null) {
      VectorBatch next = input.next();
      if (next == null || columns.stream().noneMatch(c -> restored.isIn(next.column(c)))) {
        return next;
      }
      batch = next;
      count = batch.numSelected();
      rows = selectedRows.of(batch);
      position = 0;
    }
    int from = position;
    while (position < count && !isLarge(rows[position])) {
      position++;
    }
    VectorBatch given =
        position > from ? batch.withSelection(selection(from, position)) : row(rows[position++]);
    batch = position == count ? null : batch;
    return given;
  }

  private boolean isLarge(int row) {
    return columns.stream().anyMatch(c -> restored.isIn(batch.column(c), row));
  }

  private SelectionVector selection(int from, int to) {
    return new SelectionVector(Arrays.copyOfRange(rows, from, to), to - from);
  }

  /** The row alone, with its large values. */
  private VectorBatch row(int row) {
    ColumnVector[] given = batch.columns().clone();
    for (int c = columns.nextSetBit(0); c >= 0; c = columns.nextSetBit(c + 1)) {
      if (restored.isIn(given[c], row)) {
        given[c] = new ConstantVector(restored.of(single.of(c, given[c], row)), batch.numRows());
      }
    }
    return new VectorBatch(batch.numRows(), new SelectionVector(new int[] {row}, 1), given);
  }

  @Override
  public void release() {
    restored.release();
    if (batch == null) {
      input.release();
    }
  }

  @Override
  public void close() {
    batch = null;
    restored.release();
    arrays.close();
    input.close();
  }
}
