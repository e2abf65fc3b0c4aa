package io.distaff.catalog;

import io.distaff.catalog.TableHandle.FileTable;
import io.distaff.catalog.TableHandle.ParquetTable;
import io.distaff.catalog.TableHandle.TpchTable;
import io.distaff.catalog.TableHandle.ViewTable;
import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.text.TextReadOptions;
import io.distaff.warehouse.Entry.ColumnEntry;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.Entry.ViewEntry;
import io.distaff.warehouse.RelationName;
import io.distaff.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of a session: its views by name (global ones as {@code global_temp.v}), then the
 * tables and views of the {@link Warehouse} in the session's current database; with a database
 * {@code sales.orders}; generated tables as {@code tpch.sf1.lineitem} (any scale: {@code
 * tpch.`sf0.1`.lineitem}), and files as {@code parquet.`path`}, {@code csv.`path`} and {@code
 * json.`path`}. Names are compared without regard to case. Thread-safe.
 */
public final class Catalog {
  /** The schema of the generated tables. */
  public static final String TPCH = "tpch";

  /** Where global temporary views are named: those of the application, which is one session. */
  public static final String GLOBAL_VIEWS = "global_temp";

  private static final String GLOBAL_PREFIX = GLOBAL_VIEWS + ".";

  private static final Pattern SCALE =
      Pattern.compile("sf(\\d{1,6}(?:\\.\\d{1,6})?)", Pattern.CASE_INSENSITIVE);

  private final TableMetadataReader metadataReader;
  private final TextTableReader textTables;
  private final TpchSource tpch;
  private final Optional<Warehouse> warehouse;
  private volatile String currentDatabase = Warehouse.DEFAULT_DATABASE;
  private final ConcurrentSkipListMap<String, View> views =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

  private record View(String name, String kind, Supplier<TableHandle> handle) {}

  public Catalog(
      TableMetadataReader metadataReader,
      TextTableReader textTables,
      TpchSource tpch,
      Warehouse warehouse) {
    this(metadataReader, textTables, tpch, Optional.of(warehouse));
  }

  /** A catalog without anything that outlives it. */
  public Catalog(TableMetadataReader metadataReader, TextTableReader textTables, TpchSource tpch) {
    this(metadataReader, textTables, tpch, Optional.empty());
  }

  private Catalog(
      TableMetadataReader metadataReader,
      TextTableReader textTables,
      TpchSource tpch,
      Optional<Warehouse> warehouse) {
    this.metadataReader = metadataReader;
    this.textTables = textTables;
    this.tpch = tpch;
    this.warehouse = warehouse;
  }

  // Databases.

  /** What outlives the session; throws NOT_SUPPORTED when nothing does. */
  public Warehouse warehouse() {
    return warehouse.orElseThrow(
        () ->
            new DistaffException(
                ErrorCode.NOT_SUPPORTED, "there is no warehouse here, only the session's views"));
  }

  /** Whether anything outlives the session. */
  public boolean hasWarehouse() {
    return warehouse.isPresent();
  }

  /** In which names without a database are looked up after the session's views. */
  public String currentDatabase() {
    return currentDatabase;
  }

  /** Throws DATABASE_NOT_FOUND. */
  public void useDatabase(String name) {
    currentDatabase = warehouse().requireDatabase(name).name();
  }

  /** Where the names of the session's statements are looked up. */
  public NameScope scope() {
    return new NameScope(currentDatabase, NameScope.Visibility.SEEN);
  }

  /** Names that stand for something else than a database. */
  public static boolean isReserved(String database) {
    return database.equalsIgnoreCase(TPCH)
        || database.equalsIgnoreCase(GLOBAL_VIEWS)
        || FileFormat.find(database).isPresent();
  }

