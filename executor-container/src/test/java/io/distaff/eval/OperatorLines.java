package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.literal;
import static io.distaff.eval.Domain.oneOf;
import static io.distaff.eval.Domain.text;
import static io.distaff.eval.Domain.texts;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the operators must agree with. */
final class OperatorLines {
  private static final DataType BOOLEAN = DataType.BOOLEAN;
  private static final Map<String, String> ARITHMETIC = new LinkedHashMap<>();
  private static final Map<String, String> COMPARISONS = new LinkedHashMap<>();

  static {
    ARITHMETIC.put(FunctionNames.ADD, "? + ?");
    ARITHMETIC.put(FunctionNames.SUBTRACT, "? - ?");
    ARITHMETIC.put(FunctionNames.MULTIPLY, "? * ?");
    ARITHMETIC.put(FunctionNames.DIVIDE, "? / ?");
    ARITHMETIC.put(FunctionNames.MODULUS, "? % ?");
    COMPARISONS.put(FunctionNames.EQUAL, "? = ?");
    COMPARISONS.put(FunctionNames.NOT_EQUAL, "? <> ?");
    COMPARISONS.put(FunctionNames.LESS, "? < ?");
    COMPARISONS.put(FunctionNames.LESS_OR_EQUAL, "? <= ?");
    COMPARISONS.put(FunctionNames.GREATER, "? > ?");
    COMPARISONS.put(FunctionNames.GREATER_OR_EQUAL, "? >= ?");
  }

  private OperatorLines() {}

  static void addTo(OracleTable table) {
    addArithmetic(table);
    addDecimals(table);
    addComparisons(table);
    addMembership(table);
    addLogic(table);
    addChoice(table);
    addLike(table);
  }

  private static InputRef column(int index, DataType type) {
    return new InputRef(index, type);
  }

  private static void addArithmetic(OracleTable table) {
    for (DataType type : Domain.INTEGRAL) {
      ARITHMETIC.forEach(
          (name, sql) -> {
            boolean divides = name.equals(FunctionNames.DIVIDE);
            OracleLine line =
                table.operator(name, type, any(type), any(type)).duckDb(divides ? "? // ?" : sql);
            if (name.equals(FunctionNames.MODULUS)) {
              line.except(
                  "CAST(-128 AS tinyint) % CAST(-1 AS tinyint)", a -> (Long) a[1] == -1, a -> 0L);
            }
          });
      Object two = 2L;
      table.operator(FunctionNames.ADD, type, any(type), literal(type, two)).duckDb("? + ?");
      table.operator(FunctionNames.MULTIPLY, type, literal(type, two), any(type)).duckDb("? * ?");
    }
    for (DataType type : Domain.FLOATING) {
      ARITHMETIC.forEach(
          (name, sql) -> {
            OracleLine line = table.operator(name, type, any(type), any(type)).duckDb(sql);
            if (name.equals(FunctionNames.DIVIDE)) {
              line.except("1 / 0", a -> (Double) a[1] == 0, a -> fail());
            }
            if (name.equals(FunctionNames.MODULUS)) {
              line.except("5e0 % 0e0", a -> (Double) a[1] == 0, a -> fail());
            }
          });
    }
    for (DataType type : Domain.NUMERIC) {
      table.operator(FunctionNames.NEGATE, type, any(type)).duckDb("-?");
    }
  }

  private static Object fail() {
    throw new ArithmeticException();
  }

  private static void addDecimals(OracleTable table) {
    for (DataType left : Domain.DECIMALS) {
      for (DataType right : Domain.DECIMALS) {
        for (DecimalType result :
            List.of(DataType.decimal(38, 10), DataType.decimal(18, 3), DataType.decimal(38, 0))) {
          for (String name : ARITHMETIC.keySet()) {
            table
                .operator(name, result, any(left), any(right))
                .java(
                    a ->
                        DecimalReference.compute(
                            name, (BigDecimal) a[0], (BigDecimal) a[1], result));
          }
        }
        COMPARISONS.forEach(
            (name, sql) ->
                table
                    .operator(name, BOOLEAN, any(left), any(right))
                    .java(a -> compares(name, ((BigDecimal) a[0]).compareTo((BigDecimal) a[1]))));
      }
    }
  }

