package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.DecimalShift;
import io.distaff.kernel.Int128Kernels;
import io.distaff.kernel.LongKernels;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.LongVector;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Exact arithmetic on decimals of any precision and scale, rounded half up to the result's scale.
 *
 * <p>Each batch takes the cheapest of three ways that can't overflow. What decides are bounds of
 * the arguments' magnitudes: from the argument that computed them, else from the precision, else
 * from a look at the values.
 *
 * <ol>
 *   <li>Longs, when both arguments are {@link LongVector}s and no intermediate passes 2^62. The
 *       result is a LongVector, of whatever precision: prices, discounts and taxes stay here.
 *   <li>128-bit integers, when no intermediate passes 2^126.
 *   <li>{@link BigDecimal}, row by row.
 * </ol>
 *
 * Results that exceed the result's precision are errors; the first two ways find out for the whole
 * batch, and only then look at single rows, because the offending one may be null or not selected.
 */
public final class DecimalArithmetic implements VectorFunction {
  private final ArithmeticOperator operator;
  private final DecimalType leftType;
  private final DecimalType type;
  private final OnFailure onFailure;

  /** Digits to append to the arguments before the operation. */
  private final int leftShift;

  private final int rightShift;

  /** Digits to round away after the operation, or to append when negative. */
  private final int surplusScale;

  private final Buffers left;
  private final Buffers right;
  private final Buffers result;
  private final ResultNulls nulls = new ResultNulls();
  private long resultBound;

  public DecimalArithmetic(
      ArithmeticOperator operator,
      DecimalType leftType,
      DecimalType rightType,
      DecimalType type,
      ReservedArrays arrays) {
    this(operator, leftType, rightType, type, OnFailure.ERROR, arrays);
  }

  DecimalArithmetic(
      ArithmeticOperator operator,
      DecimalType leftType,
      DecimalType rightType,
      DecimalType type,
      OnFailure onFailure,
      ReservedArrays arrays) {
    this.left = new Buffers(arrays);
    this.right = new Buffers(arrays);
    this.result = new Buffers(arrays);
    this.operator = operator;
    this.leftType = leftType;
    this.type = type;
    this.onFailure = onFailure;
    int scale = Math.max(leftType.scale(), rightType.scale());
    switch (operator) {
      case MULTIPLY -> {
        leftShift = 0;
        rightShift = 0;
        surplusScale = leftType.scale() + rightType.scale() - type.scale();
      }
      case DIVIDE -> {
        int shift = type.scale() - leftType.scale() + rightType.scale();
        leftShift = Math.max(shift, 0);
        rightShift = Math.max(-shift, 0);
        surplusScale = 0;
      }
      default -> {
        leftShift = scale - leftType.scale();
        rightShift = scale - rightType.scale();
        surplusScale = scale - type.scale();
      }
    }
  }

  @Override
  public long resultBound() {
    return resultBound;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    nulls.begin(validity, rows.length());
    Argument a = arguments[0];
    Argument b = operator.isUnary() ? a : arguments[1];
    resultBound = Bounds.UNKNOWN;
    if (a.form() == ColumnVector.Form.LONG
        && b.form() == ColumnVector.Form.LONG
        && leftShift <= DecimalType.MAX_LONG_PRECISION
        && rightShift <= DecimalType.MAX_LONG_PRECISION
        && surplusScale >= 0
        && surplusScale <= DecimalType.MAX_LONG_PRECISION) {
      long bound = longBound(a.boundByType(), b.boundByType());
      if (bound != Bounds.UNKNOWN && bound <= limit()) {
        // Far above the values: no help to whoever multiplies them next.
        ColumnVector computed = applyLongs(a, b, rows, bound);
        resultBound = Bounds.UNKNOWN;
        return computed;
      }
      bound = longBound(a.bound(rows), b.bound(rows));
      if (bound != Bounds.UNKNOWN) {
        return applyLongs(a, b, rows, bound);
      }
    }
    return fits128(a, b, rows) ? applyWide(a, b, rows) : applyBig(a, b, rows);
  }

  /** The largest magnitude that neither the type nor a long excludes. */
  private long limit() {
    return type.isLong() ? Int128Math.longPowerOfTen(type.precision()) - 1 : Long.MAX_VALUE;
  }

