package io.distaff.planner;

import io.distaff.sql.TextEscapes;
import io.distaff.warehouse.Entry.ColumnEntry;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.Entry.ViewEntry;
import io.distaff.warehouse.RelationName;
import io.distaff.warehouse.StoredStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tables and views in words: the statement that would create one, and its details. */
final class CreateText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private CreateText() {}

  static String of(RelationName name, RelationEntry entry) {
    return entry instanceof TableEntry table ? table(name, table) : view(name, (ViewEntry) entry);
  }

  private static String table(RelationName name, TableEntry table) {
    List<String> lines = new ArrayList<>();
    lines.add("CREATE TABLE " + name(name) + " (");
    lines.add(
        table.columns().stream().map(CreateText::column).collect(Collectors.joining(",\n")) + ")");
    lines.add("USING " + table.format());
    if (!table.options().isEmpty()) {
      lines.add("OPTIONS (" + pairs(table.options()) + ")");
    }
    if (!table.partitionColumns().isEmpty()) {
      lines.add(
          table.partitionColumns().stream()
              .map(CreateText::quoted)
              .collect(Collectors.joining(", ", "PARTITIONED BY (", ")")));
    }
    if (!table.managed()) {
      lines.add("LOCATION " + text(table.location()));
    }
    addCommentAndProperties(table, lines);
    return String.join("\n", lines);
  }

  private static String view(RelationName name, ViewEntry view) {
    List<String> lines = new ArrayList<>();
    String columns =
        view.columns().stream()
            .map(column -> quoted(column.name()) + comment(column))
            .collect(Collectors.joining(", ", " (", ")"));
    lines.add("CREATE VIEW " + name(name) + (view.namesColumns() ? columns : ""));
    addCommentAndProperties(view, lines);
    lines.add("AS " + view.sql());
    return String.join("\n", lines);
  }

  private static void addCommentAndProperties(RelationEntry entry, List<String> lines) {
    if (!entry.comment().isEmpty()) {
      lines.add("COMMENT " + text(entry.comment()));
    }
    if (!entry.properties().isEmpty()) {
      lines.add("TBLPROPERTIES (" + pairs(entry.properties()) + ")");
    }
  }

  private static String column(ColumnEntry column) {
    return "  "
        + quoted(column.name())
        + " "
        + column.type()
        + (column.nullable() ? "" : " NOT NULL")
        + comment(column);
  }

  private static String comment(ColumnEntry column) {
    return column.comment().isEmpty() ? "" : " COMMENT " + text(column.comment());
  }

  private static String pairs(Map<String, String> pairs) {
    return new TreeMap<>(pairs)
        .entrySet().stream()
            .map(pair -> text(pair.getKey()) + " " + text(pair.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String name(RelationName name) {
    return quoted(name.database()) + "." + quoted(name.name());
  }

  private static String quoted(String name) {
    return PLAIN.matcher(name).matches() ? name : '`' + name.replace("`", "``") + '`';
  }

  private static String text(String text) {
    return TextEscapes.quoted(text);
  }

  /** What DESCRIBE EXTENDED adds. */
  static Map<String, String> details(RelationName name, RelationEntry entry) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("Database", name.database());
    details.put("Name", entry.name());
    if (entry instanceof TableEntry table) {
      details.put("Type", table.managed() ? "managed table" : "external table");
      details.put("Format", table.format());
      details.put("Location", table.location());
      details.put("Partitioned by", String.join(", ", table.partitionColumns()));
      details.put("Options", pairs(table.options()));
      details.put("Created", Instant.ofEpochMilli(table.createdMillis()).toString());
      details.put("Statistics", statistics(table.statistics()));
    } else {
      ViewEntry view = (ViewEntry) entry;
      details.put("Type", "view");
      details.put("Query", view.sql());
      details.put("Names looked up in", view.database());
      details.put("Created", Instant.ofEpochMilli(view.createdMillis()).toString());
    }
    details.put("Comment", entry.comment());
    details.put("Properties", pairs(entry.properties()));
    details.values().removeIf(String::isEmpty);
    return details;
  }

  private static String statistics(StoredStatistics statistics) {
    return statistics == null
        ? ""
        : "%d rows, %d bytes, %d columns"
            .formatted(statistics.rows(), statistics.sizeBytes(), statistics.columns().size());
  }
}
