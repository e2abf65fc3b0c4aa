package io.distaff.eval;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * DuckDB as an oracle: what it makes of an expression for all combinations of some columns' values,
 * in one query. One connection for all tests.
 */
public final class DuckDb {
  private static final Pattern PLACE = Pattern.compile("\\$(\\d)");

  private static final Connection CONNECTION = open();

  private DuckDb() {}

  private static Connection open() {
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET threads = 1");
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The values of a column beside its type. */
  public record Values(DataType type, List<Object> values) {}

  /**
   * The expression's value for each combination, the last column changing fastest; values are in
   * the classes of {@code Vectors.value}, {@link OracleLine#FAILS} where DuckDB has an error.
   *
   * @param sql with a ? for each column in turn, or $1, $2, ...
   * @param result dates and timestamps come as such only where it says so
   */
  static List<Object> ask(String sql, List<Values> columns, DataType result) {
    String expression = PLACE.matcher(numbered(sql)).replaceAll("c$1.v");
    String typed = typed(expression, result);
    StringBuilder query = new StringBuilder("SELECT TRY([").append(typed).append("])");
    List<String> positions = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      String name = "c" + (c + 1);
      query.append(c == 0 ? " FROM " : ", ").append(relation(columns.get(c)));
      query.append(" AS ").append(name).append("(i, v)");
      positions.add(name + ".i");
    }
    if (!positions.isEmpty()) {
      query.append(" ORDER BY ").append(String.join(", ", positions));
    }
    List<Object> answers = new ArrayList<>();
    for (List<Object> row : rows(query.toString())) {
      answers.add(row.get(0) == null ? OracleLine.FAILS : ((List<?>) row.get(0)).get(0));
    }
    return answers;
  }

  /** The expression, with a number in the place of a date (days) or a timestamp (microseconds). */
  public static String typed(String expression, DataType result) {
    return switch (result.kind()) {
      case DATE -> "datediff('day', DATE '1970-01-01', (" + expression + ")::DATE)";
      case TIMESTAMP, TIMESTAMP_LOCAL -> "epoch_us((" + expression + ")::TIMESTAMP)";
      default -> expression;
    };
  }

  /** The rows of a query. */
  public static List<List<Object>> rows(String query) {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = CONNECTION.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          row.add(value(result.getObject(c)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      String shown = query.length() > 2000 ? query.substring(0, 2000) + " ..." : query;
      throw new IllegalStateException(shown + ": " + e.getMessage(), e);
    }
  }

  /** Replaces each ? by the column's number. */
  private static String numbered(String sql) {
    Matcher marks = Pattern.compile("\\?").matcher(sql);
    int[] next = {0};
    return marks.replaceAll(mark -> "\\$" + ++next[0]);
  }

  /** {@code (VALUES (0, ...), (1, ...), ...)}. */
  private static String relation(Values column) {
    List<String> rows = new ArrayList<>();
    for (Object value : column.values()) {
      rows.add("(" + rows.size() + ", " + literal(column.type(), value) + ")");
    }
    return "(VALUES " + String.join(", ", rows) + ")";
  }

  /** A value as DuckDB reads it; instants are its TIMESTAMPs in UTC. */
  public static String literal(DataType type, Object value) {
    if (value == null) {
      return "NULL::" + typeName(type);
    }
    return switch (type.kind()) {
      case BOOLEAN -> value.toString();
      case TINYINT, SMALLINT, INT, BIGINT, DECIMAL, DOUBLE -> "'" + value + "'::" + typeName(type);
      case FLOAT -> "'" + ((Double) value).floatValue() + "'::FLOAT";
      case DATE -> "(DATE '1970-01-01' + (" + value + "))";
      case TIMESTAMP, TIMESTAMP_LOCAL -> "make_timestamp(" + value + "::BIGINT)";
      case STRING -> "'" + ((String) value).replace("'", "''") + "'";
      case BINARY ->
          HexFormat.of().withPrefix("\\x").formatHex((byte[]) value).isEmpty()
              ? "''::BLOB"
              : "'" + HexFormat.of().withPrefix("\\x").formatHex((byte[]) value) + "'::BLOB";
      case ARRAY ->
          ((List<?>) value)
              .stream()
                  .map(element -> literal(((ArrayType) type).element(), element))
                  .collect(Collectors.joining(", ", "[", "]::" + typeName(type)));
      case MAP -> {
        MapType map = (MapType) type;
        yield ((Map<?, ?>) value)
            .entrySet().stream()
                .map(
                    e -> literal(map.key(), e.getKey()) + ": " + literal(map.value(), e.getValue()))
                .collect(Collectors.joining(", ", "MAP {", "}::" + typeName(type)));
      }
      case STRUCT -> {
        StructType struct = (StructType) type;
        List<String> members = new ArrayList<>();
        for (int m = 0; m < struct.size(); m++) {
          StructType.Member member = struct.member(m);
          Object part = ((List<?>) value).get(m);
          members.add("'" + member.name() + "': " + literal(member.type(), part));
        }
        yield "{" + String.join(", ", members) + "}";
      }
      case NULL -> throw new IllegalArgumentException("a value of type null");
    };
  }

  /** DuckDB's name of a type. */
  public static String typeName(DataType type) {
    return switch (type.kind()) {
      case TIMESTAMP, TIMESTAMP_LOCAL -> "TIMESTAMP";
      case STRING -> "VARCHAR";
      case BINARY -> "BLOB";
      case NULL -> "INTEGER";
      case INT -> "INTEGER";
      case DECIMAL ->
          "DECIMAL(" + ((DecimalType) type).precision() + "," + ((DecimalType) type).scale() + ")";
      case ARRAY -> typeName(((ArrayType) type).element()) + "[]";
      case MAP ->
          "MAP("
              + typeName(((MapType) type).key())
              + ", "
              + typeName(((MapType) type).value())
              + ")";
      case STRUCT ->
          ((StructType) type)
              .members().stream()
                  .map(member -> "\"" + member.name() + "\" " + typeName(member.type()))
                  .collect(Collectors.joining(", ", "STRUCT(", ")"));
      default -> type.kind().name();
    };
  }

  /** In the classes of {@code Vectors.value}. */
  private static Object value(Object value) throws SQLException {
    if (value instanceof Array array) {
      List<Object> elements = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        elements.add(value(element));
      }
      return elements;
    }
    if (value instanceof Struct struct) {
      List<Object> members = new ArrayList<>();
      for (Object member : struct.getAttributes()) {
        members.add(value(member));
      }
      return members;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entries.put(value(entry.getKey()), value(entry.getValue()));
      }
      return entries;
    }
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof Timestamp timestamp) {
      return ExpressionOracle.micros(timestamp.toLocalDateTime());
    }
    if (value instanceof LocalDateTime time) {
      return ExpressionOracle.micros(time);
    }
    if (value instanceof BigInteger number) {
      return number.bitLength() < 64
          ? (Object) number.longValue()
          : new java.math.BigDecimal(number);
    }
    if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    return value instanceof Float number ? (Object) number.doubleValue() : value;
  }
}
