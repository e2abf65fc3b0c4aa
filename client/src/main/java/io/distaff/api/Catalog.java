package io.distaff.api;

import io.distaff.row.Row;
import java.util.List;

/** The names that SQL of a session knows; {@link Session#catalog}. Thread-safe. */
public final class Catalog {
  private final Session session;

  Catalog(Session session) {
    this.session = session;
  }

  /**
   * A table or a view.
   *
   * @param database empty for a view that ends with the session
   * @param kind {@code view} for a query, else the format of its files
   */
  public record Table(String database, String name, String kind) {}

  /** The database that names without one are looked up in. */
  public String currentDatabase() {
    return session.driver().session().catalog().currentDatabase();
  }

  /** Changes {@link #currentDatabase}, as USE does. */
  public void setCurrentDatabase(String name) {
    session.sql("USE " + TermWriter.quoted(Required.of(name, "the database's name")));
  }

  /** The names of all databases. */
  public List<String> listDatabases() {
    return session.sql("SHOW DATABASES").collect().stream().map(row -> row.getString(0)).toList();
  }

  /** Whether there is a database of this name. */
  public boolean databaseExists(String name) {
    String wanted = Required.of(name, "the database's name");
    return listDatabases().stream().anyMatch(wanted::equalsIgnoreCase);
  }

  /** Frees what is kept of a table's rows, because its files have changed; as REFRESH TABLE. */
  public void refreshTable(String name) {
    session.sql("REFRESH TABLE " + named(name));
  }

  /** The session's views, and the tables and views of the current database. */
  public List<Table> listTables() {
    return session.sql("SHOW TABLES").collect().stream()
        .map(row -> new Table(row.getString(0), row.getString(1), row.getString(2)))
        .toList();
  }

  /** Whether there is a table or view, as SQL spells its name. */
  public boolean tableExists(String name) {
    List<String> parts = Session.tableName(name);
    return session.driver().session().catalog().find(parts).isPresent();
  }

  /** The columns of a table or view, as SQL spells its name. */
  public List<Row> listColumns(String name) {
    return session.sql("DESCRIBE " + named(name)).collect();
  }

  /** Forgets a view; false if there is none. */
  public boolean dropTempView(String name) {
    boolean exists =
        session.driver().session().catalog().hasView(Required.of(name, "the view's name"));
    session.sql("DROP VIEW IF EXISTS " + TermWriter.quoted(name));
    return exists;
  }

  /** Forgets the view {@code global_temp.name}; false if there is none. */
  public boolean dropGlobalTempView(String name) {
    boolean exists = session.driver().session().catalog().hasView(global(name));
    session.sql("DROP VIEW IF EXISTS global_temp." + TermWriter.quoted(name));
    return exists;
  }

  private static String named(String name) {
    return Required.of(name, "the table's name");
  }

  static String global(String name) {
    return io.distaff.catalog.Catalog.globalView(Required.of(name, "the view's name"));
  }

  /** Keeps a table's rows once something has read them, as {@link DataFrame#cache} does. */
  public void cacheTable(String name) {
    session.sql("CACHE LAZY TABLE " + named(name));
  }

  /** Frees what is kept of a table's rows. */
  public void uncacheTable(String name) {
    session.sql("UNCACHE TABLE " + named(name));
  }

  /** Frees all that is kept. */
  public void clearCache() {
    session.sql("CLEAR CACHE");
  }

  /** Whether the rows of a table are or will be kept. */
  public boolean isCached(String name) {
    return session.table(name).storageLevel().isPresent();
  }
}
