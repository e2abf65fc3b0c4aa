package io.distaff.api;

import io.distaff.catalog.Catalog;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.AnalyzedQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes DataFrames of files. Immutable. */
public final class DataFrameReader {
  private final Session session;

  DataFrameReader(Session session) {
    this.session = session;
  }

  /**
   * The rows of Parquet files. The footers are read now: throws PATH_NOT_FOUND or INVALID_FILE.
   *
   * @param paths files, or directories with files at any depth; of several, all must have the same
   *     columns
   */
  public DataFrame parquet(String... paths) {
    if (paths.length == 0 || Arrays.stream(paths).anyMatch(String::isBlank)) {
      throw new DistaffException(ErrorCode.USAGE, "parquet() needs a path");
    }
    List<AnalyzedQuery> tables = new ArrayList<>();
    for (String path : paths) {
      AnalyzedQuery table = session.algebra().table(List.of(Catalog.PARQUET, path));
      if (!tables.isEmpty() && !columns(table).equals(columns(tables.get(0)))) {
        throw new DistaffException(
            ErrorCode.SCHEMA_MISMATCH,
            "%s has other columns than %s: %s and %s"
                .formatted(path, paths[0], table.schema(), tables.get(0).schema()));
      }
      tables.add(table);
    }
    return new DataFrame(
        session, tables.size() == 1 ? tables.get(0) : session.algebra().unionAll(tables));
  }

  /** Names and types: files may differ in what can be null. */
  private static List<String> columns(AnalyzedQuery table) {
    return table.schema().fields().stream().map(f -> f.name() + " " + f.type()).toList();
  }
}
