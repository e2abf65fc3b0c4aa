package io.distaff.scalar;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import java.math.RoundingMode;
import java.util.List;

/** The functions of numbers, other than those of {@link RealFunctions} and of bits. */
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
        .is(site -> arithmetic(ArithmeticOperator.ABS, site));
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
        .is(site -> Rounding.toDigits(site, RoundingMode.HALF_UP));
    table
        .add("bround")
        .takes("(T:integral, [int]) -> T")
        .takes("(decimal(p,s), [int]) -> decimal(q,r)", MathFunctions::rounded)
        .takes("(T:floating, [int]) -> T")
        .says("As round, but what lies in the middle becomes even: banker's rounding.")
        .fails(OVERFLOW)
        .example("bround(2.5)", "2")
        .example("bround(3.5e0)", "4.0")
        .example("bround(25, -1)", "20")
        .is(site -> Rounding.toDigits(site, RoundingMode.HALF_EVEN));
    table
        .add("truncate")
        .takes("(T:integral, [int]) -> T")
        .takes("(decimal(p,s), [int]) -> decimal(q,r)", MathFunctions::rounded)
        .takes("(T:floating, [int]) -> T")
        .says("As round, but digits are cut off. trunc is the same.")
        .example("truncate(-2.57, 1)", "-2.5")
        .example("truncate(1299, -2)", "1200")
        .is(site -> Rounding.toDigits(site, RoundingMode.DOWN));
    table
        .add("rint")
        .takes("(double) -> double")
        .says("The nearest whole number, the even one of two that are as near.")
        .example("rint(2.5)", "2.0")
        .is(Shapes.doubleToDouble(MathFunctions::rint));
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
        .add("pmod")
        .takes("(T:integral, T) -> T")
        .takes("(T:floating, T) -> T")
        .says(
            "The remainder, with the divisor added where it is negative and the divisor isn't; of a"
                + " negative divisor, what mod gives.")
        .fails("if the divisor is zero")
        .example("pmod(-7, 3)", "2")
        .is(site -> new PositiveModulus(site.type(), site.arrays()));
    table
        .add("div")
        .takes("(bigint, bigint) -> bigint")
        .takes("(decimal(p,s), decimal(q,t)) -> bigint")
        .says("The quotient, its fraction cut off. a / b keeps the fraction.")
        .fails("if the divisor is zero, or the quotient is beyond BIGINT")
        .example("div(7, -2)", "-3")
        .example("div(7.5, 2)", "3")
        .is(
            site ->
                site.argumentTypes().get(0).kind() == DataType.Kind.DECIMAL
                    ? new WholeQuotient(site)
                    : new IntegerArithmetic(ArithmeticOperator.DIVIDE, site.type(), site.arrays()));
    table
        .add("negative")
        .takes("(T:numeric) -> T")
        .says("The number with the other sign. -a is the same.")
        .fails(OVERFLOW)
        .example("negative(1.5)", "-1.5")
        .is(site -> arithmetic(ArithmeticOperator.NEGATE, site));
    table
        .add("positive")
        .takes("(T:numeric) -> T")
        .says("The number itself. +a is the same.")
        .example("positive(-1.5)", "-1.5")
        .is(site -> Cast.of(site.type(), site.type(), false, site.arrays()));
    table
        .add("isnan")
        .takes("(double) -> boolean")
        .says("Whether it isn't a number.")
        .example("isnan(sqrt(-1))", "true")
        .is(site -> new IsNan(site.arrays()));
    table
        .add("factorial")
        .takes("(bigint) -> bigint")
        .alsoNull("if it isn't in 0 to 20")
        .says("The product of the integers from 1 to the number.")
        .example("factorial(5)", "120")
        .example("factorial(21)", "NULL")
        .is(site -> new Factorial(site.arrays()));
    table
        .add("gcd", "greatest_common_divisor")
        .takes("(bigint, bigint) -> bigint")
        .says("The greatest common divisor, never negative.")
        .fails(OVERFLOW)
        .example("gcd(12, -18)", "6")
        .is(Shapes.ofTwoIntegers(MathFunctions::gcd));
    table
        .add("lcm", "least_common_multiple")
        .takes("(bigint, bigint) -> bigint")
        .says("The least common multiple, never negative; 0 if one of them is 0.")
        .fails(OVERFLOW)
        .example("lcm(4, -6)", "12")
        .is(Shapes.ofTwoIntegers(MathFunctions::lcm));
    table
        .add("width_bucket")
        .takes("(double, double, double, bigint) -> bigint")
        .alsoNull(
            "if a number is NaN, a bound is infinite, both bounds are the same, or there isn't at"
                + " least one bucket")
        .says(
            "Which of so many equal buckets, from 1, between the second and the third number the"
                + " first lies in; 0 and one more than the last are what lies outside. The bounds"
                + " may descend.")
        .example("width_bucket(5.3, 0.2, 10.6, 5)", "3")
        .example("width_bucket(-1, 0, 10, 5)", "0")
        .is(site -> new WidthBucket(site.arrays()));
    return table.functions();
  }

  /** A function of one number. */
  private static VectorFunction arithmetic(ArithmeticOperator operator, CallSite site) {
    DataType type = site.type();
    if (type instanceof DecimalType decimal) {
      return new DecimalArithmetic(operator, decimal, decimal, decimal, site.arrays());
    }
    return type.isIntegral()
        ? new IntegerArithmetic(operator, type, site.arrays())
        : new FloatingArithmetic(operator, type, site.arrays());
  }

  /** As in Spark: room for a carry, and as many digits after the point as are asked for. */
  static DataType rounded(List<FunctionArgument> given, List<DataType> bound) {
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

  private static void rint(double[] in, double[] out, RowSet set) {
    for (int i = 0; i < set.count(); i++) {
      int row = set.row(i);
      out[row] = Math.rint(in[row]);
    }
  }

  private static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return magnitude(x, a, b, "gcd");
  }

  private static long lcm(long a, long b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    long quotient = a / gcd(a, b);
    long product = quotient * b;
    if (Math.multiplyHigh(quotient, b) != product >> 63) {
      throw outOfRange("lcm", a, b);
    }
    return magnitude(product, a, b, "lcm");
  }

  private static long magnitude(long value, long a, long b, String function) {
    if (value == Long.MIN_VALUE) {
      throw outOfRange(function, a, b);
    }
    return Math.abs(value);
  }

  private static DistaffException outOfRange(String function, long a, long b) {
    return new DistaffException(
        ErrorCode.NUMERIC_OVERFLOW,
        function + "(" + a + ", " + b + ") is out of the range of bigint.");
  }

  private static final class IsNan implements VectorFunction {
    private final Buffers buffers;

    IsNan(ReservedArrays arrays) {
      this.buffers = new Buffers(arrays);
    }

    @Override
    public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
      byte[] out = buffers.bytes(rows.length());
      test(arguments[0].doubles(rows), out, rows.dense());
      return new BooleanVector(DataType.BOOLEAN, out, validity, rows.length());
    }

    private static void test(double[] in, byte[] out, RowSet set) {
      for (int i = 0; i < set.count(); i++) {
        int row = set.row(i);
        out[row] = (byte) (Double.isNaN(in[row]) ? 1 : 0);
      }
    }
  }

  private static final class Factorial extends IntegerResult {
    private static final int LARGEST = 20;

    private final long[] factorials = new long[LARGEST + 1];
    private long[] values;

    Factorial(ReservedArrays arrays) {
      super(DataType.BIGINT, arrays);
      factorials[0] = 1;
      for (int i = 1; i <= LARGEST; i++) {
        factorials[i] = factorials[i - 1] * i;
      }
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      values = arguments[0].longs(rows);
    }

    @Override
    long value(int row) {
      if (values[row] < 0 || values[row] > LARGEST) {
        setNull(row);
        return 0;
      }
      return factorials[(int) values[row]];
    }
  }

  private static final class WidthBucket extends IntegerResult {
    private double[] values;
    private double[] lows;
    private double[] highs;
    private long[] counts;

    WidthBucket(ReservedArrays arrays) {
      super(DataType.BIGINT, arrays);
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      values = arguments[0].doubles(rows);
      lows = arguments[1].doubles(rows);
      highs = arguments[2].doubles(rows);
      counts = arguments[3].longs(rows);
    }

    @Override
    long value(int row) {
      double value = values[row];
      double low = lows[row];
      double high = highs[row];
      long count = counts[row];
      boolean defined =
          count > 0
              && count < Long.MAX_VALUE
              && !Double.isNaN(value)
              && Double.isFinite(low)
              && Double.isFinite(high)
              && low != high;
      if (!defined) {
        setNull(row);
        return 0;
      }
      boolean before = low < high ? value < low : value > low;
      boolean after = low < high ? value >= high : value <= high;
      if (before || after) {
        return before ? 0 : count + 1;
      }
      return (long) (count * (value - low) / (high - low)) + 1;
    }
  }
}
