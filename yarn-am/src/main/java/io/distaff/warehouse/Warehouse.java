package io.distaff.warehouse;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileStore;
import io.distaff.warehouse.Entry.DatabaseEntry;
import io.distaff.warehouse.Entry.DroppedEntry;
import io.distaff.warehouse.Entry.MovedEntry;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.Entry.ViewEntry;
import io.distaff.warehouse.EntryFiles.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The databases, tables and views that outlive a session, in files below one directory. Every
 * change is one step, which happens or doesn't, whoever else changes the same; what is read is read
 * anew each time. Names are compared without regard to case. Thread-safe; several processes may use
 * one directory.
 */
public final class Warehouse {
  /** The database that is always there. */
  public static final String DEFAULT_DATABASE = "default";

  private static final Logger log = LoggerFactory.getLogger(Warehouse.class);
  private static final String METADATA = "_distaff";
  private static final String RELATIONS = "relations";
  private static final int ATTEMPTS = 100;

  private final FileStore store;
  private final EntryFiles files;
  private final RelationFiles relations;
  private final String directory;

  /**
   * Touches nothing: the directory is made with the first thing in it.
   *
   * @param directory as {@link WarehouseOptions#DIRECTORY} gives it
   */
  public Warehouse(FileStore store, String directory) {
    this.store = store;
    this.files = new EntryFiles(store);
    String trimmed = directory;
    while (trimmed.length() > 1 && trimmed.endsWith("/")) {
      trimmed = trimmed.substring(0, trimmed.length() - 1);
    }
    this.directory = trimmed;
    this.relations = new RelationFiles(files, this::path);
  }

  // Databases.

  /** The names of all databases, in order. */
  public List<String> databases() {
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.add(DEFAULT_DATABASE);
    for (String name : store.entries(metadata())) {
      database(name).ifPresent(database -> names.add(database.name()));
    }
    return List.copyOf(names);
  }

  public Optional<DatabaseEntry> database(String name) {
    if (!RelationName.isValid(name)) {
      return Optional.empty();
    }
    Optional<DatabaseEntry> entry = files.latest(databasePath(name)).as(DatabaseEntry.class);
    return entry.isEmpty() && name.equalsIgnoreCase(DEFAULT_DATABASE)
        ? Optional.of(new DatabaseEntry(DEFAULT_DATABASE, location(name), "", Map.of()))
        : entry;
  }

  /** As {@link #database}, but throws DATABASE_NOT_FOUND with the nearest name. */
  public DatabaseEntry requireDatabase(String name) {
    return database(name).orElseThrow(() -> databaseNotFound(name));
  }

  private DistaffException databaseNotFound(String name) {
    String suggestion =
        NearestName.of(name, databases()).map(n -> "; did you mean " + n + "?").orElse("");
    return new DistaffException(
        ErrorCode.DATABASE_NOT_FOUND, "database " + name + " not found" + suggestion);
  }

  /** Where the files of a database's managed tables are unless its creator says otherwise. */
  public String location(String database) {
    return store.qualify(directory + "/" + RelationName.canonical(database) + ".db");
  }

  /** Throws NAME_ALREADY_EXISTS. */
  public void createDatabase(DatabaseEntry database) {
    RelationName.check("database", database.name());
    change(
        databasePath(database.name()),
        current -> {
          if (current.as(DatabaseEntry.class).isPresent() || isDefault(database.name())) {
            throw exists("database " + database.name(), "CREATE DATABASE IF NOT EXISTS leaves it");
          }
          return database;
        });
  }

  private static boolean isDefault(String database) {
    return database.equalsIgnoreCase(DEFAULT_DATABASE);
  }

  /** What becomes of a database's tables and views. */
  public enum DropMode {
    /** A database that has any isn't dropped. */
    RESTRICT,
    /** They are dropped. */
    CASCADE
  }

