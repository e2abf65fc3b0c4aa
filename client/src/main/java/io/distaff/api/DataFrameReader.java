package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.sql.AnalyzedQuery;
import java.util.ArrayList;
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

  /** An option of the format, such as {@code option("header", "true")} for CSV. */
  public DataFrameReader option(String key, String value) {
    options.put(key, value);
    return this;
  }

  /**
   * The columns of CSV or JSON files, when they aren't to be found out.
   *
   * @param ddl as SQL declares them: {@code id bigint, name string}
   */
  public DataFrameReader schema(String ddl) {
    return option("schema", ddl);
  }

  /**
   * The rows of Parquet files. The footers are read now: throws PATH_NOT_FOUND or INVALID_FILE.
   *
   * @param paths files, or directories with files at any depth; of several, all must have the same
   *     columns
   */
  public DataFrame parquet(String... paths) {
    checkPaths(FileFormat.PARQUET, paths);
    List<AnalyzedQuery> tables = new ArrayList<>();
    for (String path : paths) {
      AnalyzedQuery table = session.algebra().files(FileFormat.PARQUET, List.of(path), options);
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

  /**
   * The rows of CSV files. Without {@link #schema} the columns are those of the first file, all of
   * them text unless the option {@code inferSchema} is true.
   *
   * @param paths files, or directories with files at any depth
   */
  public DataFrame csv(String... paths) {
    return text(FileFormat.CSV, paths);
  }

  /**
   * The rows of files with a JSON object a line. Without {@link #schema} the columns are those of
   * the beginning of the first file.
   *
   * @param paths files, or directories with files at any depth
   */
  public DataFrame json(String... paths) {
    return text(FileFormat.JSON, paths);
  }

  private DataFrame text(FileFormat format, String... paths) {
    checkPaths(format, paths);
    return new DataFrame(session, session.algebra().files(format, List.of(paths), options));
  }

  private static void checkPaths(FileFormat format, String... paths) {
    if (paths.length == 0 || Arrays.stream(paths).anyMatch(String::isBlank)) {
      throw new DistaffException(ErrorCode.USAGE, format.label() + "() needs a path");
    }
  }

  /** Names and types: files may differ in what can be null. */
  private static List<String> columns(AnalyzedQuery table) {
    return table.schema().fields().stream().map(f -> f.name() + " " + f.type()).toList();
  }
}
