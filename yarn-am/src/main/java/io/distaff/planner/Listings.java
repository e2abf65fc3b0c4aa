package io.distaff.planner;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.DataFile;
import io.distaff.catalog.TableHandle;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.Literal;
import io.distaff.sql.ShowStatement;
import io.distaff.sql.ShowStatement.Describe;
import io.distaff.sql.ShowStatement.DescribeDatabase;
import io.distaff.sql.ShowStatement.DescribeFunction;
import io.distaff.sql.ShowStatement.DescribeQuery;
import io.distaff.sql.ShowStatement.ShowColumns;
import io.distaff.sql.ShowStatement.ShowCreate;
import io.distaff.sql.ShowStatement.ShowNames;
import io.distaff.sql.ShowStatement.ShowPartitions;
import io.distaff.sql.ShowStatement.ShowProperties;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.SqlFunctions;
import io.distaff.storage.PartitionPath;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.warehouse.Entry.DatabaseEntry;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.RelationName;
import io.distaff.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers SHOW and DESCRIBE. */
final class Listings {
  private final Catalog catalog;
  private final SqlAnalyzer analyzer;
  private final SessionCaches caches;

  Listings(Catalog catalog, SqlAnalyzer analyzer, SessionCaches caches) {
    this.catalog = catalog;
    this.analyzer = analyzer;
    this.caches = caches;
  }

  Prepared answer(ShowStatement statement) {
    if (statement instanceof ShowNames names) {
      return names(names);
    } else if (statement instanceof ShowColumns show) {
      Schema schema = catalog.require(show.name()).schema();
      return list("column", schema.fields().stream().map(Field::name).toList());
    } else if (statement instanceof ShowPartitions show) {
      return list("partition", partitions(show));
    } else if (statement instanceof ShowProperties show) {
      return properties(show);
    } else if (statement instanceof ShowCreate show) {
      RelationName name = catalog.relationName(show.name());
      String text = CreateText.of(name, require(show.name()));
      return list("create_statement", List.of(text));
    } else if (statement instanceof Describe describe) {
      return describe(describe);
    } else if (statement instanceof DescribeQuery describe) {
      return columns(analyzer.analyze(describe.query()).schema());
    } else if (statement instanceof DescribeDatabase describe) {
      return describe(describe);
    } else if (statement instanceof DescribeFunction describe) {
      return describe(describe);
    }
    throw new IllegalStateException("unknown statement " + statement);
  }

  private static Prepared list(String column, Collection<String> values) {
    return Prepared.Answer.of(List.of(column), values.stream().map(List::of).toList());
  }

  // SHOW.

  private Prepared names(ShowNames show) {
    NamePattern pattern = new NamePattern(show.pattern().orElse("*"));
    return switch (show.subject()) {
      case DATABASES ->
          list(
              "database",
              catalog.warehouse().databases().stream().filter(pattern::matches).toList());
      case FUNCTIONS ->
          list("function", SqlFunctions.names().stream().filter(pattern::matches).toList());
      case TABLES, VIEWS -> relations(show, pattern);
    };
  }

  /** Those of the database, then those of the session. */
  private Prepared relations(ShowNames show, NamePattern pattern) {
    boolean viewsOnly = show.subject() == ShowStatement.Subject.VIEWS;
    boolean global = show.database().filter(Catalog.GLOBAL_VIEWS::equalsIgnoreCase).isPresent();
    List<List<String>> rows = new ArrayList<>();
    if (catalog.hasWarehouse() && !global) {
      Warehouse warehouse = catalog.warehouse();
      String asked = show.database().orElse(catalog.currentDatabase());
      String database = warehouse.requireDatabase(asked).name();
      for (RelationEntry entry : warehouse.relations(database)) {
        if (pattern.matches(entry.name()) && !(viewsOnly && entry instanceof TableEntry)) {
          String type = entry instanceof TableEntry table ? table.format() : "view";
          String full = database + "." + entry.name();
          rows.add(List.of(database, entry.name(), type + cached(full)));
        }
      }
    }
    for (String view : global ? catalog.globalViewNames() : catalog.viewNames()) {
      List<String> parts = Catalog.viewParts(view);
      String name = parts.get(parts.size() - 1);
      if (pattern.matches(name)) {
        String database = global ? Catalog.GLOBAL_VIEWS : "";
        rows.add(List.of(database, name, catalog.kind(view) + cached(view)));
      }
    }
    return Prepared.Answer.of(List.of("database", "name", "type"), rows);
  }

  private String cached(String name) {
    return caches.find(name).isPresent() ? ", cached" : "";
  }

