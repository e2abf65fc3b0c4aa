package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.FloatingKernels;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FloatVector;

/**
 * Arithmetic on FLOAT and DOUBLE: IEEE 754, where results may be infinite or NaN, except that a
 * division by zero is an error as with other numbers.
 */
public final class FloatingArithmetic implements VectorFunction {
  private final ArithmeticOperator operator;
  private final DataType type;
  private final OnFailure onFailure;
  private final Buffers buffers;
  private final ResultNulls nulls = new ResultNulls();

  public FloatingArithmetic(ArithmeticOperator operator, DataType type, ReservedArrays arrays) {
    this(operator, type, OnFailure.ERROR, arrays);
  }

  FloatingArithmetic(
      ArithmeticOperator operator, DataType type, OnFailure onFailure, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.operator = operator;
    this.type = type;
    this.onFailure = onFailure;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    int n = rows.length();
    nulls.begin(validity, n);
    if (type.kind() == DataType.Kind.DOUBLE) {
      double[] out = buffers.doubles(n);
      if (computeDoubles(arguments, rows, out)) {
        check(arguments, rows);
      }
      return new DoubleVector(type, out, nulls.validity(), n);
    }
    float[] out = buffers.floats(n);
    if (computeFloats(arguments, rows, out)) {
      check(arguments, rows);
    }
    return new FloatVector(type, out, nulls.validity(), n);
  }

  private boolean computeDoubles(Argument[] arguments, RowSet rows, double[] out) {
    double[] a = arguments[0].doubles(rows);
    double[] b = operator.isUnary() ? a : arguments[1].doubles(rows);
    RowSet dense = rows.dense();
    switch (operator) {
      case ADD -> FloatingKernels.add(a, b, out, dense);
      case SUBTRACT -> FloatingKernels.subtract(a, b, out, dense);
      case MULTIPLY -> FloatingKernels.multiply(a, b, out, dense);
      case DIVIDE -> {
        return FloatingKernels.divide(a, b, out, dense);
      }
      case MODULUS -> {
        return FloatingKernels.modulus(a, b, out, rows);
      }
      case NEGATE -> FloatingKernels.negate(a, out, dense);
      case ABS -> FloatingKernels.abs(a, out, dense);
    }
    return false;
  }

  private boolean computeFloats(Argument[] arguments, RowSet rows, float[] out) {
    float[] a = arguments[0].floats(rows);
    float[] b = operator.isUnary() ? a : arguments[1].floats(rows);
    RowSet dense = rows.dense();
    switch (operator) {
      case ADD -> FloatingKernels.add(a, b, out, dense);
      case SUBTRACT -> FloatingKernels.subtract(a, b, out, dense);
      case MULTIPLY -> FloatingKernels.multiply(a, b, out, dense);
      case DIVIDE -> {
        return FloatingKernels.divide(a, b, out, dense);
      }
      case MODULUS -> {
        return FloatingKernels.modulus(a, b, out, rows);
      }
      case NEGATE -> FloatingKernels.negate(a, out, dense);
      case ABS -> FloatingKernels.abs(a, out, dense);
    }
    return false;
  }

  private void check(Argument[] arguments, RowSet rows) {
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (!nulls.isNull(row) && (Double) arguments[1].value(row) == 0) {
        if (onFailure == OnFailure.ERROR) {
          throw operator.divisionByZero(arguments[0].value(row), type);
        }
        nulls.setNull(row);
      }
    }
  }
}
