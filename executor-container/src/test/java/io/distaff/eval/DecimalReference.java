package io.distaff.eval;

import static io.distaff.eval.Domain.any;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The arithmetic of decimals as the JDK's BigDecimal has it, rounded half up to a type. */
final class DecimalReference {
  private DecimalReference() {}

  /** A function that is null where the operator of its name fails. */
  static void tries(OracleTable table, String name, DataType left, DataType right) {
    OracleLine line = table.of(name, any(left), any(right));
    DecimalType result = (DecimalType) line.expression().type();
    line.java(
        a -> {
          try {
            return compute(
                name.substring("try_".length()), (BigDecimal) a[0], (BigDecimal) a[1], result);
          } catch (ArithmeticException e) {
            return null;
          }
        });
  }

  /** Throws ArithmeticException where it doesn't fit, and for a division by zero. */
  static BigDecimal compute(String operator, BigDecimal x, BigDecimal y, DecimalType result) {
    BigDecimal exact =
        switch (operator) {
          case "add" -> x.add(y);
          case "subtract" -> x.subtract(y);
          case "multiply" -> x.multiply(y);
          case "divide" -> x.divide(y, result.scale(), RoundingMode.HALF_UP);
          case "mod", "modulus" -> x.remainder(y);
          default -> throw new IllegalArgumentException(operator);
        };
    return rounded(exact, result);
  }

  /** Throws ArithmeticException where it doesn't fit. */
  static BigDecimal rounded(BigDecimal value, DecimalType type) {
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision()) {
      throw new ArithmeticException();
    }
    return rounded;
  }
}
