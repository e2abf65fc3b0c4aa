package io.distaff.catalog;

import java.util.List;

/**
 * Finds out what a Parquet table on a file system holds. Called for every query that names the
 * table, so that a query sees the files of its moment: implementations keep the footers of files
 * that haven't changed. Thread-safe.
 */
public interface TableMetadataReader {
  /**
   * Looks at the data files at or below some paths, and reads some of their footers.
   *
   * <p>Throws PATH_NOT_FOUND, PATH_NOT_READABLE, INVALID_FILE (no Parquet, or no file at all) or
   * SCHEMA_MISMATCH, naming the path.
   *
   * @param paths files, directories, or patterns of them; one at least
   */
  TableMetadata read(List<String> paths, ReadOptions options);
}
