package io.distaff.catalog;

import io.distaff.catalog.TableHandle.TextTable;
import io.distaff.plan.FileFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what CSV or JSON lines files hold. Called for every query that names them, so that a
 * query sees the files of its moment. Thread-safe.
 */
@FunctionalInterface
public interface TextTableReader {
  /**
   * The files at or below some paths as a table. Throws PATH_NOT_FOUND, PATH_NOT_READABLE,
   * INVALID_FILE, SCHEMA_MISMATCH for directories that don't go together, NOT_SUPPORTED for columns
   * that the format can't hold, or INVALID_CONFIGURATION for an option.
   *
   * @param name for plans and messages
   * @param paths may be patterns
   * @param options of reading the format, and of directories
   * @param declared the table's columns, where a catalog knows them
   */
  TextTable read(
      String name,
      FileFormat format,
      List<String> paths,
      Map<String, String> options,
      Optional<DeclaredColumns> declared);
}
