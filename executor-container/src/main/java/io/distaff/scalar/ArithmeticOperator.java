package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;

/** The arithmetic operators, and how their failures read. */
public enum ArithmeticOperator {
  ADD("+"),
  SUBTRACT("-"),
  MULTIPLY("*"),
  DIVIDE("/"),
  MODULUS("%"),
  NEGATE("-"),
  ABS("abs ");

  private final String symbol;

  ArithmeticOperator(String symbol) {
    this.symbol = symbol;
  }

  public boolean isUnary() {
    return this == NEGATE || this == ABS;
  }

  public DistaffException overflow(Object a, Object b, DataType type) {
    String operation = isUnary() ? symbol + a : a + " " + symbol + " " + b;
    return new DistaffException(
        ErrorCode.NUMERIC_OVERFLOW,
        operation + " is out of the range of " + type.sqlName() + ". Cast to a wider type first.");
  }

  public DistaffException divisionByZero(Object a, DataType type) {
    return new DistaffException(
        ErrorCode.DIVISION_BY_ZERO,
        "Division by zero: " + a + " " + symbol + " 0 of " + type.sqlName() + ".");
  }
}
