package io.distaff.scalar;

import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Powers, logarithms and angles: functions of DOUBLE. */
final class RealFunctions {
  private static final double LN_2 = Math.log(2);

  /** Above it x * x + 1 is x * x, which may be beyond any double. */
  private static final double LARGE = 1e9;

  private RealFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.MATH);
    constant(table, "pi", "The ratio of a circle's circumference to its diameter.", Math.PI);
    constant(table, "e", "Euler's number, the base of natural logarithms.", Math.E);
    powers(table);
    logarithms(table);
    angles(table);
    hyperbolas(table);
    return table.functions();
  }

  private static void constant(FunctionTable table, String name, String says, double value) {
    table
        .add(name)
        .takes("() -> double")
        .says(says)
        .example(name + "()", Double.toString(value))
        .is(site -> new Constant(value, site.arrays()));
  }

  private static void powers(FunctionTable table) {
    table
        .add("sqrt")
        .takes("(double) -> double")
        .says("The square root; NaN of a negative number.")
        .example("sqrt(2.25)", "1.5")
        .is(Shapes.doubleToDouble(RealFunctions::sqrt));
    real(table, "cbrt", "The cube root.", "cbrt(-27)", "-3.0", Math::cbrt);
    table
        .add("power", "pow")
        .takes("(double, double) -> double")
        .says("The first number to the power of the second.")
        .example("power(2, 10)", "1024.0")
        .is(Shapes.ofTwoDoubles(Math::pow));
    real(table, "exp", "e to the power of the number.", "exp(0)", "1.0", Math::exp);
    real(
        table,
        "expm1",
        "e to the power of the number, less 1; exact for numbers near 0.",
        "expm1(0)",
        "0.0",
        Math::expm1);
    table
        .add("hypot")
        .takes("(double, double) -> double")
        .says("The square root of the sum of both squares, without overflow in between.")
        .example("hypot(3, 4)", "5.0")
        .is(Shapes.ofTwoDoubles(Math::hypot));
  }

  private static void logarithms(FunctionTable table) {
    logarithm(table, "ln", "The natural logarithm.", "ln(1)", "0.0", Math::log);
    logarithm(table, "log10", "The logarithm to base 10.", "log10(1000)", "3.0", Math::log10);
    logarithm(table, "log2", "The logarithm to base 2.", "log2(8)", "3.0", x -> Math.log(x) / LN_2);
    table
        .add("log1p")
        .takes("(double) -> double")
        .alsoNull("if it isn't above -1")
        .says("The natural logarithm of 1 plus the number; exact for numbers near 0.")
        .example("log1p(0)", "0.0")
        .example("log1p(-1)", "NULL")
        .is(Shapes.ofDoubleAbove(-1, Math::log1p));
    table
        .add("log")
        .takes("(double, [double]) -> double")
        .alsoNull("if an argument isn't above 0")
        .says(
            "The logarithm to the first number as base of the second; of one number, its natural"
                + " logarithm, as in Spark (and unlike DuckDB, whose log is log10).")
        .example("log(2, 8)", "3.0")
        .example("log(1)", "0.0")
        .example("log(0)", "NULL")
        .is(
            site ->
                site.numArguments() == 1
                    ? Shapes.ofDoubleAbove(0, Math::log).create(site)
                    : new Logarithm(site.arrays()));
  }

  private static void angles(FunctionTable table) {
    real(table, "sin", "The sine of an angle in radians.", "sin(0)", "0.0", Math::sin);
    real(table, "cos", "The cosine of an angle in radians.", "cos(0)", "1.0", Math::cos);
    real(table, "tan", "The tangent of an angle in radians.", "tan(0)", "0.0", Math::tan);
    real(
        table,
        "cot",
        "The cotangent of an angle in radians.",
        "cot(1)",
        "0.6420926159343306",
        x -> 1 / Math.tan(x));
    real(table, "sec", "The secant of an angle in radians.", "sec(0)", "1.0", x -> 1 / Math.cos(x));
    real(
        table,
        "csc",
        "The cosecant of an angle in radians.",
        "csc(1)",
        "1.1883951057781212",
        x -> 1 / Math.sin(x));
    real(
        table,
        "asin",
        "The angle of a sine, in radians; NaN of what isn't in -1 to 1.",
        "asin(0)",
        "0.0",
        Math::asin);
    real(
        table,
        "acos",
        "The angle of a cosine, in radians; NaN of what isn't in -1 to 1.",
        "acos(1)",
        "0.0",
        Math::acos);
    real(table, "atan", "The angle of a tangent, in radians.", "atan(0)", "0.0", Math::atan);
    table
        .add("atan2")
        .takes("(double, double) -> double")
        .says("The angle between the positive x axis and the point (x, y), given y, then x.")
        .example("atan2(0, 1)", "0.0")
        .is(Shapes.ofTwoDoubles(Math::atan2));
    table
        .add("degrees")
        .takes("(double) -> double")
        .says("An angle in radians, in degrees.")
        .example("degrees(pi())", "180.0")
        .is(Shapes.doubleToDouble(RealFunctions::degrees));
    table
        .add("radians")
        .takes("(double) -> double")
        .says("An angle in degrees, in radians.")
        .example("radians(180)", "3.141592653589793")
        .is(Shapes.doubleToDouble(RealFunctions::radians));
  }

  private static void hyperbolas(FunctionTable table) {
    real(table, "sinh", "The hyperbolic sine.", "sinh(0)", "0.0", Math::sinh);
    real(table, "cosh", "The hyperbolic cosine.", "cosh(0)", "1.0", Math::cosh);
    real(table, "tanh", "The hyperbolic tangent.", "tanh(0)", "0.0", Math::tanh);
    real(table, "asinh", "The inverse hyperbolic sine.", "asinh(0)", "0.0", RealFunctions::asinh);
    real(
        table,
        "acosh",
        "The inverse hyperbolic cosine; NaN of a number below 1.",
        "acosh(1)",
        "0.0",
        RealFunctions::acosh);
    real(
        table,
        "atanh",
        "The inverse hyperbolic tangent; NaN of what isn't in -1 to 1.",
        "atanh(0)",
        "0.0",
        x -> 0.5 * (Math.log1p(x) - Math.log1p(-x)));
  }

  private static void real(
      FunctionTable table,
      String name,
      String says,
      String example,
      String result,
      DoubleUnaryOperator function) {
    table
        .add(name)
        .takes("(double) -> double")
        .says(says)
        .example(example, result)
        .is(Shapes.ofDouble(function));
  }

  private static void logarithm(
      FunctionTable table,
      String name,
      String says,
      String example,
      String result,
      DoubleUnaryOperator function) {
    table
        .add(name)
        .takes("(double) -> double")
        .alsoNull("if it isn't above 0")
        .says(says)
        .example(example, result)
        .example(name + "(-1)", "NULL")
        .is(Shapes.ofDoubleAbove(0, function));
  }

  private static void sqrt(double[] in, double[] out, RowSet set) {
    for (int i = 0; i < set.count(); i++) {
      int row = set.row(i);
      out[row] = Math.sqrt(in[row]);
    }
  }

  private static void degrees(double[] in, double[] out, RowSet set) {
    for (int i = 0; i < set.count(); i++) {
      int row = set.row(i);
      out[row] = Math.toDegrees(in[row]);
    }
  }

  private static void radians(double[] in, double[] out, RowSet set) {
    for (int i = 0; i < set.count(); i++) {
      int row = set.row(i);
      out[row] = Math.toRadians(in[row]);
    }
  }

  /** Odd; by magnitudes, so that what is nearly 0 isn't lost, nor what is large and negative. */
  private static double asinh(double x) {
    double magnitude = Math.abs(x);
    double result =
        magnitude > LARGE
            ? Math.log(magnitude) + LN_2
            : Math.log1p(magnitude + magnitude * magnitude / (1 + Math.hypot(1, magnitude)));
    return Math.copySign(result, x);
  }

  private static double acosh(double x) {
    if (x > LARGE) {
      return Math.log(x) + LN_2;
    }
    return x < 1 ? Double.NaN : Math.log(x + Math.sqrt(x * x - 1));
  }

  private static final class Constant extends DoubleResult {
    private final double value;

    Constant(double value, ReservedArrays arrays) {
      super(arrays);
      this.value = value;
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {}

    @Override
    double value(int row) {
      return value;
    }
  }

  /** To any base. */
  private static final class Logarithm extends DoubleResult {
    private double[] bases;
    private double[] numbers;

    Logarithm(ReservedArrays arrays) {
      super(arrays);
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      bases = arguments[0].doubles(rows);
      numbers = arguments[1].doubles(rows);
    }

    @Override
    double value(int row) {
      if (bases[row] <= 0 || numbers[row] <= 0) {
        setNull(row);
        return 0;
      }
      return Math.log(numbers[row]) / Math.log(bases[row]);
    }
  }
}
