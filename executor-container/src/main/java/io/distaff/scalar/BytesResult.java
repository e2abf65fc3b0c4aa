package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;

/**
 * A function whose result is STRING or BINARY, written row by row. Rows in which an argument is
 * null are left out under STRICT.
 */
abstract class BytesResult implements VectorFunction {
  private final DataType type;
  private final BytesBuilder out;
  private final ResultNulls nulls = new ResultNulls();

  BytesResult(DataType type, ReservedArrays arrays) {
    this.out = new BytesBuilder(arrays);
    this.type = type;
  }

  /** Takes the arrays of the arguments for a batch. */
  abstract void load(Argument[] arguments, RowSet rows);

  /** Appends a row's value. */
  abstract void write(int row, BytesBuilder to);

  /** To be called in {@link #write}; what was appended then doesn't matter. */
  final void setNull(int row) {
    nulls.setNull(row);
  }

  @Override
  public final ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    load(arguments, rows);
    out.reset(rows.length());
    nulls.begin(validity, rows.length());
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (!nulls.isNull(row)) {
        write(row, out);
        out.endRow(row);
      }
    }
    return out.vector(type, nulls.validity());
  }
}
