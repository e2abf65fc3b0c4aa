package io.distaff.planner;

import io.distaff.catalog.Catalog;
import io.distaff.catalog.PartitionValues;
import io.distaff.catalog.TableHandle.FileTable;
import io.distaff.catalog.TableOptions;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.AnalyzedQuery;
import io.distaff.sql.DefinitionStatement;
import io.distaff.sql.DefinitionStatement.AddColumns;
import io.distaff.sql.DefinitionStatement.ColumnDefinition;
import io.distaff.sql.DefinitionStatement.CreateDatabase;
import io.distaff.sql.DefinitionStatement.CreateTable;
import io.distaff.sql.DefinitionStatement.DropDatabase;
import io.distaff.sql.DefinitionStatement.DropTable;
import io.distaff.sql.DefinitionStatement.PartitionDefinition;
import io.distaff.sql.DefinitionStatement.Rename;
import io.distaff.sql.DefinitionStatement.SetProperties;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.warehouse.Entry.ColumnEntry;
import io.distaff.warehouse.Entry.DatabaseEntry;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.Entry.ViewEntry;
import io.distaff.warehouse.RelationName;
import io.distaff.warehouse.Warehouse;
import io.distaff.warehouse.Warehouse.DropMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Creates, drops and alters databases and tables. */
final class TableDefinitions {
  private final SqlSession session;
  private final Catalog catalog;
  private final TableWrites writes;

  TableDefinitions(SqlSession session, Catalog catalog, TableWrites writes) {
    this.session = session;
    this.catalog = catalog;
    this.writes = writes;
  }

  Prepared prepare(DefinitionStatement statement) {
    if (statement instanceof CreateTable create) {
      return createTable(create);
    } else if (statement instanceof CreateDatabase create) {
      createDatabase(create);
    } else if (statement instanceof DropDatabase drop) {
      dropDatabase(drop);
    } else if (statement instanceof DropTable drop) {
      dropTable(drop);
    } else if (statement instanceof Rename rename) {
      rename(rename);
    } else if (statement instanceof AddColumns add) {
      addColumns(add);
    } else if (statement instanceof SetProperties set) {
      setProperties(set);
    } else {
      throw new IllegalStateException("unknown statement " + statement);
    }
    return Prepared.Answer.DONE;
  }

  // Databases.

  private void createDatabase(CreateDatabase create) {
    Warehouse warehouse = catalog.warehouse();
    if (Catalog.isReserved(create.name())) {
      throw semantic(
          "a database can't be called %s, which stands for something else"
              .formatted(create.name()));
    }
    if (create.ifNotExists() && warehouse.database(create.name()).isPresent()) {
      return;
    }
    String location =
        create.location().map(warehouse::qualify).orElse(warehouse.location(create.name()));
    warehouse.createDatabase(
        new DatabaseEntry(create.name(), location, create.comment(), create.properties()));
  }

  private void dropDatabase(DropDatabase drop) {
    Warehouse warehouse = catalog.warehouse();
    if (drop.ifExists() && warehouse.database(drop.name()).isEmpty()) {
      return;
    }
    List<RelationEntry> relations = warehouse.relations(drop.name());
    warehouse.dropDatabase(drop.name(), drop.cascade() ? DropMode.CASCADE : DropMode.RESTRICT);
    for (RelationEntry relation : relations) {
      session.uncacheWhatReads(List.of(drop.name(), relation.name()));
    }
    if (drop.name().equalsIgnoreCase(catalog.currentDatabase())) {
      catalog.useDatabase(Warehouse.DEFAULT_DATABASE);
    }
  }

  // Tables.

  private Prepared createTable(CreateTable create) {
    return create.query().isPresent()
        ? createAs(create, () -> writes.analyze(create.query().get()))
        : unlessPresent(create, name -> createEmpty(name, create));
  }

  /** A table of a query's rows. */
  Prepared createAs(CreateTable create, Supplier<AnalyzedQuery> query) {
    return unlessPresent(create, name -> writes.createAs(name, create, query.get()));
  }

