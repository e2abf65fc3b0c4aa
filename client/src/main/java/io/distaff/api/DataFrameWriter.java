package io.distaff.api;

import io.distaff.config.DistaffConfig;
import io.distaff.driver.OutputFormat;
import io.distaff.driver.StatementExecution;
import io.distaff.driver.WriteLayout;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.planner.PlannableQuery;
import io.distaff.planner.PlannerOptions;
import io.distaff.planner.PlannerOptions.PartitionOverwriteMode;
import io.distaff.planner.Prepared.WriteMode;
import io.distaff.planner.TableSave;
import io.distaff.scheduler.commit.SaveMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a DataFrame to files, which appear at once when all of them are written; a write that
 * fails leaves what was there. Confined to one thread.
 */
public final class DataFrameWriter {
  private final DataFrame input;
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** What Spark's programs call {@link SaveMode#ERROR} too. */
  private static final Set<String> ERROR_MODES = Set.of("errorifexists", "default");

  private SaveMode mode = SaveMode.ERROR;

  /** Empty until it is set. */
  private Optional<FileFormat> format = Optional.empty();

  /** What is written: the input, or its rows in another order. */
  private DataFrame sorted;

  DataFrameWriter(DataFrame input) {
    this.input = input;
    this.sorted = input;
  }

  /** What happens to data that is there already; {@link SaveMode#ERROR} unless set. */
  public DataFrameWriter mode(SaveMode mode) {
    this.mode = Required.of(mode, "the save mode");
    return this;
  }

  /**
   * As {@link #mode(SaveMode)}.
   *
   * @param mode error (or errorifexists, default), append, overwrite, overwrite_partitions or
   *     ignore
   */
  public DataFrameWriter mode(String mode) {
    if (ERROR_MODES.contains(Required.of(mode, "the save mode").toLowerCase(Locale.ROOT))) {
      return mode(SaveMode.ERROR);
    }
    return mode(Choice.of(SaveMode.class, "save mode", mode));
  }

  /** An option of the format, such as {@code option("compression", "zstd")}. */
  public DataFrameWriter option(String key, String value) {
    options.put(Required.of(key, "the option"), Required.of(value, "the value of option " + key));
    return this;
  }

  /** As {@link #option(String, String)}. */
  public DataFrameWriter option(String key, boolean value) {
    return option(key, Boolean.toString(value));
  }

  /** As {@link #option(String, String)}. */
  public DataFrameWriter option(String key, long value) {
    return option(key, Long.toString(value));
  }

  /** As {@link #option(String, String)}. */
  public DataFrameWriter option(String key, double value) {
    return option(key, Double.toString(value));
  }

  /** As {@link #option(String, String)}, several. */
  public DataFrameWriter options(Map<String, String> more) {
    Required.of(more, "the map of options").forEach(this::option);
    return this;
  }

  /** Puts the rows of each file in order. */
  public DataFrameWriter sortBy(String first, String... more) {
    sorted = input.sortWithinPartitions(first, more);
    return this;
  }

  /** The format of what {@link #save} writes: parquet, csv, json or text; Parquet unless set. */
  public DataFrameWriter format(String name) {
    format = Optional.of(Choice.of(FileFormat.class, "format", name));
    return this;
  }

  /** As {@link #parquet}, files of the {@link #format}. */
  public void save(String path) {
    write(format.orElse(FileFormat.PARQUET), path);
  }

  /** As {@link #save(String)}, to the path of the option {@code path}. */
  public void save() {
    String path = options.remove("path");
    if (path == null) {
      throw new DistaffException(
          ErrorCode.USAGE, "save() needs a path: save(PATH), or option(\"path\", PATH) before it");
    }
    save(path);
  }