  /** A bound of all intermediates and the result (before surplus digits go). */
  private long longBound(long leftBound, long rightBound) {
    long a = Bounds.product(leftBound, Int128Math.longPowerOfTen(leftShift));
    long b = Bounds.product(rightBound, Int128Math.longPowerOfTen(rightShift));
    if (a == Bounds.UNKNOWN || b == Bounds.UNKNOWN) {
      return Bounds.UNKNOWN;
    }
    return switch (operator) {
      case ADD, SUBTRACT -> Bounds.sum(a, b);
      case MULTIPLY -> Bounds.product(a, b);
      case DIVIDE, NEGATE, ABS -> a;
      case MODULUS -> Math.min(a, b);
    };
  }

  private ColumnVector applyLongs(Argument a, Argument b, RowSet rows, long bound) {
    long[] out = result.longs(rows.length());
    RowSet dense = rows.dense();
    boolean zeroDivisor = false;
    switch (operator) {
      case ADD -> addLongs(a, b, out, dense);
      case SUBTRACT -> subtractLongs(a, b, out, dense);
      case MULTIPLY -> multiplyLongs(a, b, out, dense);
      case DIVIDE ->
          zeroDivisor =
              LongKernels.divideHalfUp(
                  DecimalShift.longs(a, leftShift, left, rows),
                  DecimalShift.longs(b, rightShift, right, rows),
                  out,
                  rows);
      case MODULUS ->
          zeroDivisor =
              LongKernels.modulusChecked(
                  DecimalShift.longs(a, leftShift, left, rows),
                  DecimalShift.longs(b, rightShift, right, rows),
                  out,
                  rows);
      case NEGATE -> LongKernels.negate(a.longs(rows), out, dense);
      case ABS -> LongKernels.abs(a.longs(rows), out, dense);
    }
    long outBound = bound;
    if (surplusScale > 0) {
      LongKernels.divideHalfUpConstant(out, Int128Math.longPowerOfTen(surplusScale), out, dense);
      outBound = bound / Int128Math.longPowerOfTen(surplusScale) + 1;
    }
    long limit = limit();
    if (zeroDivisor || (outBound > limit && LongKernels.anyOutside(out, -limit, limit, dense))) {
      check(a, b, rows);
    }
    resultBound = Math.min(outBound, limit);
    return new LongVector(type, out, nulls.validity(), rows.length());
  }

  private void addLongs(Argument a, Argument b, long[] out, RowSet rows) {
    if (b.isConstant()) {
      long constant = b.longConstant() * Int128Math.longPowerOfTen(rightShift);
      LongKernels.addConstant(DecimalShift.longs(a, leftShift, left, rows), constant, out, rows);
    } else if (a.isConstant()) {
      long constant = a.longConstant() * Int128Math.longPowerOfTen(leftShift);
      LongKernels.addConstant(DecimalShift.longs(b, rightShift, right, rows), constant, out, rows);
    } else {
      LongKernels.add(
          DecimalShift.longs(a, leftShift, left, rows),
          DecimalShift.longs(b, rightShift, right, rows),
          out,
          rows);
    }
  }

  private void subtractLongs(Argument a, Argument b, long[] out, RowSet rows) {
    if (b.isConstant()) {
      long constant = b.longConstant() * Int128Math.longPowerOfTen(rightShift);
      LongKernels.addConstant(DecimalShift.longs(a, leftShift, left, rows), -constant, out, rows);
    } else if (a.isConstant()) {
      long constant = a.longConstant() * Int128Math.longPowerOfTen(leftShift);
      LongKernels.subtractFromConstant(
          constant, DecimalShift.longs(b, rightShift, right, rows), out, rows);
    } else {
      LongKernels.subtract(
          DecimalShift.longs(a, leftShift, left, rows),
          DecimalShift.longs(b, rightShift, right, rows),
          out,
          rows);
    }
  }

  private static void multiplyLongs(Argument a, Argument b, long[] out, RowSet rows) {
    if (b.isConstant()) {
      LongKernels.multiplyConstant(a.longs(rows), b.longConstant(), out, rows);
    } else if (a.isConstant()) {
      LongKernels.multiplyConstant(b.longs(rows), a.longConstant(), out, rows);
    } else {
      LongKernels.multiply(a.longs(rows), b.longs(rows), out, rows);
    }
  }

  private boolean fits128(Argument a, Argument b, RowSet rows) {
    int aBits = a.bits(rows) + DecimalShift.bits(leftShift);
    int bBits = b.bits(rows) + DecimalShift.bits(rightShift);
    int bits =
        switch (operator) {
          case ADD, SUBTRACT -> Math.max(aBits, bBits) + 1;
          case MULTIPLY -> aBits + bBits;
          case NEGATE, ABS -> aBits;
          case DIVIDE -> b.form() == ColumnVector.Form.LONG && bBits < 63 ? aBits : 128;
          case MODULUS -> 128;
        };
    return bits + DecimalShift.bits(Math.max(-surplusScale, 0)) <= DecimalShift.SAFE_BITS;
  }