  private List<String> partitions(ShowPartitions show) {
    RelationName name = catalog.relationName(show.name());
    TableEntry entry = TableDefinitions.table(name, require(show.name()));
    if (entry.partitionColumns().isEmpty()) {
      throw semantic("table " + name + " isn't partitioned");
    }
    return catalog.table(name, entry).matching(List.of()).files().stream()
        .map(file -> directory(entry, file))
        .distinct()
        .sorted()
        .toList();
  }

  private static String directory(TableEntry entry, DataFile file) {
    return entry.partitionColumns().stream()
        .map(column -> PartitionPath.name(column, text(file.partition().get(column))))
        .collect(Collectors.joining("/"));
  }

  private static String text(Literal value) {
    boolean isDate = !value.isNull() && value.type().kind() == DataType.Kind.DATE;
    return isDate ? LocalDate.ofEpochDay(Long.parseLong(value.text())).toString() : value.text();
  }

  private Prepared properties(ShowProperties show) {
    List<List<String>> rows = new ArrayList<>();
    require(show.name()).properties().forEach((key, value) -> rows.add(List.of(key, value)));
    return Prepared.Answer.of(List.of("key", "value"), rows);
  }

  private RelationEntry require(List<String> name) {
    RelationName full = catalog.storedName(name);
    return catalog.warehouse().relation(full).orElseThrow(() -> catalog.warehouse().notFound(full));
  }

  // DESCRIBE.

  private static Prepared columns(Schema schema) {
    List<List<String>> rows = new ArrayList<>();
    for (Field field : schema.fields()) {
      rows.add(row(field.name(), field.type().sqlName(), field.nullable(), ""));
    }
    return describing(rows);
  }

  private static List<String> row(String name, String type, boolean nullable, String comment) {
    return Arrays.asList(name, type, nullable ? "yes" : "no", comment.isEmpty() ? null : comment);
  }

  private static List<String> detail(String name, String value) {
    return Arrays.asList(name, value, null, null);
  }

  private static Prepared describing(List<List<String>> rows) {
    return Prepared.Answer.of(List.of("column", "type", "nullable", "comment"), rows);
  }

  private Prepared describe(Describe describe) {
    Optional<RelationEntry> entry = entry(describe.name());
    if (entry.isEmpty()) {
      TableHandle table = catalog.require(describe.name());
      return columns(table.schema());
    }
    List<List<String>> rows = new ArrayList<>();
    entry
        .get()
        .columns()
        .forEach(c -> rows.add(row(c.name(), c.type(), c.nullable(), c.comment())));
    if (describe.extended()) {
      rows.add(detail("", ""));
      RelationName name = catalog.relationName(describe.name());
      CreateText.details(name, entry.get()).forEach((key, value) -> rows.add(detail(key, value)));
    }
    return describing(rows);
  }

  /** What the warehouse has under the name, unless that stands for something else. */
  private Optional<RelationEntry> entry(List<String> name) {
    boolean isOther =
        !catalog.hasWarehouse()
            || name.size() > 2
            || (name.size() == 1 && catalog.hasView(name.get(0)))
            || (name.size() == 2 && Catalog.isReserved(name.get(0)));
    return isOther ? Optional.empty() : catalog.warehouse().relation(catalog.relationName(name));
  }

  private Prepared describe(DescribeDatabase describe) {
    DatabaseEntry database = catalog.warehouse().requireDatabase(describe.name());
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Database", database.name()));
    rows.add(List.of("Comment", database.comment()));
    rows.add(List.of("Location", database.location()));
    if (describe.extended()) {
      for (Map.Entry<String, String> property : database.properties().entrySet()) {
        rows.add(List.of("Property " + property.getKey(), property.getValue()));
      }
    }
    return Prepared.Answer.of(List.of("info", "value"), rows);
  }

  private static Prepared describe(DescribeFunction describe) {
    FunctionDefinition function =
        SqlFunctions.find(describe.name())
            .orElseThrow(
                () ->
                    semantic(
                        "no function " + describe.name() + SqlFunctions.nearest(describe.name())));
    List<String> lines = new ArrayList<>();
    lines.add("Function: " + function.name());
    lines.add("Usage: " + function.usage());
    lines.add(function.summary());
    if (describe.extended()) {
      if (!function.aliases().isEmpty()) {
        lines.add("Also: " + String.join(", ", function.aliases()));
      }
      if (!function.errors().isEmpty()) {
        lines.add("Fails " + function.errors());
      }
      function.examples().forEach(e -> lines.add("Example: " + e.sql() + " -- " + e.result()));
    }
    return list("function", lines);
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
