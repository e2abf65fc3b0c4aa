package io.distaff.api;

import io.distaff.catalog.ReadOptions;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes DataFrames of files. Confined to one thread. */
public final class DataFrameReader {
  private final Session session;
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  DataFrameReader(Session session) {
    this.session = session;
  }

  /**
   * An option: {@code mergeSchema} (true reads every footer, so that the table has the columns of
   * all files; else those of a sample), {@code recursiveFileLookup} (true takes every file below a
   * path, and no partition columns), {@code partitionColumnTypeInference} (false leaves partition
   * columns text), {@code basePath} (where partition directories begin, when a path lies below it).
   */
  public DataFrameReader option(String key, String value) {
    options.put(key, value);
    return this;
  }

  /** As {@link #option(String, String)}. */
  public DataFrameReader option(String key, boolean value) {
    return option(key, Boolean.toString(value));
  }

  /**
   * The rows of Parquet files. Some footers are read now: throws PATH_NOT_FOUND, INVALID_FILE or
   * SCHEMA_MISMATCH. Directories called {@code column=value} give columns.
   *
   * @param paths files, directories with files at any depth, or patterns of them such as {@code
   *     /data/2024-*}; of several, all make one table
   */
  public DataFrame parquet(String... paths) {
    if (paths.length == 0 || Arrays.stream(paths).anyMatch(String::isBlank)) {
      throw new DistaffException(ErrorCode.USAGE, "parquet() needs a path");
    }
    return new DataFrame(
        session, session.algebra().parquet(List.of(paths), ReadOptions.of(options)));
  }
}
