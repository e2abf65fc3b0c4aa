package io.distaff.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an engine answered. Immutable.
 *
 * @param nanos from the moment the statement was sent to the moment the whole answer was there
 * @param bytesShuffled of engines that tell
 * @param rows as JSON objects
 */
record Answer(long nanos, long bytesShuffled, List<String> rows) {
  /** Sums of binary fractions depend on their order. */
  private static final double TOLERANCE = 1e-6;

  private static final JsonFactory JSON = new JsonFactory();
  private static final Comparator<Object> VALUES =
      Comparator.<Object, Boolean>comparing(Number.class::isInstance)
          .thenComparing(
              (a, b) ->
                  a instanceof Number number
                      ? Double.compare(number.doubleValue(), ((Number) b).doubleValue())
                      : a.toString().compareTo(b.toString()));

  Answer {
    rows = List.copyOf(rows);
  }

  /**
   * How this answer differs from another; empty when both have the same rows, in whatever order.
   * Columns are compared by place, numbers by value.
   */
  Optional<String> differenceFrom(Answer expected) {
    if (rows.size() != expected.rows.size()) {
      return Optional.of(rows.size() + " rows instead of " + expected.rows.size());
    }
    List<List<Object>> mine = sorted(rows);
    List<List<Object>> theirs = sorted(expected.rows);
    for (int i = 0; i < mine.size(); i++) {
      if (!same(mine.get(i), theirs.get(i))) {
        return Optional.of(mine.get(i) + " instead of " + theirs.get(i));
      }
    }
    return Optional.empty();
  }

  private static boolean same(List<Object> row, List<Object> expected) {
    if (row.size() != expected.size()) {
      return false;
    }
    for (int i = 0; i < row.size(); i++) {
      if (!same(row.get(i), expected.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Object value, Object expected) {
    if (value instanceof Number a && expected instanceof Number b) {
      double difference = Math.abs(a.doubleValue() - b.doubleValue());
      return difference <= TOLERANCE * Math.max(1, Math.abs(b.doubleValue()));
    }
    return value.equals(expected);
  }

  private static List<List<Object>> sorted(List<String> rows) {
    List<List<Object>> parsed = new ArrayList<>();
    rows.forEach(row -> parsed.add(values(row)));
    parsed.sort(Answer::compareRows);
    return parsed;
  }

  private static int compareRows(List<Object> a, List<Object> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = VALUES.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  /** Numbers as doubles; all else as text. */
  private static List<Object> values(String row) {
    List<Object> values = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(row)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isNumeric()) {
          values.add(parser.getDoubleValue());
        } else if (token.isScalarValue()) {
          values.add(parser.getText());
        }
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException("not a row: " + row, e);
    }
  }
}