  private static boolean compares(String name, int order) {
    return switch (name) {
      case FunctionNames.EQUAL -> order == 0;
      case FunctionNames.NOT_EQUAL -> order != 0;
      case FunctionNames.LESS -> order < 0;
      case FunctionNames.LESS_OR_EQUAL -> order <= 0;
      case FunctionNames.GREATER -> order > 0;
      default -> order >= 0;
    };
  }

  private static void addComparisons(OracleTable table) {
    for (DataType type : Domain.SCALARS) {
      Domain values = any(type);
      Domain constant = literal(type, values.values().get(1));
      COMPARISONS.forEach(
          (name, sql) -> {
            table.operator(name, BOOLEAN, values, values).duckDb(sql);
            table.operator(name, BOOLEAN, values, constant).duckDb(sql);
            table.operator(name, BOOLEAN, constant, values).duckDb(sql);
          });
      addBetween(table, type, values);
    }
    for (DataType type : Types.ALL) {
      if (type.kind() == DataType.Kind.MAP) {
        continue; // has no equality, as in Spark
      }
      Domain values = type.isNested() ? CollectionLines.values(type) : any(type);
      Call same =
          new Call(FunctionNames.IS_NOT_DISTINCT, BOOLEAN, column(0, type), column(1, type));
      OracleLine line = table.expression(FunctionNames.IS_NOT_DISTINCT, same, values, values);
      if (type.kind() == DataType.Kind.NULL) {
        line.java(a -> true);
      } else if (type.isNested()) {
        line.java(a -> Answers.same(a[0], a[1], 0));
      } else {
        line.duckDb("? IS NOT DISTINCT FROM ?");
      }
    }
    for (DataType type : List.of(Types.ARRAY, Types.STRUCT)) {
      Domain values = CollectionLines.values(type);
      table
          .operator(FunctionNames.EQUAL, BOOLEAN, values, values)
          .java(a -> Answers.same(a[0], a[1], 0));
      table
          .operator(FunctionNames.NOT_EQUAL, BOOLEAN, values, values)
          .java(a -> !Answers.same(a[0], a[1], 0));
    }
  }

  private static void addBetween(OracleTable table, DataType type, Domain values) {
    Call between =
        new Call(
            FunctionNames.AND,
            BOOLEAN,
            new Call(FunctionNames.GREATER_OR_EQUAL, BOOLEAN, column(0, type), column(1, type)),
            new Call(FunctionNames.LESS_OR_EQUAL, BOOLEAN, column(0, type), column(2, type)));
    table
        .expression(FunctionNames.AND, between, values, values, values)
        .duckDb("? BETWEEN ? AND ?");
  }

