package io.distaff.eval;

import static io.distaff.eval.FunctionOracle.any;
import static io.distaff.eval.FunctionOracle.literal;
import static io.distaff.eval.FunctionOracle.numbers;
import static io.distaff.eval.FunctionOracle.oneOf;

import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** The functions of numbers and of bits over every form of vector. */
class NumberFunctionsTest {
  private static final FunctionOracle.Values SMALL =
      oneOf(DataType.DOUBLE, -2.5, -1.0, -0.3, 0.1, 0.5, 1.0, 2.0, 3.7);

  private static final FunctionOracle.Values POSITIVE =
      oneOf(DataType.DOUBLE, 1e-9, 0.1, 0.5, 1.5, 2.0, 10.0, 1e20);

  private static final FunctionOracle.Values UNIT = oneOf(DataType.DOUBLE, -0.9, -0.5, 0.25, 0.99);

  @Test
  void realFunctions() throws SQLException {
    for (String name :
        new String[] {
          "exp", "cbrt", "sin", "cos", "tan", "cot", "atan", "sinh", "cosh", "tanh", "asinh",
          "degrees", "radians"
        }) {
      FunctionOracle.of(name, SMALL).agreesWithDuckDb(name + "(?)");
    }
    for (String name : new String[] {"ln", "log10", "log2", "sqrt"}) {
      FunctionOracle.of(name, POSITIVE).agreesWithDuckDb(name + "(?)");
    }
    for (String name : new String[] {"asin", "acos", "atanh"}) {
      FunctionOracle.of(name, UNIT).agreesWithDuckDb(name + "(?)");
    }
    FunctionOracle.of("atan2", SMALL, SMALL).agreesWithDuckDb("atan2(?, ?)");
    FunctionOracle.of("log", oneOf(DataType.DOUBLE, 2.0, 10.0), POSITIVE)
        .agreesWithDuckDb("log(?, ?)");
    FunctionOracle.of("acosh", oneOf(DataType.DOUBLE, 1.0, 1.5, 20.0)).agreesWithDuckDb("acosh(?)");
    FunctionOracle.of("expm1", SMALL).agreesWith(a -> Math.expm1((Double) a[0]));
    FunctionOracle.of("log1p", SMALL)
        .agreesWith(a -> (Double) a[0] <= -1 ? null : Math.log1p((Double) a[0]));
    FunctionOracle.of("hypot", SMALL, SMALL)
        .agreesWith(a -> Math.hypot((Double) a[0], (Double) a[1]));
    FunctionOracle.of("rint", SMALL).agreesWith(a -> Math.rint((Double) a[0]));
    FunctionOracle.of("isnan", any(DataType.DOUBLE)).agreesWith(a -> ((Double) a[0]).isNaN());
    FunctionOracle.of("ln", oneOf(DataType.DOUBLE, -1.0, 0.0)).agreesWith(a -> null);
  }

  @Test
  void integersAndBits() throws SQLException {
    FunctionOracle.of("factorial", numbers(-2, 22))
        .agreesWith(
            a -> {
              long n = (Long) a[0];
              return n < 0 || n > 20 ? null : factorial(n);
            });
    FunctionOracle.of("gcd", numbers(-50, 50), numbers(-50, 50)).agreesWithDuckDb("gcd(?, ?)");
    FunctionOracle.of("lcm", numbers(-50, 50), numbers(-50, 50)).agreesWithDuckDb("lcm(?, ?)");
    FunctionOracle.of("div", numbers(-50, 50), oneOf(DataType.BIGINT, -7L, 1L, 3L))
        .agreesWithDuckDb("? // ?");
    for (DataType type : new DataType[] {DataType.INT, DataType.BIGINT, DataType.SMALLINT}) {
      FunctionOracle.of("bitand", any(type), any(type)).agreesWith(a -> (Long) a[0] & (Long) a[1]);
      FunctionOracle.of("bitor", any(type), any(type)).agreesWith(a -> (Long) a[0] | (Long) a[1]);
      FunctionOracle.of("bitxor", any(type), any(type)).agreesWith(a -> (Long) a[0] ^ (Long) a[1]);
      FunctionOracle.of("bitnot", any(type)).agreesWith(a -> ~(Long) a[0]);
      FunctionOracle.of("bit_count", any(type)).agreesWith(a -> Long.bitCount((Long) a[0]));
    }
    FunctionOracle.Values distance = oneOf(DataType.INT, 0L, 1L, 7L, 31L);
    FunctionOracle.of("shiftleft", any(DataType.BIGINT), distance)
        .agreesWith(a -> (Long) a[0] << (Long) a[1]);
    FunctionOracle.of("shiftright", any(DataType.INT), distance)
        .agreesWith(a -> ((Long) a[0]).intValue() >> ((Long) a[1]).intValue());
    FunctionOracle.of("shiftrightunsigned", any(DataType.INT), distance)
        .agreesWith(a -> ((Long) a[0]).intValue() >>> ((Long) a[1]).intValue());
    FunctionOracle.of("bin", any(DataType.BIGINT)).agreesWithDuckDb("bin(?)");
    FunctionOracle.of(
            "conv", any(DataType.BIGINT), literal(DataType.INT, 10L), literal(DataType.INT, 16L))
        .agreesWith(a -> Long.toHexString((Long) a[0]).toUpperCase(java.util.Locale.ROOT));
  }

