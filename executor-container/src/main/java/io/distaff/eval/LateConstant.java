package io.distaff.eval;

import io.distaff.kernel.Flattener;
import io.distaff.kernel.RowSet;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/**
 * The same value for every row, which is computed once per batch, and only where a row needs it:
 * computing it may fail, or take memory that the task has to count.
 */
final class LateConstant implements Evaluator {
  private static final VectorBatch ONE_ROW = new VectorBatch(1);

  private final Evaluator evaluator;
  private final Flattener flattener;

  /**
   * @param evaluator looks at no column
   */
  LateConstant(Evaluator evaluator, Workspace workspace) {
    this.evaluator = evaluator;
    this.flattener = new Flattener(workspace.arrays());
  }

  @Override
  public DataType type() {
    return evaluator.type();
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    int numRows = batch.numRows();
    int numSelected = selection == null ? numRows : selection.count();
    if (numSelected == 0) {
      return ConstantVector.ofNull(type(), numRows);
    }
    ColumnVector value = evaluator.evaluate(ONE_ROW, null);
    return new ConstantVector(flattener.flatten(value, RowSet.all(1)), numRows);
  }
}
