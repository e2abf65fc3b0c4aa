package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.numbers;
import static io.distaff.eval.Domain.oneOf;

import io.distaff.kernel.IntegerRange;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;

/** What the functions of numbers must agree with. */
final class NumberLines {
  private static final Domain DOUBLES = any(DataType.DOUBLE);

  /** Neither so large nor so small that a platform's functions differ much. */
  private static final Domain MODERATE =
      oneOf(
          DataType.DOUBLE,
          0.0,
          -0.0,
          -2.5,
          -1.0,
          -0.3,
          0.1,
          0.5,
          1.0,
          2.0,
          3.7,
          20.0,
          Double.NaN,
          1e-9);

  private static final Domain INFINITE =
      oneOf(DataType.DOUBLE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);

  private static final Map<String, RoundingMode> ROUNDINGS =
      Map.of(
          "round", RoundingMode.HALF_UP,
          "bround", RoundingMode.HALF_EVEN,
          "truncate", RoundingMode.DOWN,
          "trunc", RoundingMode.DOWN);

  private NumberLines() {}

  static void addTo(OracleTable table) {
    addSigns(table);
    ROUNDINGS.forEach((name, mode) -> addRounding(table, name, mode));
    addFloors(table);
    addReal(table);
    addIntegers(table);
  }

  private static void addSigns(OracleTable table) {
    for (DataType type : Domain.NUMERIC) {
      table.of("abs", any(type)).duckDb("abs(?)");
      table.of("negative", any(type)).duckDb("-?");
      table.of("positive", any(type)).duckDb("?");
    }
    table.of("sign", DOUBLES).java(a -> Math.signum((Double) a[0]));
    table.of("isnan", DOUBLES).duckDb("isnan(?)");
    table.of("rint", DOUBLES).java(a -> Math.rint((Double) a[0]));
    table.of("pi").duckDb("pi()");
    table.of("e").java(a -> Math.E);
  }

  private static void addRounding(OracleTable table, String name, RoundingMode mode) {
    for (DataType type : Domain.NUMERIC) {
      table.of(name, any(type)).java(a -> rounded(a[0], type, 0, mode));
      for (int digits : new int[] {-25, -3, -1, 0, 1, 3}) {
        table
            .of(name, any(type), literal(DataType.INT, (long) digits))
            .java(a -> rounded(a[0], type, digits, mode));
      }
    }
  }

