package io.distaff.api;

import io.distaff.row.Row;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows under each other, for people: numbers on the right, timestamps in UTC. */
final class TextTable {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private final Schema schema;
  private final List<String[]> lines = new ArrayList<>();
  private final int[] widths;

  private TextTable(Schema schema) {
    this.schema = schema;
    this.widths = new int[schema.size()];
  }

  /** The whole table, with its header and the number of rows. */
  static String of(Schema schema, List<Row> rows) {
    TextTable table = new TextTable(schema);
    table.add(schema.fields().stream().map(field -> cell(field.name())).toArray(String[]::new));
    for (Row row : rows) {
      table.add(row.values().stream().map(TextTable::cell).toArray(String[]::new));
    }
    return table.text() + (rows.size() == 1 ? "(1 row)\n" : "(" + rows.size() + " rows)\n");
  }

  private void add(String[] cells) {
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].codePointCount(0, cells[i].length()));
    }
    lines.add(cells);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines.size(); line++) {
      text.append(line(lines.get(line))).append('\n');
      if (line == 0) {
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
          rules.add("-".repeat(width + 2));
        }
        text.append(String.join("+", rules)).append('\n');
      }
    }
    return text.toString();
  }

  private String line(String[] cells) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      String padding = " ".repeat(widths[i] - cells[i].codePointCount(0, cells[i].length()));
      padded.add(" " + (schema.type(i).isNumeric() ? padding + cells[i] : cells[i] + padding));
    }
    return String.join(" |", padded).stripTrailing();
  }

  /** A value on one line, whatever it holds. */
  private static String cell(Object value) {
    String text = value == null ? "NULL" : text(value);
    return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
  }

  /** A value as it stands in another one, or alone if it isn't null. */
  private static String text(Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    } else if (value instanceof Instant instant) {
      return TIMESTAMP.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    } else if (value instanceof LocalDateTime local) {
      return TIMESTAMP.format(local);
    } else if (value instanceof byte[] binary) {
      return HexFormat.of().formatHex(binary);
    } else if (value instanceof List<?> elements) {
      return elements.stream().map(TextTable::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + " -> " + text(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    } else if (value instanceof Row struct) {
      return struct.values().stream()
          .map(TextTable::text)
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }
}
