package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.large.LargeValues;

/**
 * A function whose result is STRING or BINARY, written row by row. Rows in which an argument is
 * null are left out under STRICT.
 */
abstract class BytesResult implements VectorFunction {
  private final DataType type;
  private final BytesBuilder out;
  private final ResultNulls nulls = new ResultNulls();
  private final boolean takesTokens;

  /** Of a function that is given values, and gives them. */
  BytesResult(DataType type, ReservedArrays arrays) {
    this(type, arrays, LargeValues.none());
  }

  /** Of a function that takes and gives tokens, if values of any size count as large. */
  BytesResult(DataType type, ReservedArrays arrays, LargeValues values) {
    this.out = new BytesBuilder(arrays, values);
    this.type = type;
    this.takesTokens = !values.areNone();
  }

  @Override
  public final boolean takesTokens() {
    return takesTokens;
  }

  /** Takes the arrays of the arguments for a batch. */
  abstract void load(Argument[] arguments, RowSet rows);

  /** Lets go of what was held for the batch's rows. */
  void end() {}

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
        if (nulls.isNull(row)) {
          out.discard();
        }
        out.endRow(row);
      }
    }
    end();
    return out.vector(type, nulls.validity());
  }
}
