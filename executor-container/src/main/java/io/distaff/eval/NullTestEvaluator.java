package io.distaff.eval;

import io.distaff.kernel.Buffers;
import io.distaff.kernel.Forms;
import io.distaff.kernel.LogicKernels;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;

/** IS NULL and IS NOT NULL. */
final class NullTestEvaluator implements Evaluator {
  private final Evaluator argument;
  private final boolean trueForNull;
  private final Buffers buffers;

  NullTestEvaluator(Evaluator argument, boolean trueForNull, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.argument = argument;
    this.trueForNull = trueForNull;
  }

  @Override
  public DataType type() {
    return DataType.BOOLEAN;
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    RowSet rows = RowSet.of(selection, batch.numRows());
    return isNull(argument.evaluate(batch, selection), trueForNull, rows, buffers);
  }

  /** Whether rows are null, or whether they aren't. */
  static ColumnVector isNull(
      ColumnVector vector, boolean trueForNull, RowSet rows, Buffers buffers) {
    if (vector instanceof ConstantVector || !vector.mayHaveNulls()) {
      boolean value = vector.mayHaveNulls() == trueForNull;
      return new ConstantVector(Vectors.single(DataType.BOOLEAN, value), rows.length());
    }
    byte[] out = buffers.bytes(rows.length());
    LogicKernels.isNull(Forms.validity(vector), trueForNull ? 0 : 1, out, rows);
    return new BooleanVector(DataType.BOOLEAN, out, null, rows.length());
  }
}
