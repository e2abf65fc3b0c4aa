package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A result as {@code --format csv} prints it.
 *
 * @param rows texts; null for NULL
 */
record CsvResult(List<String> columns, List<List<String>> rows) {
  /** Of a mean that the oracle takes in binary, and the engine in decimal with six digits. */
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-6");

  /** Splits the output of several statements; the timing lines say how many rows each has. */
  static List<CsvResult> parseAll(String out, List<Integer> numRows) {
    List<List<String>> lines = parse(out);
    List<CsvResult> results = new ArrayList<>();
    int line = 0;
    for (int rows : numRows) {
      assertThat(lines.size()).as("lines of output").isGreaterThan(line + rows);
      results.add(
          new CsvResult(lines.get(line), List.copyOf(lines.subList(line + 1, line + 1 + rows))));
      line += 1 + rows;
    }
    assertThat(lines).as("lines of output").hasSize(line);
    return results;
  }

  /** One result. */
  static CsvResult of(String out) {
    List<List<String>> lines = parse(out);
    return new CsvResult(lines.get(0), List.copyOf(lines.subList(1, lines.size())));
  }

  /** RFC 4180, with a field that is empty and not quoted for NULL. */
  private static List<List<String>> parse(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) {
          i++;
        }
        quoted = c != '"' || doubled;
        if (quoted) {
          field.append(c);
        }
      } else if (c == '"') {
        quoted = true;
        wasQuoted = true;
      } else if (c == ',' || c == '\n') {
        line.add(field.isEmpty() && !wasQuoted ? null : field.toString());
        field.setLength(0);
        wasQuoted = false;
        if (c == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else {
        field.append(c);
      }
    }
    assertThat(field.toString()).as("output after the last line's end").isEmpty();
    return lines;
  }

  /** Same rows in the same order; numbers are equal by value. */
  void expectSameAs(DuckDb.Answer expected, String what) {
    assertThat(rows.size()).as("%s: rows", what).isEqualTo(expected.rows().size());
    for (int row = 0; row < rows.size(); row++) {
      List<String> actualRow = rows.get(row);
      List<String> expectedRow = expected.rows().get(row);
      assertThat(actualRow.size()).as("%s: columns", what).isEqualTo(expectedRow.size());
      for (int column = 0; column < actualRow.size(); column++) {
        boolean approximate = expected.approximate().get(column);
        assertThat(sameValue(actualRow.get(column), expectedRow.get(column), approximate))
            .as("%s: row %d: %s, expected %s", what, row, actualRow, expectedRow)
            .isTrue();
      }
    }
  }

  private static boolean sameValue(String actual, String expected, boolean approximate) {
    if (actual == null || expected == null || actual.equals(expected)) {
      return java.util.Objects.equals(actual, expected);
    }
    try {
      BigDecimal difference = new BigDecimal(actual).subtract(new BigDecimal(expected)).abs();
      BigDecimal allowed =
          approximate
              ? TOLERANCE.multiply(new BigDecimal(expected).abs().max(BigDecimal.ONE))
              : BigDecimal.ZERO;
      return difference.compareTo(allowed) <= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