  private static void addMembership(OracleTable table) {
    for (DataType type : Domain.SCALARS) {
      Domain values = any(type);
      for (int size : new int[] {1, 3, 20}) {
        for (boolean withNull : size == 3 ? new boolean[] {false, true} : new boolean[1]) {
          List<Expression> arguments = new ArrayList<>(List.of(column(0, type)));
          List<String> texts = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            Object value = withNull && i == size - 1 ? null : values.values().get(2 * i % 48);
            arguments.add(Literal.of(type, value));
            texts.add(DuckDb.literal(type, value));
          }
          String sql = "$1 IN (" + String.join(", ", texts) + ")";
          Call in = new Call(FunctionNames.IN, arguments, BOOLEAN);
          table.expression(FunctionNames.IN, in, values).duckDb(sql);
          table
              .expression(FunctionNames.NOT, new Call(FunctionNames.NOT, BOOLEAN, in), values)
              .duckDb("NOT " + sql);
        }
      }
    }
  }

  private static void addLogic(OracleTable table) {
    Domain flags = oneOf(BOOLEAN, true, false);
    Domain[] three = {flags, flags, flags};
    Expression a = column(0, BOOLEAN);
    Expression b = column(1, BOOLEAN);
    Expression c = column(2, BOOLEAN);
    Call and = new Call(FunctionNames.AND, BOOLEAN, a, b, c);
    Call or = new Call(FunctionNames.OR, BOOLEAN, a, b, c);
    table.expression(FunctionNames.AND, and, three).duckDb("? AND ? AND ?");
    table.expression(FunctionNames.OR, or, three).duckDb("? OR ? OR ?");
    table
        .expression(
            FunctionNames.OR,
            new Call(FunctionNames.OR, BOOLEAN, new Call(FunctionNames.AND, BOOLEAN, a, b), c),
            three)
        .duckDb("(? AND ?) OR ?");
    table.operator(FunctionNames.NOT, BOOLEAN, flags).duckDb("NOT ?");
    table
        .expression(FunctionNames.NOT, new Call(FunctionNames.NOT, BOOLEAN, or), three)
        .duckDb("NOT (? OR ? OR ?)");
    for (DataType type : Types.ALL) {
      Domain values = type.isNested() ? CollectionLines.values(type) : any(type);
      Expression x = column(0, type);
      table
          .expression(FunctionNames.IS_NULL, new Call(FunctionNames.IS_NULL, BOOLEAN, x), values)
          .java(row -> row[0] == null);
      table
          .expression(
              FunctionNames.IS_NOT_NULL, new Call(FunctionNames.IS_NOT_NULL, BOOLEAN, x), values)
          .java(row -> row[0] != null);
    }
  }

  private static void addChoice(OracleTable table) {
    Domain flags = oneOf(BOOLEAN, true, false);
    for (DataType type : Types.ALL) {
      Domain values = type.isNested() ? CollectionLines.values(type) : any(type);
      Expression x = column(0, type);
      Expression y = column(1, type);
      Expression flag = column(2, BOOLEAN);
      Call coalesce = new Call(FunctionNames.COALESCE, type, x, y);
      table
          .expression(FunctionNames.COALESCE, coalesce, values, values)
          .java(a -> a[0] == null ? a[1] : a[0]);
      Call choice = new Call(FunctionNames.CASE, type, flag, x, y);
      table
          .expression(FunctionNames.CASE, choice, values, values, flags)
          .java(a -> Boolean.TRUE.equals(a[2]) ? a[0] : a[1]);
      Call nullOtherwise =
          new Call(FunctionNames.CASE, type, flag, x, Literal.of(DataType.NULL, null));
      table
          .expression(FunctionNames.CASE, nullOtherwise, values, values, flags)
          .java(a -> Boolean.TRUE.equals(a[2]) ? a[0] : null);
    }
    // A branch is evaluated only for the rows that take it.
    DataType bigint = DataType.BIGINT;
    Expression isZero =
        new Call(FunctionNames.EQUAL, BOOLEAN, column(1, bigint), Literal.of(bigint, 0L));
    Expression quotient =
        new Call(FunctionNames.MODULUS, bigint, column(0, bigint), column(1, bigint));
    table
        .expression(
            FunctionNames.CASE,
            new Call(FunctionNames.CASE, bigint, isZero, column(0, bigint), quotient),
            oneOf(bigint, 0L, 7L, -9L),
            oneOf(bigint, 0L, 2L, 3L))
        .duckDb("CASE WHEN $2 = 0 THEN $1 ELSE $1 % $2 END");
  }

  private static void addLike(OracleTable table) {
    Domain patterns =
        texts(
            "%", "", "_", "a%", "%c", "%b%", "a_c", "日%", "%\uD83D\uDE00_", "%_%", "ABC abc", "__");
    table.operator(FunctionNames.LIKE, BOOLEAN, text(), patterns).duckDb("? LIKE ?");
    for (Object pattern : patterns.values()) {
      table
          .operator(FunctionNames.LIKE, BOOLEAN, text(), literal((String) pattern))
          .duckDb("? LIKE ?");
    }
    table
        .operator(FunctionNames.LIKE, BOOLEAN, text(), literal("a!%b!_c"), literal("!"))
        .duckDb("$1 LIKE $2 ESCAPE '!'");
    Expression lower = OracleTable.bound("lower", List.of(column(0, DataType.STRING)));
    Expression pattern = OracleTable.bound("lower", List.of(column(1, DataType.STRING)));
    table
        .expression(
            FunctionNames.LIKE,
            new Call(FunctionNames.LIKE, BOOLEAN, lower, pattern),
            text(),
            texts("AB%", "%ÜN%", "a%C"))
        .duckDb("? ILIKE ?");
  }
}
