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
   * @param kind {@code view} for a query, else the format of its files
   */
  public record Table(String name, String kind) {}

  /** The session's views, in the order of their names. */
  public List<Table> listTables() {
    return session.sql("SHOW TABLES").collect().stream()
        .map(row -> new Table(row.getString(0), row.getString(1)))
        .toList();
  }

  /** Whether there is a view of this name. */
  public boolean tableExists(String name) {
    return session.driver().session().catalog().hasView(name);
  }

  /** The columns of a table or view, as SQL spells its name. */
  public List<Row> listColumns(String name) {
    return session.sql("DESCRIBE " + name).collect();
  }

  /** Forgets a view; false if there is none. */
  public boolean dropTempView(String name) {
    boolean exists = tableExists(name);
    session.sql("DROP VIEW IF EXISTS " + TermWriter.quoted(name));
    return exists;
  }

  /** Keeps a table's rows once something has read them, as {@link DataFrame#cache} does. */
  public void cacheTable(String name) {
    session.sql("CACHE LAZY TABLE " + name);
  }

  /** Frees what is kept of a table's rows. */
  public void uncacheTable(String name) {
    session.sql("UNCACHE TABLE " + name);
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