  /** Looks first whether the table is there, and what is to become of it then. */
  private Prepared unlessPresent(CreateTable create, Function<RelationName, Prepared> creation) {
    RelationName name = catalog.relationName(create.name());
    Warehouse warehouse = catalog.warehouse();
    warehouse.requireDatabase(name.database());
    Optional<RelationEntry> present = warehouse.relation(name);
    boolean replaces = create.orReplace() && !(present.orElse(null) instanceof ViewEntry);
    if (present.isPresent() && !replaces) {
      if (create.ifNotExists()) {
        return Prepared.Answer.DONE;
      }
      throw new DistaffException(
          ErrorCode.NAME_ALREADY_EXISTS,
          "%s %s exists already: CREATE TABLE IF NOT EXISTS leaves it, DROP %s removes it"
              .formatted(
                  present.get() instanceof ViewEntry ? "view" : "table",
                  name,
                  present.get() instanceof ViewEntry ? "VIEW" : "TABLE"));
    }
    return creation.apply(name);
  }

  /** Puts a table into the catalog; throws NAME_ALREADY_EXISTS unless the statement allows it. */
  void publish(RelationName name, CreateTable create, TableEntry entry) {
    if (create.orReplace()) {
      catalog.warehouse().createOrReplace(name.database(), entry);
      session.uncacheWhatReads(List.of(name.database(), name.name()));
    } else {
      catalog.warehouse().create(name.database(), entry);
    }
  }

  private Prepared createEmpty(RelationName name, CreateTable create) {
    boolean isDeclared = !create.columns().isEmpty();
    if (!isDeclared && create.location().isEmpty()) {
      throw semantic(
          "table %s needs columns: declare them, or give the LOCATION of files that have them"
              .formatted(name));
    }
    TableEntry entry =
        isDeclared ? entry(name, create, declared(create.columns())) : entryOfFiles(name, create);
    catalog.checkReadable(entry);
    try {
      publish(name, create, entry);
    } catch (DistaffException e) {
      if (e.code() == ErrorCode.NAME_ALREADY_EXISTS && create.ifNotExists()) {
        return Prepared.Answer.DONE;
      }
      throw e;
    }
    return Prepared.Answer.DONE;
  }

  /** The columns are those that the files have now. */
  private TableEntry entryOfFiles(RelationName name, CreateTable create) {
    Map<String, String> options = TableOptions.of(create.format(), create.options()).read();
    FileTable files =
        catalog.files(create.format(), List.of(create.location().orElseThrow()), options);
    List<ColumnEntry> columns = new ArrayList<>();
    for (Field field : files.schema().fields()) {
      columns.add(new ColumnEntry(field.name(), field.type().sqlName(), true, ""));
    }
    Schema inDirectories = files.partitionColumns().orElse(Schema.EMPTY);
    List<String> partitions = inDirectories.fields().stream().map(Field::name).toList();
    List<String> asked = create.partitionedBy().stream().map(PartitionDefinition::name).toList();
    if (!asked.isEmpty() && !sameNames(asked, partitions)) {
      throw semantic(
          "the directories in %s are partitions by %s, not by %s"
              .formatted(create.location().get(), partitions, asked));
    }
    return entry(name, create, columns, partitions);
  }

