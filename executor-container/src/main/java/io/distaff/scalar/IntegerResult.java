package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;

/**
 * A function computed row by row whose result is BOOLEAN (0 or 1), an integer type, DATE, or a
 * timestamp. Rows in which an argument is null are left out under STRICT.
 */
abstract class IntegerResult implements VectorFunction {
  private final DataType type;
  private final Buffers buffers;
  private final ResultNulls nulls = new ResultNulls();

  IntegerResult(DataType type, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.type = type;
  }

  /** Takes the arrays of the arguments for a batch. */
  abstract void load(Argument[] arguments, RowSet rows);

  /** Lets go of what was held for the batch's rows. */
  void end() {}

  /** A row's value; in the range of the type. */
  abstract long value(int row);

  /** To be called in {@link #value}, whose result then doesn't matter. */
  final void setNull(int row) {
    nulls.setNull(row);
  }

  @Override
  public final ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    load(arguments, rows);
    ColumnVector results = values(rows, validity);
    end();
    return results;
  }

  private ColumnVector values(RowSet rows, long[] validity) {
    int n = rows.length();
    nulls.begin(validity, n);
    switch (type.kind()) {
      case BOOLEAN -> {
        byte[] out = buffers.bytes(n);
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          out[row] = nulls.isNull(row) ? 0 : (byte) value(row);
        }
        return new BooleanVector(type, out, nulls.validity(), n);
      }
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL -> {
        long[] out = buffers.longs(n);
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          out[row] = nulls.isNull(row) ? 0 : value(row);
        }
        return new LongVector(type, out, nulls.validity(), n);
      }
      default -> {
        int[] out = buffers.ints(n);
        for (int i = 0; i < rows.count(); i++) {
          int row = rows.row(i);
          out[row] = nulls.isNull(row) ? 0 : (int) value(row);
        }
        return new IntVector(type, out, nulls.validity(), n);
      }
    }
  }
}