  private static Object rounded(Object value, DataType type, int digits, RoundingMode mode) {
    if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        return number;
      }
      boolean single = type.kind() == DataType.Kind.FLOAT;
      BigDecimal exact =
          new BigDecimal(single ? Float.toString(number.floatValue()) : number.toString());
      BigDecimal rounded = exact.scale() <= digits ? exact : exact.setScale(digits, mode);
      return single ? (Object) (double) rounded.floatValue() : rounded.doubleValue();
    }
    if (value instanceof BigDecimal decimal) {
      BigDecimal rounded = decimal.setScale(Math.min(digits, decimal.scale()), mode);
      BigDecimal whole = rounded.scale() < 0 ? rounded.setScale(0) : rounded;
      if (whole.precision() > DecimalType.MAX_PRECISION) {
        throw new ArithmeticException();
      }
      return whole;
    }
    BigDecimal rounded = BigDecimal.valueOf((Long) value).setScale(Math.min(digits, 0), mode);
    return inRange(rounded.toBigIntegerExact(), type);
  }

  private static Long inRange(BigInteger value, DataType type) {
    if (value.bitLength() >= IntegerRange.bits(type)) {
      throw new ArithmeticException();
    }
    return value.longValueExact();
  }

  private static void addFloors(OracleTable table) {
    Map<String, RoundingMode> modes =
        Map.of("floor", RoundingMode.FLOOR, "ceil", RoundingMode.CEILING);
    modes.forEach(
        (name, mode) -> {
          Domain.INTEGRAL.forEach(type -> table.of(name, any(type)).duckDb(name + "(?)"));
          Domain.DECIMALS.forEach(
              type -> table.of(name, any(type)).java(a -> ((BigDecimal) a[0]).setScale(0, mode)));
          for (DataType type : Domain.FLOATING) {
            table
                .of(name, any(type))
                .java(
                    a -> {
                      if (!Double.isFinite((Double) a[0])) {
                        throw new ArithmeticException();
                      }
                      BigDecimal exact = new BigDecimal((Double) a[0]);
                      return exact.setScale(0, mode).longValueExact();
                    });
          }
        });
  }

  private static void addReal(OracleTable table) {
    for (String name :
        new String[] {
          "exp", "cbrt", "atan", "sinh", "cosh", "tanh", "asinh", "degrees", "radians", "sqrt",
          "asin", "acos", "atanh", "acosh"
        }) {
      table.of(name, DOUBLES).duckDb(name + "(?)");
    }
    for (String name : new String[] {"sin", "cos", "tan"}) {
      table.of(name, MODERATE).duckDb(name + "(?)");
      table.of(name, INFINITE).java(a -> Double.NaN);
    }
    for (String name : new String[] {"ln", "log10", "log2"}) {
      table
          .of(name, DOUBLES)
          .duckDb(name + "(?)")
          .except("ln(0e0)", a -> (Double) a[0] <= 0, a -> null);
    }
    table.of("log", DOUBLES).duckDb("ln(?)").except("ln(0e0)", a -> (Double) a[0] <= 0, a -> null);
    table
        .of("log", oneOf(DataType.DOUBLE, 2.0, 10.0, 0.5), DOUBLES)
        .duckDb("log(?, ?)")
        .except("ln(0e0)", a -> (Double) a[1] <= 0, a -> null);
    table.of("log1p", DOUBLES).java(a -> (Double) a[0] <= -1 ? null : Math.log1p((Double) a[0]));
    table.of("cot", MODERATE).java(a -> 1 / Math.tan((Double) a[0]));
    table.of("sec", MODERATE).java(a -> 1 / Math.cos((Double) a[0]));
    table.of("csc", MODERATE).java(a -> 1 / Math.sin((Double) a[0]));
    table.of("expm1", DOUBLES).java(a -> Math.expm1((Double) a[0]));
    table.of("atan2", DOUBLES, DOUBLES).duckDb("atan2(?, ?)");
    table.of("hypot", DOUBLES, DOUBLES).java(a -> Math.hypot((Double) a[0], (Double) a[1]));
    table
        .of("power", MODERATE, MODERATE)
        .duckDb("pow(?, ?)")
        .except(
            "power(1e0, CAST('NaN' AS double))",
            a -> Math.abs((Double) a[0]) == 1 && ((Double) a[1]).isNaN(),
            a -> Double.NaN);
    table
        .of("width_bucket", any(DataType.DOUBLE), MODERATE, MODERATE, numbers(-1, 5))
        .java(NumberLines::widthBucket);
  }

  private static Object widthBucket(Object[] a) {
    double value = (Double) a[0];
    double low = (Double) a[1];
    double high = (Double) a[2];
    long buckets = (Long) a[3];
    boolean undefined =
        buckets <= 0
            || Double.isNaN(value)
            || low == high
            || !Double.isFinite(low)
            || !Double.isFinite(high);
    if (undefined) {
      return null;
    }
    if (low < high) {
      return value < low
          ? 0L
          : value >= high ? buckets + 1 : (long) (buckets * (value - low) / (high - low)) + 1;
    }
    return value > low
        ? 0L
        : value <= high ? buckets + 1 : (long) (buckets * (low - value) / (low - high)) + 1;
  }

  private static void addIntegers(OracleTable table) {
    for (DataType type : Domain.INTEGRAL) {
      table.of("pmod", any(type), any(type)).java(a -> positiveModulus(a, type));
    }
    for (DataType type : Domain.FLOATING) {
      table.of("pmod", any(type), any(type)).java(a -> positiveRemainder(a, type));
    }
    Domain small = numbers(-50, 50);
    table.of("div", any(DataType.BIGINT), any(DataType.BIGINT)).java(NumberLines::quotient);
    for (DataType left : Domain.DECIMALS) {
      for (DataType right : Domain.DECIMALS) {
        table.of("div", any(left), any(right)).java(NumberLines::quotientOfDecimals);
      }
    }
    table.of("gcd", small, any(DataType.BIGINT)).java(a -> gcd(a).longValueExact());
    table.of("gcd", small, small).duckDb("gcd(?, ?)");
    table.of("lcm", small, small).duckDb("lcm(?, ?)");
    table.of("lcm", small, any(DataType.BIGINT)).java(NumberLines::lcm);
    table
        .of("factorial", numbers(-2, 22))
        .java(a -> (Long) a[0] < 0 || (Long) a[0] > 20 ? null : factorial((Long) a[0]));
  }

  private static Object quotient(Object[] a) {
    BigInteger quotient = BigInteger.valueOf((Long) a[0]).divide(BigInteger.valueOf((Long) a[1]));
    return quotient.longValueExact();
  }

  private static Object quotientOfDecimals(Object[] a) {
    BigDecimal quotient = ((BigDecimal) a[0]).divideToIntegralValue((BigDecimal) a[1]);
    return quotient.longValueExact();
  }

  private static BigInteger gcd(Object[] a) {
    return BigInteger.valueOf((Long) a[0]).gcd(BigInteger.valueOf((Long) a[1]));
  }

  private static Object lcm(Object[] a) {
    if ((Long) a[0] == 0 || (Long) a[1] == 0) {
      return 0L;
    }
    BigInteger product = BigInteger.valueOf((Long) a[0]).multiply(BigInteger.valueOf((Long) a[1]));
    return product.abs().divide(gcd(a)).longValueExact();
  }

  private static Object positiveModulus(Object[] a, DataType type) {
    BigInteger divisor = BigInteger.valueOf((Long) a[1]);
    BigInteger remainder = BigInteger.valueOf((Long) a[0]).remainder(divisor);
    BigInteger positive =
        remainder.signum() < 0 ? remainder.add(divisor).remainder(divisor) : remainder;
    return inRange(positive, type);
  }

  private static Object positiveRemainder(Object[] a, DataType type) {
    double divisor = (Double) a[1];
    if (divisor == 0) {
      throw new ArithmeticException();
    }
    double remainder = (Double) a[0] % divisor;
    double positive = remainder < 0 && divisor > 0 ? (remainder + divisor) % divisor : remainder;
    return type.kind() == DataType.Kind.FLOAT ? (Object) (double) (float) positive : positive;
  }

  private static long factorial(long n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }
}
