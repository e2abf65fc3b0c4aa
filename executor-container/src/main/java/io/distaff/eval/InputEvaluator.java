package io.distaff.eval;

import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/** The batch's column itself. */
record InputEvaluator(int index, DataType type) implements Evaluator {
  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    return batch.column(index);
  }
}
