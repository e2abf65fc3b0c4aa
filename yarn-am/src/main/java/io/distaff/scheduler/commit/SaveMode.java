package io.distaff.scheduler.commit;

/** What happens to data that is already where a query writes to. */
public enum SaveMode {
  /** The query fails before it runs. */
  ERROR,
  /** It stays, and more comes beside it. */
  APPEND,
  /** The new data takes its place, in one step. */
  OVERWRITE,
  /**
   * Of a target that is divided into partition directories, those that the new data has are
   * replaced, each in one step; the others stay.
   */
  OVERWRITE_PARTITIONS,
  /** It stays, and the query doesn't run. */
  IGNORE;

  // As Spark's programs spell them.
  public static final SaveMode ErrorIfExists = ERROR;
  public static final SaveMode Append = APPEND;
  public static final SaveMode Overwrite = OVERWRITE;
  public static final SaveMode Ignore = IGNORE;
}
