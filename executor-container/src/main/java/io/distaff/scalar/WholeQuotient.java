package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Int128Math;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * DIV of two decimals: a BIGINT, the quotient without its fraction. Where both are in longs, and
 * stay so at one scale, it is that of their unscaled values; else it is computed of big decimals.
 */
final class WholeQuotient extends IntegerResult {
  private final DataType decimal;

  /** What brings unscaled values to the larger of the two scales; 0 if no long can. */
  private final long dividendFactor;

  private final long divisorFactor;
  private Argument dividend;
  private Argument divisor;
  private long[] dividends;
  private long[] divisors;

  WholeQuotient(CallSite site) {
    super(site.type(), site.arrays());
    this.decimal = site.argumentTypes().get(0);
    int surplus =
        ((DecimalType) site.argumentTypes().get(1)).scale() - ((DecimalType) decimal).scale();
    this.dividendFactor = factor(surplus);
    this.divisorFactor = factor(-surplus);
  }

  private static long factor(int digits) {
    return digits > DecimalType.MAX_LONG_PRECISION
        ? 0
        : Int128Math.longPowerOfTen(Math.max(digits, 0));
  }

  @Override
  void load(Argument[] arguments, RowSet rows) {
    dividend = arguments[0];
    divisor = arguments[1];
    boolean areLongs =
        dividend.form() == ColumnVector.Form.LONG
            && divisor.form() == ColumnVector.Form.LONG
            && dividendFactor != 0
            && divisorFactor != 0;
    dividends = areLongs ? dividend.longs(rows) : null;
    divisors = areLongs ? divisor.longs(rows) : null;
  }

  @Override
  long value(int row) {
    if (divisors == null) {
      return ofBig(dividend.decimal(row), divisor.decimal(row));
    }
    if (divisors[row] == 0) {
      throw divisionByZero(dividend.decimal(row));
    }
    long a = dividends[row] * dividendFactor;
    long b = divisors[row] * divisorFactor;
    boolean areExact =
        Math.multiplyHigh(dividends[row], dividendFactor) == a >> 63
            && Math.multiplyHigh(divisors[row], divisorFactor) == b >> 63;
    return areExact ? a / b : ofBig(dividend.decimal(row), divisor.decimal(row));
  }

  private long ofBig(BigDecimal a, BigDecimal b) {
    if (b.signum() == 0) {
      throw divisionByZero(a);
    }
    BigInteger quotient = a.divideToIntegralValue(b).toBigInteger();
    if (quotient.bitLength() >= Long.SIZE) {
      throw ArithmeticOperator.DIVIDE.overflow(
          a.toPlainString(), b.toPlainString(), DataType.BIGINT);
    }
    return quotient.longValue();
  }

  private RuntimeException divisionByZero(BigDecimal a) {
    return ArithmeticOperator.DIVIDE.divisionByZero(a.toPlainString(), decimal);
  }
}
