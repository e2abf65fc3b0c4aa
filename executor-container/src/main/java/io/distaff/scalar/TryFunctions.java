package io.distaff.scalar;

import io.distaff.expression.DecimalRules;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.List;
import java.util.function.BinaryOperator;

/** The arithmetic operators, null where they would fail. */
final class TryFunctions {
  private TryFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.MATH);
    add(table, "try_add", "+", ArithmeticOperator.ADD, DecimalRules::sum)
        .alsoNull("if the sum is out of the type's range")
        .example("try_add(2147483647, 1)", "NULL")
        .example("try_add(1, 2.5)", "3.5")
        .is(site -> arithmetic(ArithmeticOperator.ADD, site));
    add(table, "try_subtract", "-", ArithmeticOperator.SUBTRACT, DecimalRules::sum)
        .alsoNull("if the difference is out of the type's range")
        .example("try_subtract(3, 1)", "2")
        .is(site -> arithmetic(ArithmeticOperator.SUBTRACT, site));
    add(table, "try_multiply", "*", ArithmeticOperator.MULTIPLY, DecimalRules::product)
        .alsoNull("if the product is out of the type's range")
        .example("try_multiply(2147483647, 2)", "NULL")
        .is(site -> arithmetic(ArithmeticOperator.MULTIPLY, site));
    add(table, "try_divide", "/", ArithmeticOperator.DIVIDE, DecimalRules::quotient)
        .alsoNull("if the divisor is zero or the quotient out of the type's range")
        .example("try_divide(1, 2)", "0.5")
        .example("try_divide(1, 0)", "NULL")
        .is(site -> arithmetic(ArithmeticOperator.DIVIDE, site));
    add(table, "try_mod", "%", ArithmeticOperator.MODULUS, DecimalRules::remainder)
        .alsoNull("if the divisor is zero")
        .example("try_mod(7, 3)", "1")
        .example("try_mod(7, 0)", "NULL")
        .is(site -> arithmetic(ArithmeticOperator.MODULUS, site));
    return table.functions();
  }

  private static FunctionTable.Line add(
      FunctionTable table,
      String name,
      String symbol,
      ArithmeticOperator operator,
      BinaryOperator<DecimalType> rule) {
    boolean divides = operator == ArithmeticOperator.DIVIDE;
    FunctionTable.Line line =
        table
            .add(name)
            .takes(divides ? "(bigint, bigint) -> double" : "(T:integral, T) -> T")
            .takes(
                "(decimal(p,s), decimal(q,r)) -> decimal(t,u)",
                (given, bound) ->
                    rule.apply((DecimalType) bound.get(0), (DecimalType) bound.get(1)));
    if (!divides) {
      line.takes("(float, float) -> float");
    }
    return line.takes("(double, double) -> double")
        .says("As a " + symbol + " b, which fails where this is null.");
  }

  private static VectorFunction arithmetic(ArithmeticOperator operator, CallSite site) {
    DataType type = site.type();
    if (type instanceof DecimalType result) {
      DecimalType left = (DecimalType) site.argumentTypes().get(0);
      DecimalType right = (DecimalType) site.argumentTypes().get(1);
      return new DecimalArithmetic(operator, left, right, result, OnFailure.NULL, site.arrays());
    }
    if (type.isIntegral()) {
      return new IntegerArithmetic(operator, type, OnFailure.NULL, site.arrays());
    }
    return site.argumentTypes().get(0).isIntegral()
        ? new Quotient(site.arrays())
        : new FloatingArithmetic(operator, type, OnFailure.NULL, site.arrays());
  }

  /** Of integers, as DOUBLE. */
  private static final class Quotient extends DoubleResult {
    private long[] dividends;
    private long[] divisors;

    Quotient(ReservedArrays arrays) {
      super(arrays);
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      dividends = arguments[0].longs(rows);
      divisors = arguments[1].longs(rows);
    }

    @Override
    double value(int row) {
      if (divisors[row] == 0) {
        setNull(row);
        return 0;
      }
      return (double) dividends[row] / (double) divisors[row];
    }
  }
}
