package io.distaff.catalog;

/**
 * Where a name without a database is looked up. Immutable.
 *
 * @param database after the session's views
 * @param sessionViews whether the session's views are seen at all; a view that outlives the session
 *     doesn't see them
 */
public record NameScope(String database, Visibility sessionViews) {
  /** Whether something is seen. */
  public enum Visibility {
    SEEN,
    HIDDEN
  }

  boolean seesSessionViews() {
    return sessionViews == Visibility.SEEN;
  }
}
