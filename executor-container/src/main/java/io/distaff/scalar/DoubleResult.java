package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;

/**
 * A function computed row by row whose result is DOUBLE. Rows in which an argument is null are left
 * out under STRICT.
 */
abstract class DoubleResult implements VectorFunction {
  private final Buffers buffers;
  private final ResultNulls nulls = new ResultNulls();

  DoubleResult(ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
  }

  /** Takes the arrays of the arguments for a batch. */
  abstract void load(Argument[] arguments, RowSet rows);

  /** A row's value. */
  abstract double value(int row);

  /** To be called in {@link #value}, whose result then doesn't matter. */
  final void setNull(int row) {
    nulls.setNull(row);
  }

  @Override
  public final ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    load(arguments, rows);
    int n = rows.length();
    nulls.begin(validity, n);
    double[] out = buffers.doubles(n);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      out[row] = nulls.isNull(row) ? 0 : value(row);
    }
    return new DoubleVector(DataType.DOUBLE, out, nulls.validity(), n);
  }
}
