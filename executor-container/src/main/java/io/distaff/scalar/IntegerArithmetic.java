package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.IntKernels;
import io.distaff.kernel.IntegerRange;
import io.distaff.kernel.LongKernels;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import java.math.BigInteger;

/**
 * Arithmetic on TINYINT, SMALLINT, INT and BIGINT. Quotients are truncated. A batch is computed
 * without a look at single rows; only when something in it overflowed are the rows that count
 * checked one by one.
 */
public final class IntegerArithmetic implements VectorFunction {
  private final ArithmeticOperator operator;
  private final DataType type;
  private final long low;
  private final long high;
  private final OnFailure onFailure;
  private final Buffers buffers;
  private final ResultNulls nulls = new ResultNulls();

  public IntegerArithmetic(ArithmeticOperator operator, DataType type, ReservedArrays arrays) {
    this(operator, type, OnFailure.ERROR, arrays);
  }

  IntegerArithmetic(
      ArithmeticOperator operator, DataType type, OnFailure onFailure, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.operator = operator;
    this.type = type;
    this.onFailure = onFailure;
    int bits = IntegerRange.bits(type);
    this.low = IntegerRange.low(bits);
    this.high = IntegerRange.high(bits);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    int n = rows.length();
    nulls.begin(validity, n);
    if (type.kind() == DataType.Kind.BIGINT) {
      long[] out = buffers.longs(n);
      if (computeLongs(arguments, rows, out)) {
        check(arguments, rows);
      }
      return new LongVector(type, out, nulls.validity(), n);
    }
    int[] out = buffers.ints(n);
    if (computeInts(arguments, rows, out)) {
      check(arguments, rows);
    }
    return new IntVector(type, out, nulls.validity(), n);
  }

  private boolean computeInts(Argument[] arguments, RowSet rows, int[] out) {
    int[] a = arguments[0].ints(rows);
    int[] b = operator.isUnary() ? a : arguments[1].ints(rows);
    RowSet dense = rows.dense();
    return switch (operator) {
      case ADD -> IntKernels.add(a, b, low, high, out, dense);
      case SUBTRACT -> IntKernels.subtract(a, b, low, high, out, dense);
      case MULTIPLY -> IntKernels.multiply(a, b, low, high, out, dense);
      case DIVIDE -> IntKernels.divide(a, b, low, high, out, rows);
      case MODULUS -> IntKernels.modulus(a, b, out, rows);
      case NEGATE -> IntKernels.negate(a, low, high, out, dense);
      case ABS -> IntKernels.abs(a, low, high, out, dense);
    };
  }

  private boolean computeLongs(Argument[] arguments, RowSet rows, long[] out) {
    long[] a = arguments[0].longs(rows);
    long[] b = operator.isUnary() ? a : arguments[1].longs(rows);
    RowSet dense = rows.dense();
    switch (operator) {
      case ADD -> {
        return LongKernels.addChecked(a, b, out, dense);
      }
      case SUBTRACT -> {
        return LongKernels.subtractChecked(a, b, out, dense);
      }
      case MULTIPLY -> {
        if (Bounds.product(arguments[0].bound(rows), arguments[1].bound(rows)) != Bounds.UNKNOWN) {
          LongKernels.multiply(a, b, out, dense);
          return false;
        }
        return LongKernels.multiplyChecked(a, b, out, dense);
      }
      case DIVIDE -> {
        return LongKernels.divideChecked(a, b, out, rows);
      }
      case MODULUS -> {
        return LongKernels.modulusChecked(a, b, out, rows);
      }
      case NEGATE -> {
        return LongKernels.negate(a, out, dense);
      }
      case ABS -> {
        return LongKernels.abs(a, out, dense);
      }
    }
    throw new IllegalStateException(operator.name());
  }

  private void check(Argument[] arguments, RowSet rows) {
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (!nulls.isNull(row)) {
        long a = (Long) arguments[0].value(row);
        long b = operator.isUnary() ? 0 : (Long) arguments[1].value(row);
        boolean divides =
            operator == ArithmeticOperator.DIVIDE || operator == ArithmeticOperator.MODULUS;
        boolean byZero = b == 0 && divides;
        if (byZero || isOutOfRange(exact(BigInteger.valueOf(a), BigInteger.valueOf(b)))) {
          if (onFailure == OnFailure.ERROR) {
            throw byZero ? operator.divisionByZero(a, type) : operator.overflow(a, b, type);
          }
          nulls.setNull(row);
        }
      }
    }
  }

  private boolean isOutOfRange(BigInteger result) {
    return result.compareTo(BigInteger.valueOf(low)) < 0
        || result.compareTo(BigInteger.valueOf(high)) > 0;
  }

  private BigInteger exact(BigInteger a, BigInteger b) {
    return switch (operator) {
      case ADD -> a.add(b);
      case SUBTRACT -> a.subtract(b);
      case MULTIPLY -> a.multiply(b);
      case DIVIDE -> a.divide(b);
      case MODULUS -> a.remainder(b);
      case NEGATE -> a.negate();
      case ABS -> a.abs();
    };
  }
}
