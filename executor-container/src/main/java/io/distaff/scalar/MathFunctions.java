package io.distaff.scalar;

import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.List;

/** The functions of numbers. */
final class MathFunctions {
  private static final String OVERFLOW = "if the result is out of the type's range";

  private MathFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.MATH);
    table
        .add("abs")
        .takes("(T:numeric) -> T")
        .says("The magnitude.")
        .fails(OVERFLOW)
        .example("abs(-1.5)", "1.5")
        .is(site -> abs(site));
    table
        .add("sign", "signum")
        .takes("(double) -> double")
        .says("-1, 0 or 1, as the number is negative, zero or positive; NaN of NaN.")
        .example("sign(-7)", "-1.0")
        .is(Shapes.doubleToDouble(MathFunctions::signum));
    table
        .add("round")
        .takes("(T:integral, [int]) -> T")
        .takes("(decimal(p,s), [int]) -> decimal(q,r)", MathFunctions::rounded)
        .takes("(T:floating, [int]) -> T")
        .says(
            "Rounded half away from zero to so many digits after the point, a literal, 0 if left"
                + " out; a negative number counts digits before it. A decimal's scale becomes that"
                + " number.")
        .fails(OVERFLOW)
        .example("round(2.5)", "3")
        .example("round(-1.2345, 2)", "-1.23")
        .example("round(1250, -2)", "1300")
        .example("round(2.675e0, 2)", "2.68")
        .is(Rounding::round);
    table
        .add("floor")
        .takes("(T:integral) -> T")
        .takes("(decimal(p,s)) -> decimal(p-s+1,0)")
        .takes("(double) -> bigint")
        .says("The largest integer that isn't above the number.")
        .fails(OVERFLOW)
        .example("floor(-1.5)", "-2")
        .example("floor(1.9e0)", "1")
        .is(site -> Rounding.toInteger(site, false));
    table
        .add("ceil", "ceiling")
        .takes("(T:integral) -> T")
        .takes("(decimal(p,s)) -> decimal(p-s+1,0)")
        .takes("(double) -> bigint")
        .says("The smallest integer that isn't below the number.")
        .fails(OVERFLOW)
        .example("ceil(-1.5)", "-1")
        .example("ceil(1.1e0)", "2")
        .is(site -> Rounding.toInteger(site, true));
    table
        .add("sqrt")
        .takes("(double) -> double")
        .says("The square root; NaN of a negative number.")
        .example("sqrt(2.25)", "1.5")
        .is(Shapes.doubleToDouble(MathFunctions::sqrt));
    table
        .add("power", "pow")
        .takes("(double, double) -> double")
        .says("The first number to the power of the second.")
        .example("power(2, 10)", "1024.0")
        .is(Shapes.twoDoublesToDouble(MathFunctions::power));
    table
        .add("pmod")
        .takes("(T:integral, T) -> T")
        .takes("(T:floating, T) -> T")
        .says("The remainder with the sign of the divisor, unlike mod's.")
        .fails("if the divisor is zero")
        .example("pmod(-7, 3)", "2")
        .is(site -> new PositiveModulus(site.type(), site.arrays()));
    return table.functions();
  }

  private static VectorFunction abs(CallSite site) {
    DataType type = site.type();
    if (type instanceof DecimalType decimal) {
      return new DecimalArithmetic(
          ArithmeticOperator.ABS, decimal, decimal, decimal, site.arrays());
    }
    return type.isIntegral()
        ? new IntegerArithmetic(ArithmeticOperator.ABS, type, site.arrays())
        : new FloatingArithmetic(ArithmeticOperator.ABS, type, site.arrays());
  }

  /** As in Spark: room for a carry, and as many digits after the point as are asked for. */
  private static DataType rounded(List<FunctionArgument> given, List<DataType> bound) {
    DecimalType type = (DecimalType) bound.get(0);
    int integerDigits = type.precision() - type.scale();
    boolean known = given.size() == 1 || given.get(1).literal() != null;
    Object digits = given.size() == 1 ? (Long) 0L : known ? given.get(1).literal().value() : null;
    if (!(digits instanceof Long number)) {
      return type;
    }
    int scale = (int) Math.max(0, Math.min(type.scale(), number));
    long least = Math.max(integerDigits + 1L, 1 - number) + scale;
    return DataType.decimal((int) Math.min(DecimalType.MAX_PRECISION, least), scale);
  }

  private static void signum(double[] in, double[] out, RowSet set) {
    for (int i = 0; i < set.count(); i++) {
      int row = set.row(i);
      out[row] = Math.signum(in[row]);
    }
  }

  private static void sqrt(double[] in, double[] out, RowSet set) {
    for (int i = 0; i < set.count(); i++) {
      int row = set.row(i);
      out[row] = Math.sqrt(in[row]);
    }
  }

  private static void power(double[] a, double[] b, double[] out, RowSet set) {
    for (int i = 0; i < set.count(); i++) {
      int row = set.row(i);
      out[row] = Math.pow(a[row], b[row]);
    }
  }
}
