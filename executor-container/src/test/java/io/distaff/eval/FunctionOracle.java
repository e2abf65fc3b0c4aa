package io.distaff.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.expression.NullRule;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Compares a function of the registry with an expected value, over generated arguments in every
 * form of vector (flat, constant, dictionary; with and without nulls) and every selection. A test
 * writes one line per function:
 *
 * <pre>
 * FunctionOracle.of("reverse", text()).agreesWith(a -&gt; new StringBuilder((String) a[0]).reverse().toString());
 * FunctionOracle.of("lpad", text(), numbers(0, 9)).agreesWithDuckDb("lpad(?, ?::INT, ' ')");
 * </pre>
 *
 * Values are in the classes of {@link Vectors#value}. A function under {@link NullRule#STRICT} or
 * NULLABLE is expected to be null where an argument is, without asking; one under OWN is asked.
 */
public final class FunctionOracle {
  private static final long SEED = 20_240_229;
  private static final double TOLERANCE = 1e-12;

  /**
   * A column of arguments: a type, and where values come from; null for null isn't among them.
   *
   * @param literal the value of an argument that isn't a column; else null
   */
  public record Values(DataType type, Function<Random, Object> source, Object literal) {
    Values(DataType type, Function<Random, Object> source) {
      this(type, source, null);
    }
  }

  private final FunctionDefinition function;
  private final List<Values> arguments;

  private FunctionOracle(FunctionDefinition function, List<Values> arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /** A function of the registry with these columns as arguments. */
  public static FunctionOracle of(String name, Values... arguments) {
    return new FunctionOracle(
        ScalarFunctions.registry().find(name).orElseThrow(), List.of(arguments));
  }

  /** Any values of a type, extreme ones among them. */
  public static Values any(DataType type) {
    return new Values(type, random -> EvalFixture.value(type, random));
  }

  /** Short texts of one to four bytes a character. */
  public static Values text() {
    return any(DataType.STRING);
  }

  /** BIGINTs from low to high. */
  public static Values numbers(long low, long high) {
    return new Values(
        DataType.BIGINT, random -> low + Math.floorMod(random.nextLong(), high - low + 1));
  }

  /** One of these values. */
  public static Values oneOf(DataType type, Object... values) {
    return new Values(type, random -> values[random.nextInt(values.length)]);
  }

  /** A literal. */
  public static Values literal(DataType type, Object value) {
    return new Values(type, random -> value, value);
  }

  /**
   * Compares with a function of one row's values; its Integer and Long, Float and Double count as
   * the same.
   */
  public void agreesWith(Function<Object[], Object> expected) {
    Random random = new Random(SEED);
    Expression expression = expression();
    Evaluator evaluator = ExpressionCompiler.compile(expression, ReservedArrays.uncounted());
    for (EvalFixture.Shape first : EvalFixture.Shape.values()) {
      for (EvalFixture.Shape second : shapes(arguments.size() > 1)) {
        for (EvalFixture.Selected selected : EvalFixture.Selected.values()) {
          int n = 1 + random.nextInt(200);
          ColumnVector[] columns = new ColumnVector[arguments.size()];
          for (int i = 0; i < columns.length; i++) {
            Values values = arguments.get(i);
            Supplier<Object> source = () -> values.source().apply(random);
            EvalFixture.Shape shape =
                values.literal() != null
                    ? EvalFixture.Shape.CONSTANT
                    : i == 0
                        ? first
                        : i == 1 ? second : EvalFixture.Shape.values()[random.nextInt(4)];
            columns[i] = EvalFixture.vector(values.type(), shape, n, source, random);
          }
          VectorBatch batch = new VectorBatch(n, columns);
          SelectionVector selection = EvalFixture.selection(selected, n, random);
          String forms = first + " " + second + " " + selected;
          check(evaluator.evaluate(batch, selection), batch, selection, expected, forms);
        }
      }
    }
  }

  /** Compares with an SQL expression of DuckDB, with a ? for each argument. */
  public void agreesWithDuckDb(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement statement = connection.prepareStatement("SELECT " + sql)) {
      agreesWith(values -> ask(statement, values));
    }
  }

  private static EvalFixture.Shape[] shapes(boolean all) {
    return all ? EvalFixture.Shape.values() : new EvalFixture.Shape[] {EvalFixture.Shape.FLAT};
  }

  private Expression expression() {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Values values = arguments.get(i);
      columns.add(
          values.literal() == null
              ? new InputRef(i, values.type())
              : Literal.of(values.type(), values.literal()));
    }
    BoundSignature bound =
        function.bind(columns.stream().map(FunctionArgument::of).toList()).orElseThrow();
    for (int i = 0; i < columns.size(); i++) {
      DataType type = bound.argumentTypes().get(i);
      if (!columns.get(i).type().equals(type)) {
        columns.set(i, new Call(FunctionNames.CAST, type, columns.get(i)));
      }
    }
    return new Call(function.name(), columns, bound.resultType());
  }

  private void check(
      ColumnVector result,
      VectorBatch batch,
      SelectionVector selection,
      Function<Object[], Object> expected,
      String forms) {
    assertThat(result.length()).isEqualTo(batch.numRows());
    int count = selection == null ? batch.numRows() : selection.count();
    for (int i = 0; i < count; i++) {
      int row = EvalFixture.rowOf(selection, i);
      Object[] values = EvalFixture.row(batch, row);
      boolean anyNull = Arrays.stream(values).anyMatch(v -> v == null);
      boolean strict = function.nullRule() != NullRule.OWN;
      Object wanted = strict && anyNull ? null : comparable(expected.apply(values));
      Object actual = comparable(Vectors.value(result, row));
      String as = function.name() + Arrays.toString(values) + ", " + forms;
      if (wanted instanceof Double number && actual instanceof Double other) {
        if (!number.equals(other)) {
          assertThat(other).as(as).isCloseTo(number, within(Math.abs(number) * TOLERANCE));
        }
      } else {
        assertThat(actual).as(as).isEqualTo(wanted);
      }
      if (function.nullRule() == NullRule.STRICT && !anyNull) {
        assertThat(actual).as(as + ": a function that is STRICT gives no null").isNotNull();
      }
    }
  }

  /** Numbers in one class, decimals without regard to their scale, bytes equal by content. */
  private static Object comparable(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(FunctionOracle::comparable).collect(Collectors.toList());
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
  }

  private Object ask(PreparedStatement statement, Object[] values) {
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, parameter(values[i], arguments.get(i).type()));
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return answer(rows.getObject(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          function.name() + Arrays.toString(values) + ": " + e.getMessage(), e);
    }
  }

  private static Object parameter(Object value, DataType type) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case DATE -> LocalDate.ofEpochDay((Long) value);
      case TIMESTAMP, TIMESTAMP_LOCAL -> ExpressionOracle.timestamp((Long) value);
      default -> value;
    };
  }

  private static Object answer(Object value) throws SQLException {
    if (value instanceof Array array) {
      return Arrays.asList((Object[]) array.getArray());
    }
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toEpochDay();
    }
    if (value instanceof Timestamp timestamp) {
      return ExpressionOracle.micros(timestamp.toLocalDateTime());
    }
    return value instanceof LocalDateTime time ? (Object) ExpressionOracle.micros(time) : value;
  }
}