  static boolean sameNames(List<String> one, List<String> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = one.get(i).equalsIgnoreCase(other.get(i));
    }
    return same;
  }

  static List<ColumnEntry> declared(List<ColumnDefinition> columns) {
    List<ColumnEntry> entries = new ArrayList<>();
    for (ColumnDefinition column : columns) {
      entries.add(
          new ColumnEntry(
              column.name(), column.type().sqlName(), column.nullable(), column.comment()));
    }
    return entries;
  }

  /** The entry of a table, with its partition columns last. */
  TableEntry entry(RelationName name, CreateTable create, List<ColumnEntry> declared) {
    List<ColumnEntry> columns = new ArrayList<>(declared);
    List<ColumnEntry> last = new ArrayList<>();
    for (PartitionDefinition partition : create.partitionedBy()) {
      if (partition.column().isPresent()) {
        last.addAll(declared(List.of(partition.column().get())));
        continue;
      }
      ColumnEntry column =
          declared.stream()
              .filter(c -> c.name().equalsIgnoreCase(partition.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      semantic(
                          "PARTITIONED BY: the table %s has no column %s; it has %s"
                              .formatted(name, partition.name(), names(declared))));
      if (!columns.remove(column)) {
        throw semantic("PARTITIONED BY names the column " + column.name() + " twice");
      }
      last.add(column);
    }
    columns.addAll(last);
    return entry(name, create, columns, last.stream().map(ColumnEntry::name).toList());
  }

  private TableEntry entry(
      RelationName name, CreateTable create, List<ColumnEntry> columns, List<String> partitions) {
    var unused = TableOptions.of(create.format(), create.options());
    String id = Warehouse.newTableId();
    Warehouse warehouse = catalog.warehouse();
    TableEntry entry =
        new TableEntry(
            name.name(),
            id,
            columns,
            create.format().label(),
            create.options(),
            partitions,
            create
                .location()
                .map(warehouse::qualify)
                .orElseGet(() -> warehouse.newLocation(name, id)),
            create.location().isEmpty(),
            create.comment(),
            create.properties(),
            System.currentTimeMillis(),
            null);
    ViewDefinitions.checkColumns("table", entry.schema());
    checkPartitions(entry);
    return entry;
  }

  private static void checkPartitions(TableEntry entry) {
    int partitions = entry.partitionColumns().size();
    int first = entry.columns().size() - partitions;
    if (partitions > 0 && first == 0) {
      throw semantic("can't partition by every column: files need one at least");
    }
    for (int i = first; i < entry.columns().size(); i++) {
      PartitionValues.checkType(entry.columns().get(i).name(), entry.schema().type(i));
    }
  }

  private static List<String> names(List<ColumnEntry> columns) {
    return columns.stream().map(ColumnEntry::name).toList();
  }

  private void dropTable(DropTable drop) {
    if (drop.name().size() == 1 && catalog.hasView(drop.name().get(0))) {
      throw semantic(drop.name().get(0) + " is a view of this session: use DROP VIEW");
    }
    RelationName name = catalog.relationName(drop.name());
    Optional<RelationEntry> present = catalog.warehouse().relation(name);
    if (present.isEmpty()) {
      if (!drop.ifExists()) {
        throw catalog.warehouse().notFound(name);
      }
      return;
    }
    if (present.get() instanceof ViewEntry) {
      throw semantic(name + " is a view, not a table: use DROP VIEW");
    }
    session.uncacheWhatReads(List.of(name.database(), name.name()));
    catalog.warehouse().drop(name, TableEntry.class);
  }

  private void rename(Rename rename) {
    RelationName from = catalog.storedName(rename.name());
    List<String> newName = rename.newName();
    RelationName to =
        newName.size() == 1
            ? new RelationName(from.database(), newName.get(0))
            : catalog.relationName(newName);
    session.uncacheWhatReads(List.of(from.database(), from.name()));
    catalog.warehouse().rename(from, to);
  }

  private void addColumns(AddColumns add) {
    RelationName name = catalog.storedName(add.name());
    for (ColumnDefinition column : add.columns()) {
      if (!column.nullable()) {
        throw semantic(
            "column %s can't be NOT NULL: the rows that %s has lack it"
                .formatted(column.name(), name));
      }
    }
    session.uncacheWhatReads(List.of(name.database(), name.name()));
    catalog
        .warehouse()
        .update(
            name,
            entry -> {
              TableEntry table = table(name, entry);
              List<ColumnEntry> columns = new ArrayList<>(table.columns());
              int first = columns.size() - table.partitionColumns().size();
              columns.addAll(first, declared(add.columns()));
              TableEntry changed = table.withColumns(columns);
              ViewDefinitions.checkColumns("table", changed.schema());
              catalog.checkReadable(changed);
              return changed;
            });
  }

  private void setProperties(SetProperties set) {
    RelationName name = catalog.storedName(set.name());
    catalog
        .warehouse()
        .update(
            name,
            entry -> {
              Map<String, String> properties = new TreeMap<>(entry.properties());
              properties.putAll(set.set());
              properties.keySet().removeAll(set.removed());
              return entry.withProperties(properties);
            });
  }

  /** Throws SEMANTIC_ERROR for a view. */
  static TableEntry table(RelationName name, RelationEntry entry) {
    if (entry instanceof TableEntry table) {
      return table;
    }
    throw semantic(name + " is a view, not a table");
  }

  private static DistaffException semantic(String message) {
    return new DistaffException(ErrorCode.SEMANTIC_ERROR, message);
  }
}
