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

/** Every function in every form of its arguments, against the row-wise oracle. */
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
  private static final List<DataType> NUMBERS =
      List.of(
          DataType.TINYINT,
          DataType.SMALLINT,
          DataType.INT,
          DataType.BIGINT,
          DataType.FLOAT,
          DataType.DOUBLE);
  private static final List<DataType> SCALARS =
      List.of(
          DataType.BOOLEAN,
          DataType.TINYINT,
          DataType.INT,
          DataType.BIGINT,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.decimal(10, 2),
          DataType.decimal(30, 5),
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.STRING,
          DataType.BINARY);

  /** Values that rarely overflow, so that batches without an error are seen too. */
  private static Supplier<Object> small(DataType type, Random random) {
    return () ->
        switch (type.kind()) {
          case FLOAT, DOUBLE -> (double) (random.nextInt(19) - 9);
          case DECIMAL ->
              new BigDecimal(random.nextInt(19) - 9).setScale(((DecimalType) type).scale());
          default -> (long) random.nextInt(7) + 1;
        };
  }

  @Test
  void arithmeticOnIntegersAndFloats() {
    for (DataType type : NUMBERS) {
      for (String function : BINARY) {
        Expression e = call(function, type, column(0, type), column(1, type));
        checkAllShapes(e, 1, type, type);
        Random random = new Random(2);
        checkAllShapes(
            e,
            random,
            new DataType[] {type, type},
            List.of(small(type, random), small(type, random)));
        Object two = type.isIntegral() ? (Object) 2L : (Object) 2.0;
        checkAllShapes(call(function, type, column(0, type), literal(type, two)), 3, type);
        checkAllShapes(call(function, type, literal(type, two), column(0, type)), 4, type);
      }
      checkAllShapes(call(FunctionNames.NEGATE, type, column(0, type)), 5, type);
      checkAllShapes(call("abs", type, column(0, type)), 6, type);
    }
  }

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
  void comparisons() {
    Random random = new Random(21);
    for (DataType type : SCALARS) {
      for (String function : COMPARISONS) {
        checkAllShapes(
            call(function, DataType.BOOLEAN, column(0, type), column(1, type)), 21, type, type);
        for (int i = 0; i < 4; i++) {
          Literal constant = literal(type, EvalFixture.value(type, random));
          checkAllShapes(call(function, DataType.BOOLEAN, column(0, type), constant), 22 + i, type);
          checkAllShapes(call(function, DataType.BOOLEAN, constant, column(0, type)), 26 + i, type);
        }
      }
    }
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
  void membership() {
    Random random = new Random(41);
    for (DataType type : SCALARS) {
      for (int size : new int[] {1, 3, 20}) {
        Expression[] arguments = new Expression[size + 1];
        arguments[0] = column(0, type);
        for (int i = 1; i <= size; i++) {
          arguments[i] = literal(type, EvalFixture.value(type, random));
        }
        checkAllShapes(call(FunctionNames.IN, DataType.BOOLEAN, arguments), 42, type);
        arguments[size] = literal(type, null);
        checkAllShapes(call(FunctionNames.IN, DataType.BOOLEAN, arguments), 43, type);
      }
    }
  }

  @Test
  void logicOfThreeValues() {
    Expression a = column(0, DataType.BOOLEAN);
    Expression b = column(1, DataType.BOOLEAN);
    Expression c = column(2, DataType.BOOLEAN);
    DataType bool = DataType.BOOLEAN;
    Expression and = call(FunctionNames.AND, bool, a, b, c);
    Expression or = call(FunctionNames.OR, bool, a, b, c);
    for (Expression e :
        List.of(
            and,
            or,
            call(FunctionNames.NOT, bool, or),
            call(FunctionNames.OR, bool, call(FunctionNames.AND, bool, a, b), c),
            call(FunctionNames.AND, bool, call(FunctionNames.IS_NULL, bool, a), b),
            call(FunctionNames.IS_NOT_NULL, bool, and))) {
      checkAllShapes(e, 51, bool, bool, bool);
    }
  }

  @Test
  void conditionals() {
    DataType bool = DataType.BOOLEAN;
    for (DataType type : SCALARS) {
      Expression x = column(0, type);
      Expression y = column(1, type);
      Expression flag = column(2, bool);
      Literal constant = literal(type, EvalFixture.value(type, new Random(60)));
      Expression less = call(FunctionNames.LESS, bool, x, y);
      for (Expression e :
          List.of(
              call(FunctionNames.CASE, type, less, x, flag, y, constant),
              call(FunctionNames.CASE, type, less, constant, literal(type, null)),
              call(FunctionNames.CASE, type, flag, x, literal(DataType.NULL, null)),
              call(FunctionNames.COALESCE, type, x, y),
              call(FunctionNames.COALESCE, type, x, y, constant),
              call(FunctionNames.COALESCE, type, x, constant))) {
        checkAllShapes(e, 61, type, type, bool);
      }
      checkAllShapes(
          call(
              FunctionNames.CASE,
              DataType.STRING,
              call(FunctionNames.IS_NULL, bool, x),
              text("none"),
              call(FunctionNames.EQUAL, bool, x, constant),
              literal(DataType.STRING, null),
              text("some")),
          62,
          type);
    }
  }

  @Test
  void textFunctions() {
    DataType string = DataType.STRING;
    Expression x = column(0, string);
    Expression y = column(1, string);
    for (Expression e :
        List.of(
            call("upper", string, x),
            call("lower", string, x),
            call("trim", string, x),
            call("char_length", DataType.INT, x),
            call("concat", string, x, y),
            call("concat", string, x, text("-ü-"), y, x),
            call("upper", string, call("concat", string, x, y)))) {
      checkAllShapes(e, 71, string, string);
    }
    for (long position :
        new long[] {-100, -3, -1, 0, 1, 2, 5, 100, Long.MIN_VALUE, Long.MAX_VALUE}) {
      Literal at = literal(DataType.BIGINT, position);
      checkAllShapes(call("substring", string, x, at), 72, string);
      for (long count : new long[] {-1, 0, 1, 3, 100, Long.MAX_VALUE >> 2}) {
        if (Math.abs(position) <= 100 && position != Long.MIN_VALUE) {
          Literal length = literal(DataType.BIGINT, count);
          checkAllShapes(call("substring", string, x, at, length), 73, string);
        }
      }
    }
    Random random = new Random(74);
    Supplier<Object> positions = () -> (long) random.nextInt(12) - 4;
    checkAllShapes(
        call("substring", string, x, column(1, DataType.BIGINT), column(2, DataType.BIGINT)),
        random,
        new DataType[] {string, DataType.BIGINT, DataType.BIGINT},
        List.of(EvalFixture.values(string, random), positions, positions));
  }

  @Test
  void dateFunctions() {
    Random random = new Random(81);
    for (DataType type : List.of(DataType.DATE, DataType.TIMESTAMP, DataType.TIMESTAMP_LOCAL)) {
      for (String unit :
          List.of(
              "year",
              "quarter",
              "month",
              "week",
              "day",
              "dayofweek",
              "dayofyear",
              "hour",
              "minute",
              "second")) {
        checkAllShapes(call("date_part", DataType.BIGINT, text(unit), column(0, type)), 82, type);
      }
      Supplier<Object> amounts = () -> (long) random.nextInt(1000) - 500;
      for (DataType amount : List.of(DataType.BIGINT)) {
        for (String function : List.of("add_months", "date_add")) {
          checkAllShapes(
              call(function, type, column(0, type), column(1, amount)),
              random,
              new DataType[] {type, amount},
              List.of(EvalFixture.values(type, random), amounts));
        }
      }
      Literal far = literal(DataType.BIGINT, Long.MAX_VALUE);
      checkAllShapes(call("date_add", type, column(0, type), far), 83, type);
    }
  }

  @Test
  void castsAmongNumbersAndBooleans() {
    List<DataType> types =
        List.of(
            DataType.BOOLEAN,
            DataType.TINYINT,
            DataType.SMALLINT,
            DataType.INT,
            DataType.BIGINT,
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.decimal(4, 2),
            DataType.decimal(12, 0),
            DataType.decimal(18, 6),
            DataType.decimal(25, 20),
            DataType.decimal(38, 4),
            DataType.decimal(38, 38));
    for (DataType from : types) {
      for (DataType to : types) {
        checkAllShapes(call(FunctionNames.CAST, to, column(0, from)), 91, from);
        checkAllShapes(call(FunctionNames.TRY_CAST, to, column(0, from)), 92, from);
      }
    }
  }

  @Test
  void castsAmongDatesAndTimestamps() {
    List<DataType> types = List.of(DataType.DATE, DataType.TIMESTAMP, DataType.TIMESTAMP_LOCAL);
    for (DataType from : types) {
      for (DataType to : types) {
        checkAllShapes(call(FunctionNames.CAST, to, column(0, from)), 95, from);
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
