package io.distaff.catalog;

/**
 * Finds out what a Parquet table on a file system holds. Called for every query that names the
 * table, so that a query sees the files of its moment: implementations keep the footers of files
 * that haven't changed. Thread-safe.
 */
public interface TableMetadataReader {
  /**
   * Lists the data files at or below a path and reads their footers.
   *
   * <p>Throws PATH_NOT_FOUND, PATH_NOT_READABLE, INVALID_FILE (no Parquet, or no file at all) or
   * SCHEMA_MISMATCH, naming the path.
   */
  TableMetadata read(String path);
}
