package io.distaff.api;

import io.distaff.driver.OutputFormat;
import io.distaff.driver.StatementExecution;
import io.distaff.driver.WriteLayout;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.FileFormat;
import io.distaff.planner.PlannableQuery;
import io.distaff.scheduler.commit.SaveMode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a DataFrame to files, which appear at once when all of them are written; a write that
 * fails leaves what was there. Confined to one thread.
 */
public final class DataFrameWriter {
  private final DataFrame input;
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private SaveMode mode = SaveMode.ERROR;
  private FileFormat format = FileFormat.PARQUET;

  /** What is written: the input, or its rows in another order. */
  private DataFrame sorted;

  DataFrameWriter(DataFrame input) {
    this.input = input;
    this.sorted = input;
  }

  /** What happens to data that is there already; {@link SaveMode#ERROR} unless set. */
  public DataFrameWriter mode(SaveMode mode) {
    this.mode = mode;
    return this;
  }

  /**
   * As {@link #mode(SaveMode)}.
   *
   * @param mode error, append, overwrite, overwrite_partitions or ignore
   */
  public DataFrameWriter mode(String mode) {
    return mode(Choice.of(SaveMode.class, "save mode", mode));
  }

  /** An option of the format, such as {@code option("compression", "zstd")}. */
  public DataFrameWriter option(String key, String value) {
    options.put(key, value);
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
    options.putAll(more);
    return this;
  }

  /** Puts the rows of each file in order. */
  public DataFrameWriter sortBy(String first, String... more) {
    sorted = input.sortWithinPartitions(first, more);
    return this;
  }

  /** The format of what {@link #save} writes: parquet, csv or json; Parquet unless set. */
  public DataFrameWriter format(String name) {
    format = Choice.of(FileFormat.class, "format", name);
    return this;
  }

  /** As {@link #parquet}, files of the {@link #format}. */
  public void save(String path) {
    write(format, path);
  }

  /**
   * Divides the files into directories by the values of columns, which are left out of the files:
   * {@code partitionBy("year", "month")} writes to {@code year=2024/month=1/}. With the option
   * {@code partitionOverwriteMode} set to {@code dynamic}, or the mode {@code
   * overwrite_partitions}, an overwrite replaces only the directories that it writes to.
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

  private void write(FileFormat format, String path) {
    if (path.isBlank()) {
      throw new DistaffException(ErrorCode.USAGE, format.label() + "() needs a path");
    }
    Session session = input.session();
    PlannableQuery query = session.plannable(sorted.query());
    OutputFormat output = OutputFormat.of(format, options);
    try (StatementExecution write = session.driver().write(query, path, mode, output)) {
      Session.drain(write);
      input.ran(write.partitions());
    }
  }
}
