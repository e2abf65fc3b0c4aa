package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes DataFrames of files. Confined to one thread. */
public final class DataFrameReader {
  private final Session session;
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private FileFormat format = FileFormat.PARQUET;

  DataFrameReader(Session session) {
    this.session = session;
  }

  /**
   * The columns, when they aren't to be found out. Those of Parquet files are found by their names
   * and may be of wider types; what a file lacks is null.
   *
   * @param ddl as SQL declares them: {@code id bigint, name string}
   */
  public DataFrameReader schema(String ddl) {
    return option("schema", ddl);
  }

  /**
   * An option of the format, such as {@code option("header", "true")} for CSV, or {@code
   * mergeSchema} for Parquet (true reads every footer, so that the table has the columns of all
   * files; else those of a sample). Those of any format: {@code recursiveFileLookup} (true takes
   * every file below a path, and no partition columns), {@code partitionColumnTypeInference} (false
   * leaves partition columns text), {@code basePath} (where partition directories begin, when a
   * path lies below it).
   */
  public DataFrameReader option(String key, String value) {
    options.put(Required.of(key, "the option"), Required.of(value, "the value of option " + key));
    return this;
  }

  /** As {@link #schema(String)}. */
  public DataFrameReader schema(Schema schema) {
    return schema(Required.of(schema, "the schema").toDDL());
  }

  /** As {@link #option(String, String)}, several. */
  public DataFrameReader options(Map<String, String> more) {
    Required.of(more, "the map of options").forEach(this::option);
    return this;
  }

  /** As {@link #option(String, String)}. */
  public DataFrameReader option(String key, long value) {
    return option(key, Long.toString(value));
  }

  /** As {@link #option(String, String)}. */
  public DataFrameReader option(String key, double value) {
    return option(key, Double.toString(value));
  }

  /** The format of what {@link #load} reads: parquet, csv, json or text; Parquet unless set. */
  public DataFrameReader format(String name) {
    format = Choice.of(FileFormat.class, "format", name);
    return this;
  }

  /** The rows of files of the {@link #format}. */
  public DataFrame load(String... paths) {
    return files(format, paths);
  }

  /** A table or view by its name. */
  public DataFrame table(String name) {
    return session.table(name);
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
    return files(FileFormat.PARQUET, paths);
  }

  /**
   * The rows of CSV files. Without {@link #schema} the columns are those of the first file, all of
   * them text unless the option {@code inferSchema} is true. Directories called {@code
   * column=value} give columns.
   *
   * @param paths as those of {@link #parquet}
   */
  public DataFrame csv(String... paths) {
    return files(FileFormat.CSV, paths);
  }

  /**
   * The rows of files with a JSON object a line. Without {@link #schema} the columns are those of
   * the beginning of the first file. Directories called {@code column=value} give columns.
   *
   * @param paths as those of {@link #parquet}
   */
  public DataFrame json(String... paths) {
    return files(FileFormat.JSON, paths);
  }

  /**
   * The lines of files, as the column {@code value}. Directories called {@code column=value} give
   * columns.
   *
   * @param paths as those of {@link #parquet}
   */
  public DataFrame text(String... paths) {
    return files(FileFormat.TEXT, paths);
  }

  /** As {@link #text}, the lines alone. */
  public Dataset<String> textFile(String... paths) {
    return text(paths).select("value").as(String.class);
  }

  private DataFrame files(FileFormat format, String... paths) {
    List<String> all = Required.all(paths, "a path");
    if (all.isEmpty() || all.stream().anyMatch(String::isBlank)) {
      throw new DistaffException(ErrorCode.USAGE, format.label() + "() needs a path");
    }
    return new DataFrame(session, Relation.of(session.algebra().files(format, all, options)));
  }
}
