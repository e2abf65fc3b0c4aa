package io.distaff.operator.spill;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.ExchangedTexts;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Gives every row with large values as a batch of its own, for those who compute with them: what
 * becomes of one must have room then, not what becomes of all that are in a batch.
 */
public final class SeparateLargeOperator implements Operator {
  private final Operator input;
  private final BitSet columns;
  private final ExchangedTexts tokens;
  private final SelectedRows selectedRows = new SelectedRows();

  /** Null when it has been given. */
  private VectorBatch batch;

  private int[] rows;
  private int count;
  private int position;

  /**
   * @param columns in which there may be tokens
   */
  public SeparateLargeOperator(Operator input, BitSet columns, OperatorContext context) {
    this.input = input;
    this.columns = columns;
    this.tokens = context.values().restoring(ReservedArrays.uncounted());
  }

  @Override
  public VectorBatch next() {
    if (batch == null) {
      VectorBatch next = input.next();
      if (next == null || columns.stream().noneMatch(c -> tokens.isIn(next.column(c)))) {
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
    int to = position > from ? position : ++position;
    VectorBatch given = batch.withSelection(selection(from, to));
    batch = position == count ? null : batch;
    return given;
  }

  private boolean isLarge(int row) {
    return columns.stream().anyMatch(c -> tokens.isIn(batch.column(c), row));
  }

  private SelectionVector selection(int from, int to) {
    return new SelectionVector(Arrays.copyOfRange(rows, from, to), to - from);
  }

  @Override
  public void release() {
    if (batch == null) {
      input.release();
    }
  }

  @Override
  public void close() {
    batch = null;
    input.close();
  }
}
