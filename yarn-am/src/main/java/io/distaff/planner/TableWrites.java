package io.distaff.planner;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.TableOptions;
import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.planner.Prepared.TableTarget;
import io.distaff.planner.Prepared.WriteMode;
import io.distaff.planner.TableSave.Mode;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.DefinitionStatement.CreateTable;
import io.distaff.sql.DefinitionStatement.PartitionDefinition;
import io.distaff.sql.DefinitionStatement.TruncateTable;
import io.distaff.sql.SqlAnalyzer;
import io.distaff.sql.SqlText;
import io.distaff.sql.Statement.InsertTable;
import io.distaff.sql.Statement.InsertTable.PartitionColumn;
import io.distaff.types.Field;
import io.distaff.warehouse.Entry.ColumnEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes queries' rows to tables of the warehouse. */
final class TableWrites {
  private final SqlSession session;
  private final Catalog catalog;
  private final SqlAnalyzer analyzer;

  TableWrites(SqlSession session, Catalog catalog, SqlAnalyzer analyzer) {
    this.session = session;
    this.catalog = catalog;
    this.analyzer = analyzer;
  }

  // CREATE TABLE AS.

  AnalyzedQuery analyze(SqlText query) {
    return analyzer.analyze(query);
  }

  /** The files are written first; the table appears with them. */
  Prepared createAs(RelationName name, CreateTable create, AnalyzedQuery query) {
    TableDefinitions definitions = new TableDefinitions(session, catalog, this);
    List<ColumnEntry> columns = new ArrayList<>();
    for (Field field : query.schema().fields()) {
      columns.add(new ColumnEntry(field.name(), Assignment.storedType(field).sqlName(), true, ""));
    }
    TableEntry entry = definitions.entry(name, create, columns);
    catalog.checkReadable(entry);
    AnalyzedQuery rows = new Assignment(name, entry, analyzer.relBuilder()).reordered(query);
    return new Prepared.WriteTable(
        target(entry, entry.location(), WriteMode.CREATE, entry.partitionColumns()),
        session.plannable(rows),
        () -> publish(definitions, name, create, entry));
  }

  private void publish(
      TableDefinitions definitions, RelationName name, CreateTable create, TableEntry entry) {
    try {
      definitions.publish(name, create, entry);
    } catch (DistaffException e) {
      catalog.warehouse().deleteFiles(entry);
      if (e.code() != ErrorCode.NAME_ALREADY_EXISTS || !create.ifNotExists()) {
        throw e;
      }
    }
  }

  /** Puts the rows of a program into a table, by the names of columns; makes it if need be. */
  Prepared save(TableSave save, AnalyzedQuery query) {
    RelationName name = catalog.storedName(save.name());
    boolean adds = save.mode() == Mode.APPEND || save.mode() == Mode.OVERWRITE_PARTITIONS;
    if (adds && catalog.warehouse().relation(name).isPresent()) {
      checkSuits(name, require(name), save);
      Insertion insertion =
          new Insertion(
              save.name(),
              save.mode() == Mode.APPEND ? WriteMode.APPEND : WriteMode.OVERWRITE_PARTITIONS,
              List.of(),
              query.schema().fields().stream().map(Field::name).toList());
      return insert(insertion, query);
    }
    CreateTable create =
        new CreateTable(
            save.name(),
            save.mode() == Mode.REPLACE,
            save.mode() == Mode.CREATE_IF_ABSENT,
            List.of(),
            save.format().orElse(FileFormat.PARQUET),
            save.options(),
            save.partitionBy().stream()
                .map(column -> new PartitionDefinition(column, Optional.empty()))
                .toList(),
            save.location(),
            "",
            Map.of(),
            Optional.empty());
    return new TableDefinitions(session, catalog, this).createAs(create, () -> query);
  }

  /** A table that is there has its own ways; throws SEMANTIC_ERROR when others are asked for. */
  private static void checkSuits(RelationName name, TableEntry entry, TableSave save) {
    String wanted = save.format().map(FileFormat::label).orElse(entry.format());
    if (!wanted.equals(entry.format())) {
      throw semantic("table %s is in %s, not in %s".formatted(name, entry.format(), wanted));
    }
    if (!save.partitionBy().isEmpty()
        && !TableDefinitions.sameNames(save.partitionBy(), entry.partitionColumns())) {
      throw semantic(
          "table %s is partitioned by %s, not by %s"
              .formatted(name, entry.partitionColumns(), save.partitionBy()));
    }
    if (!save.options().isEmpty() || save.location().isPresent()) {
      throw semantic(
          "table %s has options of its own: leave out %s"
              .formatted(
                  name,
                  save.location().isPresent()
                      ? "path"
                      : String.join(", ", save.options().keySet())));
    }
  }

  // INSERT and TRUNCATE.

  /**
   * Where the rows of a query go.
   *
   * @param mode what becomes of the rows of the table, or of the partitions that it names
   * @param partition the columns of the PARTITION clause, in order
   * @param columns that the query gives, by position; empty for all that have no value yet
   */
  record Insertion(
      List<String> name, WriteMode mode, List<PartitionColumn> partition, List<String> columns) {}