  /** As {@link #relationName}, but throws SEMANTIC_ERROR where the name is a session's view. */
  public RelationName storedName(List<String> name) {
    if (name.size() == 1 && hasView(name.get(0))) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "%s is a view of this session, not a table; what the catalog has of the name is %s"
              .formatted(name.get(0), new RelationName(currentDatabase, name.get(0))));
    }
    return relationName(name);
  }

  /** The full name of a table or a view of the warehouse, by the one or two parts of its name. */
  public RelationName relationName(List<String> name) {
    if (name.size() > 2 || (name.size() == 2 && isReserved(name.get(0)))) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          String.join(".", name) + " can't be the name of a table or a view of a database");
    }
    return name.size() == 1
        ? new RelationName(currentDatabase, name.get(0))
        : new RelationName(name.get(0), name.get(1));
  }

  /** What the warehouse has under a name. */
  public Optional<TableHandle> relation(RelationName name) {
    return warehouse
        .flatMap(w -> w.relation(name))
        .map(
            entry ->
                entry instanceof TableEntry table
                    ? table(name, table)
                    : view(name, (ViewEntry) entry));
  }

  /** A table of the warehouse with its files as they are now. */
  public FileTable table(RelationName name, TableEntry entry) {
    FileFormat format = FileFormat.find(entry.format()).orElseThrow();
    Map<String, String> options = TableOptions.of(format, entry.options()).read();
    List<String> paths = List.of(entry.location());
    DeclaredColumns declared = declared(entry);
    if (format.isText()) {
      return textTables
          .read(name.toString(), format, paths, options, Optional.of(declared))
          .withStored(entry.statistics());
    }
    return new ParquetTable(
        name.toString(),
        paths,
        metadataReader.read(paths, ReadOptions.of(options).withDeclared(declared)),
        Optional.ofNullable(entry.statistics()));
  }

  /** Throws NOT_SUPPORTED when the format can't hold the table's columns. */
  public void checkReadable(TableEntry entry) {
    FileFormat format = FileFormat.find(entry.format()).orElseThrow();
    if (format.isText()) {
      var unused =
          textTables.read(entry.name(), format, List.of(), Map.of(), Optional.of(declared(entry)));
    }
  }

  /** Throws NOT_SUPPORTED when the table has a column that no writer can fill. */
  public void checkWritable(TableEntry entry) {
    FileFormat format = FileFormat.find(entry.format()).orElseThrow();
    if (!format.isText()) {
      return;
    }
    String record =
        TextReadOptions.of(
                format, DirectoryOptions.others(TableOptions.of(format, entry.options()).read()))
            .corruptRecordName();
    if (entry.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(record))) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "table %s can't be written to: its column %s takes the malformed records of files"
              .formatted(entry.name(), record));
    }
  }

  private static DeclaredColumns declared(TableEntry entry) {
    return new DeclaredColumns(entry.schema(), entry.partitionColumns().size());
  }

  /** Columns as SQL declares them. */
  public static String declaration(List<ColumnEntry> columns) {
    return columns.stream()
        .map(column -> "`" + column.name().replace("`", "``") + "` " + column.type())
        .collect(Collectors.joining(", "));
  }

  private static ViewTable view(RelationName name, ViewEntry entry) {
    return new ViewTable(
        name.toString(),
        entry.sql(),
        entry.schema(),
        new NameScope(entry.database(), NameScope.Visibility.HIDDEN),
        entry.namesColumns());
  }

  /** Whether there is such a database. */
  public boolean hasDatabase(String name) {
    return warehouse.flatMap(w -> w.database(name)).isPresent();
  }

  /** What may stand before a table's name. */
  public List<String> schemaNames() {
    List<String> names = new ArrayList<>();
    warehouse.ifPresent(w -> names.addAll(w.databases()));
    Arrays.stream(FileFormat.values()).map(FileFormat::label).forEach(names::add);
    names.add(TPCH);
    names.add(GLOBAL_VIEWS);
    return names;
  }

  // The session's views.

  /**
   * Names files as a table. They are looked at now, so that a wrong path fails here, and again for
   * each query. An old view of the name is replaced.
   *
   * @param options of reading the format
   */
  public void registerFiles(
      String name, FileFormat format, String path, Map<String, String> options) {
    Supplier<TableHandle> handle = () -> files(name, format, List.of(path), options);
    var unused = handle.get();
    views.put(name, new View(name, format.label(), handle));
  }

  /** Names a table or a query; an old view of the name is replaced. */
  public void register(TableHandle table) {
    views.put(table.name(), new View(table.name(), kind(table), () -> table));
  }

  private static String kind(TableHandle table) {
    if (table instanceof FileTable files) {
      return files.format().label();
    }
    return table instanceof TpchTable ? TPCH : "view";
  }

  /** Forgets a view; false when there was none. */
  public boolean drop(String name) {
    return views.remove(name) != null;
  }

  public boolean hasView(String name) {
    return views.containsKey(name);
  }

  /** What the view of this name is: {@code view} for a query, or the format of its files. */
  public String kind(String name) {
    View view = views.get(name);
    return view == null ? "" : view.kind();
  }

  /** The names of the session's views, in order, but for global ones. */
  public List<String> viewNames() {
    return views.values().stream().map(View::name).filter(name -> !isGlobal(name)).toList();
  }

  /** The names of the global temporary views, in order. */
  public List<String> globalViewNames() {
    return views.values().stream().map(View::name).filter(Catalog::isGlobal).toList();
  }

  private static boolean isGlobal(String view) {
    return view.regionMatches(true, 0, GLOBAL_PREFIX, 0, GLOBAL_PREFIX.length());
  }

  /** The name of a global temporary view among those of the session. */
  public static String globalView(String name) {
    return GLOBAL_PREFIX + name;
  }

  /** What some parts are called among the session's views; empty where they name no such one. */
  public static Optional<String> viewName(List<String> parts) {
    if (parts.size() == 2 && parts.get(0).equalsIgnoreCase(GLOBAL_VIEWS)) {
      return Optional.of(globalView(parts.get(1)));
    }
    return parts.size() == 1 ? Optional.of(parts.get(0)) : Optional.empty();
  }

  /** The parts by which SQL names a view of the session. */
  public static List<String> viewParts(String view) {
    return isGlobal(view)
        ? List.of(GLOBAL_VIEWS, view.substring(GLOBAL_PREFIX.length()))
        : List.of(view);
  }

  /** The name that tells what these parts stand for from everything else. */
  public List<String> fullName(List<String> name) {
    boolean inDatabase = name.size() == 1 && !hasView(name.get(0)) && warehouse.isPresent();
    return inDatabase ? List.of(currentDatabase, name.get(0)) : name;
  }

  /** The session's view of this name. */
  public Optional<TableHandle> view(String name) {
    return Optional.ofNullable(views.get(name)).map(view -> view.handle().get());
  }

  /** The files at or below a path, as {@code csv.`path`} names them. */
  public TableHandle files(FileFormat format, String path) {
    return files(format, List.of(path), Map.of());
  }

  /**
   * The files at or below some paths; throws as {@link TableMetadataReader#read} and {@link
   * TextTableReader#read} do.
   *
   * @param paths that make one table
   * @param options of reading the format
   */
  public FileTable files(FileFormat format, List<String> paths, Map<String, String> options) {
    // A name stands for one table in a plan: the options are part of it.
    String name = format.label() + ".`" + String.join(",", paths) + "`";
    String suffix = options.isEmpty() ? "" : " " + new TreeMap<>(options);
    return files(name + suffix, format, paths, options);
  }

  private FileTable files(
      String name, FileFormat format, List<String> paths, Map<String, String> options) {
    if (format.isText()) {
      return textTables.read(name, format, paths, options, Optional.empty());
    }
    ReadOptions read = ReadOptions.of(options);
    return new ParquetTable(name, paths, metadataReader.read(paths, read));
  }

  /** The scale that a schema name such as {@code sf0.1} stands for; empty when it is none. */
  public static Optional<Double> tpchScale(String schema) {
    Matcher matcher = SCALE.matcher(schema);
    return matcher.matches() && Double.parseDouble(matcher.group(1)) > 0
        ? Optional.of(Double.valueOf(matcher.group(1)))
        : Optional.empty();
  }

  /** A generated table, by the schema that names its scale. */
  public Optional<TpchTable> tpch(String schema, String table) {
    Optional<Double> scale = tpchScale(schema);
    Optional<String> known =
        tpch.names().stream().filter(name -> name.equalsIgnoreCase(table)).findFirst();
    if (scale.isEmpty() || known.isEmpty()) {
      return Optional.empty();
    }
    String name = known.get();
    return Optional.of(
        new TpchTable(
            TPCH + "." + schema + "." + name,
            name,
            scale.get(),
            tpch.schema(name),
            tpch.rows(name, scale.get())));
  }

  /** The tables that every schema of generated tables has. */
  public List<String> tpchNames() {
    return tpch.names();
  }

  /** Where generated tables come from. */
  public TpchSource tpchSource() {
    return tpch;
  }

  /** A table by the parts of its name, as SQL spells it. */
  public Optional<? extends TableHandle> find(List<String> name) {
    Optional<TableHandle> view = viewName(name).flatMap(this::view);
    if (view.isPresent()) {
      return view;
    }
    if (name.size() == 1) {
      return relation(relationName(name));
    }
    if (name.size() == 2) {
      Optional<FileFormat> format = FileFormat.find(name.get(0));
      return format.isPresent()
          ? format.map(f -> files(f, name.get(1)))
          : relation(new RelationName(name.get(0), name.get(1)));
    }
    if (name.size() == 3 && name.get(0).equalsIgnoreCase(TPCH)) {
      return tpch(name.get(1), name.get(2));
    }
    return Optional.empty();
  }

  /** As {@link #find}, but throws TABLE_NOT_FOUND. */
  public TableHandle require(List<String> name) {
    Optional<? extends TableHandle> found = find(name);
    if (found.isPresent()) {
      return found.get();
    }
    String wanted = String.join(".", name);
    String suggestion =
        NearestName.of(wanted, candidates()).map(n -> "; did you mean " + n + "?").orElse("");
    throw new DistaffException(
        ErrorCode.TABLE_NOT_FOUND, "table " + wanted + " not found" + suggestion);
  }

  /** Every name that a query could use without a schema, and the generated ones in full. */
  public List<String> candidates() {
    List<String> names = new ArrayList<>(viewNames());
    names.addAll(globalViewNames());
    if (warehouse.isPresent()) {
      for (String database : warehouse.get().databases()) {
        for (RelationEntry relation : warehouse.get().relations(database)) {
          boolean isCurrent = database.equalsIgnoreCase(currentDatabase);
          names.add(isCurrent ? relation.name() : database + "." + relation.name());
        }
      }
    }
    for (String table : tpch.names()) {
      names.add(TPCH + ".sf1." + table);
    }
    return names;
  }
}
