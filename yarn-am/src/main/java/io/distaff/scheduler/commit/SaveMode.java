package io.distaff.scheduler.commit;

/** What happens to data that is already where a query writes to. */
public enum SaveMode {
  /** The query fails before it runs. */
  ERROR,
  /** It stays, and more comes beside it. */
  APPEND,
  /** The new data takes its place, in one step. */
  OVERWRITE,
  /** It stays, and the query doesn't run. */
  IGNORE
}