  Prepared insert(InsertTable insert) {
    WriteMode mode = insert.overwrite() ? overwrite() : WriteMode.APPEND;
    AnalyzedQuery query = analyzer.analyze(insert.query());
    List<String> columns =
        insert.byName()
            ? query.schema().fields().stream().map(Field::name).toList()
            : insert.columns();
    return insert(new Insertion(insert.name(), mode, insert.partition(), columns), query);
  }

  /**
   * Puts the rows of a program into a table, by the positions of columns.
   *
   * @param mode APPEND, OVERWRITE (as the session is set) or OVERWRITE_PARTITIONS
   */
  Prepared insert(List<String> name, WriteMode mode, AnalyzedQuery query) {
    WriteMode asSet = mode == WriteMode.OVERWRITE ? overwrite() : mode;
    return insert(new Insertion(name, asSet, List.of(), List.of()), query);
  }

  private Prepared insert(Insertion insert, AnalyzedQuery query) {
    RelationName name = catalog.storedName(insert.name());
    TableEntry entry = require(name);
    StaticPartition fixed = StaticPartition.of(name, entry, insert.partition());
    List<Integer> given = given(name, entry, insert, fixed.size());
    if (query.schema().size() != given.size()) {
      throw semantic(
          "INSERT into %s: the query gives %d columns, but %d are wanted: %s"
              .formatted(
                  name,
                  query.schema().size(),
                  given.size(),
                  given.stream().map(i -> entry.columns().get(i).name()).toList()));
    }
    int first = entry.columns().size() - entry.partitionColumns().size();
    List<Integer> written = new ArrayList<>();
    for (int column = 0; column < entry.columns().size(); column++) {
      if (column < first || column >= first + fixed.size()) {
        written.add(column);
      }
    }
    AnalyzedQuery rows =
        new Assignment(name, entry, analyzer.relBuilder()).of(query, written, given);
    List<String> partitionBy =
        entry.partitionColumns().subList(fixed.size(), entry.partitionColumns().size());
    return new Prepared.WriteTable(
        target(
            entry, entry.location() + fixed.path(), mode(insert.mode(), partitionBy), partitionBy),
        session.plannable(rows),
        () -> written(name));
  }

  /** What OVERWRITE means, as the session is set. */
  private WriteMode overwrite() {
    return switch (session.config().value(PlannerOptions.PARTITION_OVERWRITE_MODE)) {
      case STATIC -> WriteMode.OVERWRITE;
      case DYNAMIC -> WriteMode.OVERWRITE_PARTITIONS;
    };
  }

  /** Without partitions to choose from, all is replaced. */
  private static WriteMode mode(WriteMode asked, List<String> partitionBy) {
    return asked == WriteMode.OVERWRITE_PARTITIONS && partitionBy.isEmpty()
        ? WriteMode.OVERWRITE
        : asked;
  }

  Prepared truncate(TruncateTable truncate) {
    RelationName name = catalog.storedName(truncate.name());
    TableEntry entry = require(name);
    if (!entry.managed()) {
      throw semantic(
          "TRUNCATE TABLE %s: the files in %s aren't the table's own; INSERT OVERWRITE replaces them"
              .formatted(name, entry.location()));
    }
    AnalyzedQuery rows = new Assignment(name, entry, analyzer.relBuilder()).noRows();
    return new Prepared.WriteTable(
        target(entry, entry.location(), WriteMode.OVERWRITE, entry.partitionColumns()),
        session.plannable(rows),
        () -> written(name));
  }

  private void written(RelationName name) {
    session.uncacheWhatReads(List.of(name.database(), name.name()));
  }

  private TableEntry require(RelationName name) {
    return TableDefinitions.table(
        name,
        catalog.warehouse().relation(name).orElseThrow(() -> catalog.warehouse().notFound(name)));
  }

  /** The positions of the columns that the query gives, in its order. */
  private static List<Integer> given(
      RelationName name, TableEntry entry, Insertion insert, int fixed) {
    int first = entry.columns().size() - entry.partitionColumns().size();
    List<Integer> given = new ArrayList<>();
    for (String column : insert.columns()) {
      int position = position(name, entry, column);
      if (position >= first && position < first + fixed) {
        throw semantic("the column " + column + " has its value in the PARTITION clause");
      }
      if (given.contains(position)) {
        throw semantic("the column " + column + " is named twice");
      }
      given.add(position);
    }
    for (int i = 0; insert.columns().isEmpty() && i < entry.columns().size(); i++) {
      if (i < first || i >= first + fixed) {
        given.add(i);
      }
    }
    return given;
  }

  static int position(RelationName name, TableEntry entry, String column) {
    List<String> names = entry.columns().stream().map(ColumnEntry::name).toList();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(column)) {
        return i;
      }
    }
    String nearest =
        NearestName.of(column, names)
            .map(n -> "; did you mean " + n + "?")
            .orElse("; it has " + names);
    throw semantic("table " + name + " has no column " + column + nearest);
  }

  private TableTarget target(
      TableEntry entry, String path, WriteMode mode, List<String> partitionBy) {
    catalog.checkWritable(entry);
    FileFormat format = FileFormat.find(entry.format()).orElseThrow();
    return new TableTarget(
        path, mode, format, partitionBy, TableOptions.of(format, entry.options()).write());
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