  /** Throws DATABASE_NOT_FOUND, or SEMANTIC_ERROR when the database isn't empty. */
  public void dropDatabase(String name, DropMode mode) {
    if (isDefault(name)) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR, "the database " + DEFAULT_DATABASE + " can't be dropped");
    }
    DatabaseEntry database = requireDatabase(name);
    if (mode == DropMode.RESTRICT) {
      requireEmpty(database);
    }
    change(
        databasePath(name),
        current -> {
          if (current.as(DatabaseEntry.class).isEmpty()) {
            throw databaseNotFound(name);
          }
          return new DroppedEntry(name);
        });
    // From here on nobody creates anything in it, or renames into it; somebody may have until now.
    relationNames(name).forEach(relations::settle);
    if (mode == DropMode.RESTRICT && !relations(name).isEmpty()) {
      change(databasePath(name), current -> database);
      requireEmpty(database);
    }
    for (RelationEntry relation : relations(name)) {
      drop(new RelationName(name, relation.name()), RelationEntry.class);
    }
    deleteQuietly(location(name));
  }

  private void requireEmpty(DatabaseEntry database) {
    List<RelationEntry> present = relations(database.name());
    if (!present.isEmpty()) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR,
          "database %s isn't empty: it has %s%s; CASCADE drops them with it"
              .formatted(
                  database.name(),
                  present.get(0).name(),
                  present.size() == 1 ? "" : " and " + (present.size() - 1) + " more"));
    }
  }

  // Tables and views.

  /** The tables and views of a database, by name; none of one that there isn't. */
  public List<RelationEntry> relations(String database) {
    return relationNames(database).stream().flatMap(name -> relation(name).stream()).toList();
  }

  /** Of what there is or was. */
  private List<RelationName> relationNames(String database) {
    return store.entries(databasePath(database) + "/" + RELATIONS).stream()
        .map(name -> new RelationName(database, name))
        .toList();
  }

  public Optional<RelationEntry> relation(RelationName name) {
    if (!RelationName.isValid(name.database()) || !RelationName.isValid(name.name())) {
      return Optional.empty();
    }
    return relations.latest(name).as(RelationEntry.class);
  }

  /**
   * Adds a table, whose directory is made, or a view. Throws NAME_ALREADY_EXISTS,
   * DATABASE_NOT_FOUND, or SEMANTIC_ERROR for a name that can't be one.
   */
  public void create(String database, RelationEntry relation) {
    var unused =
        put(
            database,
            relation,
            current -> {
              current.ifPresent(
                  other -> {
                    throw exists(
                        kind(other) + " " + database + "." + relation.name(),
                        "CREATE "
                            + kind(relation).toUpperCase(Locale.ROOT)
                            + " IF NOT EXISTS leaves it");
                  });
              return relation;
            });
  }

  /** Adds a view, or puts it in the place of another view. Throws as {@link #create} does. */
  public void createOrReplace(String database, ViewEntry view) {
    var unused =
        put(
            database,
            view,
            current -> {
              if (current.isPresent() && current.get() instanceof TableEntry) {
                throw exists(
                    "table " + database + "." + view.name(), "a view can't replace a table");
              }
              return view;
            });
  }

  /**
   * Adds a table, or puts it in the place of another, whose files are deleted when they were its
   * own. Throws as {@link #create} does, also when there is a view of the name.
   */
  public void createOrReplace(String database, TableEntry table) {
    Optional<RelationEntry> replaced =
        put(
            database,
            table,
            current -> {
              if (current.isPresent() && current.get() instanceof ViewEntry) {
                throw exists("view " + database + "." + table.name(), "DROP VIEW removes it");
              }
              return table;
            });
    replaced.ifPresent(
        old -> {
          TableEntry before = (TableEntry) old;
          if (before.managed() && !before.location().equals(table.location())) {
            deleteQuietly(before.location());
          }
        });
  }

  /** Gives what had the name before. */
  private Optional<RelationEntry> put(
      String database,
      RelationEntry relation,
      Function<Optional<RelationEntry>, RelationEntry> put) {
    RelationName.check(kind(relation), relation.name());
    requireDatabase(database);
    if (relation instanceof TableEntry table) {
      store.makeDirectories(table.location());
    }
    RelationName name = new RelationName(database, relation.name());
    Version before = change(name, current -> put.apply(current.as(RelationEntry.class)));
    if (database(database).isEmpty()) {
      change(name, current -> new DroppedEntry(relation.name()));
      throw databaseNotFound(database);
    }
    return before.as(RelationEntry.class);
  }

  /**
   * Changes a table or a view; tried again with what others make of it meanwhile. Throws
   * TABLE_NOT_FOUND.
   *
   * @param change may throw; called once for each try
   */
  public void update(RelationName name, UnaryOperator<RelationEntry> change) {
    change(
        name,
        current -> change.apply(current.as(RelationEntry.class).orElseThrow(() -> notFound(name))));
  }

  /** Removes a table or a view, and a managed table's files. Throws TABLE_NOT_FOUND. */
  public void drop(RelationName name, Class<? extends RelationEntry> type) {
    Entry[] dropped = new Entry[1];
    change(
        name,
        current -> {
          dropped[0] = current.as(type).orElseThrow(() -> notFound(name));
          return new DroppedEntry(name.name());
        });
    if (dropped[0] instanceof TableEntry table && table.managed()) {
      deleteQuietly(table.location());
    }
  }

  /**
   * Gives a table or a view another name, in one step; its files stay where they are. Throws
   * TABLE_NOT_FOUND, NAME_ALREADY_EXISTS, DATABASE_NOT_FOUND.
   */
  public void rename(RelationName from, RelationName to) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Version source = relations.latest(from);
      RelationEntry relation = source.as(RelationEntry.class).orElseThrow(() -> notFound(from));
      RelationName.check(kind(relation), to.name());
      requireDatabase(to.database());
      Version target = relations.latest(to);
      target
          .as(RelationEntry.class)
          .ifPresent(
              other -> {
                throw exists(kind(other) + " " + to, "choose another name");
              });
      Optional<MovedEntry> announced = relations.announce(from, source, to, target);
      if (announced.isPresent()) {
        // Whoever drops the database from here on sees what is announced.
        requireDatabase(to.database());
        if (relations.move(from, source, announced.get())) {
          return;
        }
      }
    }
    throw conflict(path(from));
  }

  /** Throws TABLE_NOT_FOUND with the nearest name. */
  public DistaffException notFound(RelationName name) {
    List<String> known = new ArrayList<>();
    relations(name.database()).forEach(relation -> known.add(relation.name()));
    String suggestion =
        NearestName.of(name.name(), known).map(n -> "; did you mean " + n + "?").orElse("");
    return new DistaffException(
        ErrorCode.TABLE_NOT_FOUND, "table " + name + " not found" + suggestion);
  }

  /** A directory for the files of a new managed table that no other table has had. */
  public String newLocation(RelationName name, String tableId) {
    return requireDatabase(name.database()).location()
        + "/"
        + RelationName.canonical(name.name())
        + "-"
        + tableId.substring(0, 8);
  }

  /** What tells a new table from all others. */
  public static String newTableId() {
    return UUID.randomUUID().toString();
  }

  /** A path with scheme and authority. */
  public String qualify(String path) {
    return store.qualify(path);
  }

  /** Deletes the files of a table that was never published. */
  public void deleteFiles(TableEntry table) {
    deleteQuietly(table.location());
  }

  // Files.

  /** Gives the version that was changed. */
  private Version change(RelationName name, Function<Version, Entry> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Version current = relations.latest(name);
      if (relations.publish(name, current, change.apply(current))) {
        return current;
      }
    }
    throw conflict(path(name));
  }

  private void change(String path, Function<Version, Entry> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Version current = files.latest(path);
      if (files.publish(path, current, change.apply(current))) {
        return;
      }
    }
    throw conflict(path);
  }

  private static DistaffException conflict(String path) {
    return new DistaffException(
        ErrorCode.CATALOG_CONFLICT,
        "others keep changing what is in " + path + ": run the statement again");
  }

  private static DistaffException exists(String what, String remedy) {
    return new DistaffException(ErrorCode.NAME_ALREADY_EXISTS, what + " exists already; " + remedy);
  }

  private static String kind(RelationEntry relation) {
    return relation instanceof TableEntry ? "table" : "view";
  }

  private void deleteQuietly(String path) {
    try {
      store.delete(path);
    } catch (DistaffException e) {
      log.warn("the files of what was dropped stay in {}: {}", path, e.getMessage());
    }
  }

  private String metadata() {
    return directory + "/" + METADATA;
  }

  private String databasePath(String database) {
    return metadata() + "/" + RelationName.canonical(database);
  }

  private String path(RelationName name) {
    return databasePath(name.database())
        + "/"
        + RELATIONS
        + "/"
        + RelationName.canonical(name.name());
  }
}
