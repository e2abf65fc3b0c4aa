package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.Validity;

/** PMOD as Spark has it: of integers, and of FLOAT and DOUBLE. */
final class PositiveModulus implements VectorFunction {
  private final DataType type;
  private final Buffers buffers;

  PositiveModulus(DataType type, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.type = type;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    return type.isIntegral()
        ? ofIntegers(arguments, rows, validity)
        : ofDoubles(arguments, rows, validity);
  }

  private ColumnVector ofIntegers(Argument[] arguments, RowSet rows, long[] validity) {
    int n = rows.length();
    long[] a = arguments[0].longs(rows);
    long[] b = arguments[1].longs(rows);
    long[] out = buffers.longs(n);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (b[row] == 0) {
        requireNull(arguments, validity, row);
        out[row] = 0;
      } else {
        long remainder = a[row] % b[row];
        out[row] = remainder < 0 && b[row] > 0 ? remainder + b[row] : remainder;
      }
    }
    if (type.kind() == DataType.Kind.BIGINT) {
      return new LongVector(type, out, validity, n);
    }
    int[] ints = buffers.ints(n);
    for (int i = 0; i < rows.count(); i++) {
      ints[rows.row(i)] = (int) out[rows.row(i)];
    }
    return new IntVector(type, ints, validity, n);
  }

  private ColumnVector ofDoubles(Argument[] arguments, RowSet rows, long[] validity) {
    int n = rows.length();
    double[] a = arguments[0].doubles(rows);
    double[] b = arguments[1].doubles(rows);
    double[] out = buffers.doubles(n);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (b[row] == 0) {
        requireNull(arguments, validity, row);
      }
      double remainder = a[row] % b[row];
      out[row] = remainder < 0 && b[row] > 0 ? (remainder + b[row]) % b[row] : remainder;
    }
    if (type.kind() == DataType.Kind.DOUBLE) {
      return new DoubleVector(type, out, validity, n);
    }
    float[] floats = buffers.floats(n);
    for (int i = 0; i < rows.count(); i++) {
      floats[rows.row(i)] = (float) out[rows.row(i)];
    }
    return new FloatVector(type, floats, validity, n);
  }

  private void requireNull(Argument[] arguments, long[] validity, int row) {
    if (validity == null || Validity.isValid(validity, row)) {
      throw ArithmeticOperator.MODULUS.divisionByZero(arguments[0].value(row), type);
    }
  }
}
