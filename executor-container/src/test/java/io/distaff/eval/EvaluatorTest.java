package io.distaff.eval;

import static io.distaff.eval.EvalFixture.call;
import static io.distaff.eval.EvalFixture.checkAllShapes;
import static io.distaff.eval.EvalFixture.column;
import static io.distaff.eval.EvalFixture.literal;
import static io.distaff.eval.EvalFixture.text;

import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Decimals of random precisions and scales, and expressions within others, against the row-wise
 * oracle; {@link EveryFunctionTest} has every function and operator alone.
 */
class EvaluatorTest {
  private static final List<String> BINARY =
      List.of(
          FunctionNames.ADD,
          FunctionNames.SUBTRACT,
          FunctionNames.MULTIPLY,
          FunctionNames.DIVIDE,
          FunctionNames.MODULUS);
  private static final List<String> COMPARISONS =
      List.of(
          FunctionNames.EQUAL,
          FunctionNames.NOT_EQUAL,
          FunctionNames.LESS,
          FunctionNames.LESS_OR_EQUAL,
          FunctionNames.GREATER,
          FunctionNames.GREATER_OR_EQUAL,
          FunctionNames.IS_NOT_DISTINCT);

  @Test
  void arithmeticOnDecimals() {
    Random random = new Random(11);
    for (int round = 0; round < 20; round++) {
      DecimalType left = randomDecimal(random);
      DecimalType right = randomDecimal(random);
      DecimalType result = randomDecimal(random);
      for (String function : BINARY) {
        Expression e = call(function, result, column(0, left), column(1, right));
        DataType[] types = {left, right};
        checkAllShapes(
            e,
            random,
            types,
            List.of(EvalFixture.values(left, random), EvalFixture.values(right, random)));
      }
      checkAllShapes(call(FunctionNames.NEGATE, left, column(0, left)), round, left);
      checkAllShapes(call("abs", left, column(0, left)), round, left);
    }
  }

  @Test
  void arithmeticOnDecimalsWithRoomForTheResult() {
    Random random = new Random(12);
    for (int scale : new int[] {0, 3, 6}) {
      for (int precision = 8; precision <= 38; precision += 10) {
        DecimalType left = DataType.decimal(precision, scale);
        DecimalType right = DataType.decimal(Math.max(4, precision - 3), 2);
        for (DecimalType result :
            List.of(DataType.decimal(38, 8), DataType.decimal(38, 2), DataType.decimal(18, 3))) {
          for (String function : BINARY) {
            Supplier<Object> divisors =
                () -> new BigDecimal(random.nextInt(90) + 1).movePointLeft(2).setScale(2);
            Supplier<Object> dividends =
                () -> new BigDecimal(random.nextInt(2_000_000) - 1_000_000).movePointLeft(scale);
            checkAllShapes(
                call(function, result, column(0, left), column(1, right)),
                random,
                new DataType[] {left, right},
                List.of(dividends, divisors));
          }
        }
      }
    }
  }

  private static DecimalType randomDecimal(Random random) {
    int precision = 1 + random.nextInt(random.nextBoolean() ? 18 : 38);
    return DataType.decimal(precision, random.nextInt(Math.min(precision, 12) + 1));
  }

  @Test
  void comparisonsOfDecimalsOfDifferentScales() {
    Random random = new Random(31);
    for (int round = 0; round < 10; round++) {
      DecimalType left = randomDecimal(random);
      DecimalType right = randomDecimal(random);
      for (String function : COMPARISONS) {
        checkAllShapes(
            call(function, DataType.BOOLEAN, column(0, left), column(1, right)),
            round,
            left,
            right);
        Literal constant = literal(right, EvalFixture.value(right, random));
        checkAllShapes(call(function, DataType.BOOLEAN, column(0, left), constant), round, left);
      }
    }
  }

  @Test
  void nestedExpressions() {
    DataType price = DataType.decimal(15, 2);
    DataType one = DataType.decimal(1, 0);
    DataType bool = DataType.BOOLEAN;
    Expression complement =
        call(
            FunctionNames.SUBTRACT,
            DataType.decimal(16, 2),
            literal(one, BigDecimal.ONE),
            column(1, price));
    Expression product =
        call(FunctionNames.MULTIPLY, DataType.decimal(31, 4), column(0, price), complement);
    checkAllShapes(product, 101, price, price);
    checkAllShapes(
        call(
            FunctionNames.CASE,
            DataType.decimal(31, 4),
            call(FunctionNames.LIKE, bool, column(2, DataType.STRING), text("PROMO%")),
            product,
            literal(DataType.decimal(31, 4), new BigDecimal("0.0000"))),
        102,
        price,
        price,
        DataType.STRING);
    checkAllShapes(
        call(
            FunctionNames.OR,
            bool,
            call(FunctionNames.LIKE, bool, column(0, DataType.STRING), text("%special%requests%")),
            call(
                FunctionNames.IN,
                bool,
                call(
                    "substring",
                    DataType.STRING,
                    column(0, DataType.STRING),
                    literal(DataType.BIGINT, 1L),
                    literal(DataType.BIGINT, 2L)),
                text("12"),
                text("ab"))),
        103,
        DataType.STRING);
  }
}