  /**
   * Writes the rows to a table of the warehouse, which is made when it isn't there, with the {@link
   * #format}, the options and the partitions that are set here; the option {@code path} says where
   * its files are, if they are to stay when it is dropped. What happens to a table that is there is
   * the mode's to say: {@code error} throws NAME_ALREADY_EXISTS; {@code ignore} leaves it; {@code
   * overwrite} puts a new table in its place, which appears with its rows, unless partitions are
   * overwritten dynamically; {@code append} and {@code overwrite_partitions} add the rows, columns
   * by name, or replace the partitions that they go to.
   *
   * @param name {@code orders} of the current database, or {@code sales.orders}
   */
  public void saveAsTable(String name) {
    Session session = input.session();
    List<String> parts = Session.tableName(name);
    WriteLayout layout = WriteLayout.of(options, PartitionOverwriteMode.STATIC);
    Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    kept.putAll(WriteLayout.tableOptions(options));
    Optional<String> location = Optional.ofNullable(kept.remove("path"));
    TableSave.Mode how =
        switch (mode) {
          case ERROR -> TableSave.Mode.CREATE;
          case IGNORE -> TableSave.Mode.CREATE_IF_ABSENT;
          case APPEND -> TableSave.Mode.APPEND;
          case OVERWRITE ->
              layout.dynamic() ? TableSave.Mode.OVERWRITE_PARTITIONS : TableSave.Mode.REPLACE;
          case OVERWRITE_PARTITIONS -> TableSave.Mode.OVERWRITE_PARTITIONS;
        };
    TableSave save = new TableSave(parts, how, format, kept, layout.partitionBy(), location);
    try (StatementExecution write = session.driver().save(save, sorted.query())) {
      Session.drain(write);
    }
  }

  /**
   * Adds the rows to a table that is there, columns by position, as INSERT INTO does; in the modes
   * {@code overwrite} and {@code overwrite_partitions} as INSERT OVERWRITE does. The table's own
   * options and partitions hold: throws USAGE when others are set here.
   *
   * @param name as that of {@link #saveAsTable}
   */
  public void insertInto(String name) {
    Session session = input.session();
    List<String> parts = Session.tableName(name);
    DistaffConfig config = session.driver().session().config();
    WriteLayout layout =
        WriteLayout.of(options, config.value(PlannerOptions.PARTITION_OVERWRITE_MODE));
    if (format.isPresent()
        || !layout.partitionBy().isEmpty()
        || !WriteLayout.tableOptions(options).isEmpty()) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "insertInto(\"%s\") takes the table's format, options and partitions: set none"
              .formatted(name));
    }
    WriteMode how =
        switch (mode) {
          case ERROR, APPEND -> WriteMode.APPEND;
          case OVERWRITE -> layout.dynamic() ? WriteMode.OVERWRITE_PARTITIONS : WriteMode.OVERWRITE;
          case OVERWRITE_PARTITIONS -> WriteMode.OVERWRITE_PARTITIONS;
          case IGNORE ->
              throw new DistaffException(
                  ErrorCode.USAGE,
                  "insertInto(\"%s\") writes to a table that is there: the mode ignore would never write"
                      .formatted(name));
        };
    try (StatementExecution write = session.driver().insert(parts, how, sorted.query())) {
      Session.drain(write);
    }
  }

  /**
   * Divides the files into directories by the values of columns, which are left out of the files:
   * {@code partitionBy("year", "month")} writes to {@code year=2024/month=1/}. With the option
   * {@code partitionOverwriteMode}, or else the session's setting {@code
   * distaff.sql.partitionOverwriteMode}, {@code dynamic}, or the mode {@code overwrite_partitions},
   * an overwrite replaces only the directories that it writes to.
   *
   * @param columns from the outermost directory inwards; none = no directories
   */
  public DataFrameWriter partitionBy(String... columns) {
    Map.Entry<String, String> option = WriteLayout.partitionBy(columns);
    options.remove(option.getKey());
    if (columns.length > 0) {
      options.put(option.getKey(), option.getValue());
    }
    return this;
  }

  /**
   * Writes Parquet files into a directory, and waits for the end. Throws PATH_ALREADY_EXISTS, or
   * what is wrong with an option, before any task runs.
   */
  public void parquet(String path) {
    write(FileFormat.PARQUET, path);
  }

  /**
   * As {@link #parquet}, CSV files. Options: {@code header}, {@code sep}, {@code compression}...
   */
  public void csv(String path) {
    write(FileFormat.CSV, path);
  }

  /** As {@link #parquet}, files with a JSON object a line. */
  public void json(String path) {
    write(FileFormat.JSON, path);
  }

  /** As {@link #parquet}, files with a line for each row, of the only column, a string. */
  public void text(String path) {
    write(FileFormat.TEXT, path);
  }

  private void write(FileFormat format, String path) {
    if (Required.of(path, "the path").isBlank()) {
      throw new DistaffException(ErrorCode.USAGE, format.label() + "() needs a path");
    }
    Session session = input.session();
    PlannableQuery query = session.plannable(sorted.query());
    OutputFormat output = OutputFormat.of(format, options, session.driver().session().config());
    try (StatementExecution write = session.driver().write(query, path, mode, output)) {
      Session.drain(write);
      input.ran(write.partitions());
    }
  }
}