  private static long factorial(long n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }

  @Test
  void roundsInEveryMode() {
    for (DataType type :
        new DataType[] {DataType.decimal(9, 2), DataType.decimal(18, 6), DataType.decimal(30, 4)}) {
      for (int digits : new int[] {-25, -3, -1, 0, 1, 3}) {
        rounds("round", type, digits, RoundingMode.HALF_UP);
        rounds("bround", type, digits, RoundingMode.HALF_EVEN);
        rounds("truncate", type, digits, RoundingMode.DOWN);
      }
    }
    for (int digits : new int[] {-19, -4, -1, 0, 2}) {
      rounds("round", DataType.BIGINT, digits, RoundingMode.HALF_UP);
      rounds("bround", DataType.BIGINT, digits, RoundingMode.HALF_EVEN);
      rounds("truncate", DataType.BIGINT, digits, RoundingMode.DOWN);
    }
    FunctionOracle.of("bround", SMALL)
        .agreesWith(
            a ->
                BigDecimal.valueOf((Double) a[0])
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .doubleValue());
  }

  private static void rounds(String name, DataType type, int digits, RoundingMode mode) {
    FunctionOracle.Values values =
        type.isIntegral() ? numbers(-1_000_000_000_000L, 1_000_000_000_000L) : any(type);
    FunctionOracle.of(name, values, literal(DataType.INT, (long) digits))
        .agreesWith(
            a -> {
              BigDecimal value =
                  a[0] instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) a[0]);
              BigDecimal rounded = value.setScale(Math.min(digits, value.scale()), mode);
              return type.isIntegral() ? (Object) rounded.longValueExact() : rounded;
            });
  }

  @Test
  void tryArithmeticIsNullWhereOperatorsFail() {
    BinaryOperator<BigInteger> add = BigInteger::add;
    tryIntegers("try_add", add);
    tryIntegers("try_subtract", BigInteger::subtract);
    tryIntegers("try_multiply", BigInteger::multiply);
    tryIntegers("try_mod", (x, y) -> y.signum() == 0 ? null : x.remainder(y));
    FunctionOracle.of("try_divide", any(DataType.BIGINT), numbers(-2, 2))
        .agreesWith(a -> (Long) a[1] == 0 ? null : (double) (Long) a[0] / (Long) a[1]);
    FunctionOracle.of("try_divide", any(DataType.DOUBLE), oneOf(DataType.DOUBLE, 0.0, 2.0))
        .agreesWith(a -> (Double) a[1] == 0 ? null : (Double) a[0] / (Double) a[1]);
    DecimalType wide = DataType.decimal(38, 2);
    FunctionOracle.of("try_add", any(wide), any(wide))
        .agreesWith(
            a -> {
              BigDecimal sum = ((BigDecimal) a[0]).add((BigDecimal) a[1]);
              return sum.precision() > 38 ? null : sum;
            });
    DecimalType small = DataType.decimal(9, 2);
    FunctionOracle.of("try_multiply", any(small), any(small))
        .agreesWith(a -> ((BigDecimal) a[0]).multiply((BigDecimal) a[1]));
  }

  private static void tryIntegers(String name, BinaryOperator<BigInteger> exact) {
    for (DataType type : new DataType[] {DataType.TINYINT, DataType.INT, DataType.BIGINT}) {
      int bits = io.distaff.kernel.IntegerRange.bits(type);
      FunctionOracle.of(name, any(type), any(type))
          .agreesWith(
              a -> {
                BigInteger value =
                    exact.apply(BigInteger.valueOf((Long) a[0]), BigInteger.valueOf((Long) a[1]));
                return value == null || value.bitLength() >= bits ? null : value.longValue();
              });
    }
  }
}
