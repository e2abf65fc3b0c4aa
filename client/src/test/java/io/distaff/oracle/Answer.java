package io.distaff.oracle;

import io.distaff.driver.Driver;
import io.distaff.driver.StatementExecution;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an engine said: rows, or why there are none. Values are in classes that are equal where they
 * mean the same; floating point numbers are compared as such.
 *
 * @param error null when there are rows
 */
record Answer(List<List<Object>> rows, Throwable error) {
  private static final double TOLERANCE = 1e-9;
  private static final int MOST_ROWS = 100_000;
  private static final Pattern FAILURE = Pattern.compile("^(Serialization|INTERNAL) Error");

  /** Asks this engine. */
  static Answer of(Driver driver, String sql) {
    List<List<Object>> rows = new ArrayList<>();
    try (StatementExecution execution = driver.execute(sql)) {
      for (VectorBatch batch = execution.next(); batch != null; batch = execution.next()) {
        for (int i = 0; i < batch.numSelected(); i++) {
          rows.add(values(batch, batch.selectedRow(i)));
        }
      }
      return new Answer(rows, null);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return new Answer(List.of(), e);
    }
  }

  /** One row, of values that can be compared. */
  static List<Object> values(VectorBatch batch, int row) {
    List<Object> values = new ArrayList<>();
    for (ColumnVector column : batch.columns()) {
      values.add(value(column, row));
    }
    return values;
  }

  private static Object value(ColumnVector column, int row) {
    Object value = Vectors.value(column, row);
    DataType.Kind kind = column.type().kind();
    if (value != null && kind == DataType.Kind.DATE) {
      return LocalDate.ofEpochDay((Long) value);
    }
    if (value != null
        && (kind == DataType.Kind.TIMESTAMP || kind == DataType.Kind.TIMESTAMP_LOCAL)) {
      Instant instant = Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS);
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    return comparable(value);
  }

  /** Asks DuckDB. */
  static Answer of(Connection duckDb, String sql) {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next() && rows.size() < MOST_ROWS) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          Object value = result.getObject(c);
          row.add(
              value instanceof java.sql.Timestamp timestamp
                  ? timestamp.toLocalDateTime()
                  : comparable(value));
        }
        rows.add(row);
      }
      return new Answer(rows, null);
    } catch (SQLException e) {
      return new Answer(List.of(), e);
    }
  }

  private static Object comparable(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue() + 0.0;
    }
    if (value instanceof Number) {
      BigDecimal number = new BigDecimal(value.toString());
      return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
    return value;
  }

  /** Whether it isn't known: there are too many rows to read, or DuckDB has failed by itself. */
  boolean isUnknown() {
    return rows.size() == MOST_ROWS
        || (error instanceof SQLException && FAILURE.matcher(error.getMessage()).find());
  }

  /**
   * How it differs from what was expected, in words; null where it doesn't.
   *
   * @param ordered whether rows must come in the same order
   */
  String difference(Answer expected, boolean ordered) {
    if (error != null || expected.error != null) {
      return isUsersError() && expected.error != null
          ? null
          : "is " + shown() + ", not " + expected.shown();
    }
    if (rows.size() != expected.rows.size()) {
      return rows.size() + " rows, not " + expected.rows.size() + only(expected);
    }
    if (ordered) {
      for (int i = 0; i < rows.size(); i++) {
        if (!same(rows.get(i), expected.rows.get(i))) {
          return "row " + i + " is " + rows.get(i) + ", not " + expected.rows.get(i);
        }
      }
      return null;
    }
    String only = only(expected);
    return only.isEmpty() ? null : "differs" + only;
  }

  /** Whether there are no rows because of what was asked. */
  boolean isUsersError() {
    return error instanceof DistaffException e && e.code().category() == ErrorCode.Category.USER;
  }

  /** Rows that one has more often than the other; empty where there are none. */
  private String only(Answer expected) {
    Map<String, List<List<Object>>> missing = new TreeMap<>();
    expected.rows.forEach(
        row -> missing.computeIfAbsent(exact(row), k -> new ArrayList<>()).add(row));
    List<List<Object>> surplus = new ArrayList<>();
    for (List<Object> row : rows) {
      if (!remove(missing.getOrDefault(exact(row), List.of()), row)) {
        surplus.add(row);
      }
    }
    List<List<Object>> left = missing.values().stream().flatMap(List::stream).toList();
    return surplus.isEmpty() && left.isEmpty()
        ? ""
        : ": only here " + some(surplus) + ", only in DuckDB " + some(left);
  }

  private static boolean remove(List<List<Object>> rows, List<Object> row) {
    for (Iterator<List<Object>> each = rows.iterator(); each.hasNext(); ) {
      if (same(each.next(), row)) {
        each.remove();
        return true;
      }
    }
    return false;
  }

  /** All but the floating point numbers. */
  private static String exact(List<Object> row) {
    return row.stream().filter(value -> !(value instanceof Double)).toList().toString();
  }

  private static boolean same(List<Object> one, List<Object> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = same(one.get(i), other.get(i));
    }
    return same;
  }

  private static boolean same(Object one, Object other) {
    if (one instanceof Double x && other instanceof Double y) {
      return x.equals(y)
          || (Double.isFinite(x)
              && Double.isFinite(y)
              && Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(y)));
    }
    return one == null ? other == null : one.equals(other);
  }

  private static String some(List<List<Object>> rows) {
    return rows.size() + " rows " + rows.subList(0, Math.min(3, rows.size()));
  }

  private String shown() {
    return error == null ? some(rows) : "an error, " + error;
  }
}
