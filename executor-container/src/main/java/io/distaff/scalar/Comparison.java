package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesKernels;
import io.distaff.kernel.CompareKernels;
import io.distaff.kernel.ComparisonOperator;
import io.distaff.kernel.DecimalShift;
import io.distaff.kernel.Int128Kernels;
import io.distaff.kernel.KeyRange;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import io.distaff.vector.Validity;
import io.distaff.vector.ValueOrder;

/**
 * Comparisons of two arguments of one type; decimals may differ in precision and scale. Against a
 * constant the kernels of {@link KeyRange} do it.
 */
public final class Comparison implements VectorFunction {
  private final ComparisonOperator operator;
  private final Buffers buffers;
  private final Buffers left;
  private final Buffers right;
  private Object rangeConstant;
  private ComparisonOperator rangeOperator;
  private KeyRange.Kernels range;

  public Comparison(ComparisonOperator operator, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.left = new Buffers(arrays);
    this.right = new Buffers(arrays);
    this.operator = operator;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    byte[] out = buffers.bytes(rows.length());
    Argument a = arguments[0];
    Argument b = arguments[1];
    if (a.type().isNested()) {
      compareNested(a.vector(), b.vector(), rows, validity, out);
    } else if (b.isConstant()) {
      compareWithConstant(operator, a, b, rows, out);
    } else if (a.isConstant()) {
      compareWithConstant(operator.mirrored(), b, a, rows, out);
    } else if (operator.exchanges()) {
      compare(b, a, rows, validity, out);
    } else {
      compare(a, b, rows, validity, out);
    }
    return new BooleanVector(DataType.BOOLEAN, out, validity, rows.length());
  }

  private void compareWithConstant(
      ComparisonOperator op, Argument column, Argument constant, RowSet rows, byte[] out) {
    Object value = constant.value(0);
    if (value instanceof String || value instanceof byte[]) {
      BytesVector bytes = (BytesVector) column.vector();
      BytesVector single = (BytesVector) constant.flat(RowSet.all(1));
      byte[] text = BytesKernels.copy(single, 0);
      if (op.isEquality()) {
        CompareKernels.testEqualBytes(bytes, text, op.flip(), out, rows);
      } else {
        CompareKernels.testBytes(bytes, text, op.signMask(), 0, out, rows);
      }
      return;
    }
    if (rangeOperator != op || !value.equals(rangeConstant)) {
      range = KeyRange.of(op, value, column.type()).kernels();
      rangeConstant = value;
      rangeOperator = op;
    }
    range.test(column.vector(), rows, out);
  }

  private void compare(Argument a, Argument b, RowSet rows, long[] validity, byte[] out) {
    int flip = operator.flip();
    RowSet dense = rows.dense();
    switch (a.type().kind()) {
      case DECIMAL -> compareDecimals(a, b, rows, validity, out);
      case STRING, BINARY -> {
        BytesVector x = a.bytes(rows);
        BytesVector y = b.bytes(rows);
        if (operator.isEquality()) {
          CompareKernels.equal(x, y, flip, out, rows);
        } else {
          CompareKernels.less(x, y, flip, out, rows);
        }
      }
      case FLOAT, DOUBLE -> {
        if (operator.isEquality()) {
          CompareKernels.equal(a.doubles(rows), b.doubles(rows), flip, out, dense);
        } else {
          CompareKernels.less(a.doubles(rows), b.doubles(rows), flip, out, dense);
        }
      }
      case ARRAY, MAP, STRUCT -> throw new IllegalStateException(a.type().sqlName());
      case BIGINT, TIMESTAMP, TIMESTAMP_LOCAL ->
          compareLongs(a.longs(rows), b.longs(rows), dense, out);
      case BOOLEAN, TINYINT, SMALLINT, INT, DATE, NULL -> {
        if (operator.isEquality()) {
          CompareKernels.equal(a.ints(rows), b.ints(rows), flip, out, dense);
        } else {
          CompareKernels.less(a.ints(rows), b.ints(rows), flip, out, dense);
        }
      }
    }
  }

  private void compareLongs(long[] a, long[] b, RowSet rows, byte[] out) {
    if (operator.isEquality()) {
      CompareKernels.equal(a, b, operator.flip(), out, rows);
    } else {
      CompareKernels.less(a, b, operator.flip(), out, rows);
    }
  }

  private void compareDecimals(Argument a, Argument b, RowSet rows, long[] validity, byte[] out) {
    int aScale = ((DecimalType) a.type()).scale();
    int bScale = ((DecimalType) b.type()).scale();
    int aShift = Math.max(bScale - aScale, 0);
    int bShift = Math.max(aScale - bScale, 0);
    boolean longs = a.form() == ColumnVector.Form.LONG && b.form() == ColumnVector.Form.LONG;
    if (longs && aShift == 0 && bShift == 0) {
      compareLongs(a.longs(rows), b.longs(rows), rows.dense(), out);
    } else if (longs && staysLong(a, aShift, rows) && staysLong(b, bShift, rows)) {
      compareLongs(
          DecimalShift.longs(a, aShift, left, rows),
          DecimalShift.longs(b, bShift, right, rows),
          rows.dense(),
          out);
    } else if (a.bits(rows) + DecimalShift.bits(aShift) <= DecimalShift.SAFE_BITS
        && b.bits(rows) + DecimalShift.bits(bShift) <= DecimalShift.SAFE_BITS) {
      Int128Vector x = DecimalShift.wide(a, aShift, left, rows);
      Int128Vector y = DecimalShift.wide(b, bShift, right, rows);
      int flip = operator.flip();
      if (operator.isEquality()) {
        Int128Kernels.equal(x.high(), x.low(), y.high(), y.low(), flip, out, rows);
      } else {
        Int128Kernels.less(x.high(), x.low(), y.high(), y.low(), flip, out, rows);
      }
    } else {
      compareBig(a, b, rows, validity, out);
    }
  }

  private static boolean staysLong(Argument argument, int shift, RowSet rows) {
    return shift == 0
        || (shift <= DecimalType.MAX_LONG_PRECISION
            && Bounds.product(argument.bound(rows), Int128Math.longPowerOfTen(shift))
                != Bounds.UNKNOWN);
  }

  /** Nulls inside are values here: {@link ValueOrder}. */
  private void compareNested(
      ColumnVector a, ColumnVector b, RowSet rows, long[] validity, byte[] out) {
    boolean exchanges = operator.exchanges();
    ColumnVector x = exchanges ? b : a;
    ColumnVector y = exchanges ? a : b;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      boolean holds = false;
      if (validity == null || Validity.isValid(validity, row)) {
        holds =
            operator.isEquality()
                ? ValueOrder.equal(x, row, y, row)
                : ValueOrder.compareValues(x, row, y, row) < 0;
      }
      out[row] = (byte) ((holds ? 1 : 0) ^ operator.flip());
    }
  }

  private void compareBig(Argument a, Argument b, RowSet rows, long[] validity, byte[] out) {
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        int sign = Integer.signum(a.decimal(row).compareTo(b.decimal(row)));
        int base = operator.isEquality() ? (sign == 0 ? 1 : 0) : (sign < 0 ? 1 : 0);
        out[row] = (byte) (base ^ operator.flip());
      } else {
        out[row] = 0;
      }
    }
  }
}