  private ColumnVector applyWide(Argument a, Argument b, RowSet rows) {
    long[] high = result.highs(rows.length());
    long[] low = result.longs(rows.length());
    Int128Vector x = DecimalShift.wide(a, leftShift, left, rows);
    boolean zeroDivisor = false;
    if (operator == ArithmeticOperator.DIVIDE) {
      long[] divisors = DecimalShift.longs(b, rightShift, right, rows);
      zeroDivisor = Int128Kernels.divideHalfUp(x.high(), x.low(), divisors, high, low, rows);
    } else if (operator == ArithmeticOperator.NEGATE) {
      Int128Kernels.negate(x.high(), x.low(), high, low, rows);
    } else if (operator == ArithmeticOperator.ABS) {
      Int128Kernels.abs(x.high(), x.low(), high, low, rows);
    } else {
      Int128Vector y = DecimalShift.wide(b, rightShift, right, rows);
      switch (operator) {
        case ADD -> Int128Kernels.add(x.high(), x.low(), y.high(), y.low(), high, low, rows);
        case SUBTRACT ->
            Int128Kernels.subtract(x.high(), x.low(), y.high(), y.low(), high, low, rows);
        case MULTIPLY ->
            Int128Kernels.multiply(x.high(), x.low(), y.high(), y.low(), high, low, rows);
        default -> throw new IllegalStateException(operator.name());
      }
    }
    if (surplusScale > 0) {
      Int128Kernels.divideByPowerOfTen(high, low, surplusScale, high, low, rows);
    } else if (surplusScale < 0) {
      Int128Kernels.multiplyByPowerOfTen(high, low, -surplusScale, high, low, rows);
    }
    if (zeroDivisor || Int128Kernels.anyExceeds(high, low, type.precision(), rows)) {
      check(a, b, rows);
    }
    return vector(high, low, rows);
  }

  private ColumnVector applyBig(Argument a, Argument b, RowSet rows) {
    long[] high = result.highs(rows.length());
    long[] low = result.longs(rows.length());
    Arrays.fill(high, 0, rows.length(), 0);
    Arrays.fill(low, 0, rows.length(), 0);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (!nulls.isNull(row)) {
        BigDecimal exact = exact(a.decimal(row), b.decimal(row));
        if (exact == null) {
          nulls.setNull(row);
        } else {
          high[row] = Int128Math.high(exact.unscaledValue());
          low[row] = Int128Math.low(exact.unscaledValue());
        }
      }
    }
    return vector(high, low, rows);
  }

  private ColumnVector vector(long[] high, long[] low, RowSet rows) {
    return type.isLong()
        ? new LongVector(type, low, nulls.validity(), rows.length())
        : new Int128Vector(type, high, low, nulls.validity(), rows.length());
  }

  private void check(Argument a, Argument b, RowSet rows) {
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (!nulls.isNull(row)) {
        if (exact(a.decimal(row), b.decimal(row)) == null) {
          nulls.setNull(row);
        }
      }
    }
  }

  /** Null where there is no result and that is no error. */
  private BigDecimal exact(BigDecimal a, BigDecimal b) {
    boolean divides =
        operator == ArithmeticOperator.DIVIDE || operator == ArithmeticOperator.MODULUS;
    if (divides && b.signum() == 0) {
      if (onFailure == OnFailure.NULL) {
        return null;
      }
      throw operator.divisionByZero(a.toPlainString(), leftType);
    }
    BigDecimal unrounded =
        switch (operator) {
          case ADD -> a.add(b);
          case SUBTRACT -> a.subtract(b);
          case MULTIPLY -> a.multiply(b);
          case DIVIDE -> a.divide(b, type.scale(), RoundingMode.HALF_UP);
          case MODULUS -> a.remainder(b, MathContext.UNLIMITED);
          case NEGATE -> a.negate();
          case ABS -> a.abs();
        };
    BigDecimal value = unrounded.setScale(type.scale(), RoundingMode.HALF_UP);
    if (value.precision() > type.precision()) {
      if (onFailure == OnFailure.NULL) {
        return null;
      }
      throw operator.overflow(a.toPlainString(), b.toPlainString(), type);
    }
    return value;
  }
}
