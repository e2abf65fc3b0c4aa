package io.distaff.cli.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The engines that can be measured. */
public enum Engine {
  DISTAFF,
  DUCKDB,
  SPARK;

  /** The engine of this name, as it is written on the command line. */
  public static Optional<Engine> of(String name) {
    return Arrays.stream(values()).filter(each -> each.toString().equals(name)).findFirst();
  }

  /** Every name, for help and messages. */
  public static String names() {
    return Arrays.stream(values()).map(Engine::toString).collect(Collectors.joining(","));
  }

  /** Writes what a query gives to a directory, as Parquet that is compressed with ZSTD. */
  String writeStatement(String query, String directory) {
    return switch (this) {
      case DISTAFF, SPARK ->
          "INSERT OVERWRITE DIRECTORY '%s' USING parquet OPTIONS (compression 'zstd') %s"
              .formatted(directory, query);
      case DUCKDB ->
          "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd, PER_THREAD_OUTPUT, OVERWRITE)"
              .formatted(query, directory);
    };
  }

  /** Counts the rows of a directory's Parquet files. */
  public String countStatement(String directory) {
    return "SELECT count(*) AS n FROM " + filesIn(directory);
  }

  /** A table expression for the Parquet files of a directory. */
  String filesIn(String directory) {
    return switch (this) {
      case DISTAFF, SPARK -> "parquet.`%s`".formatted(directory);
      case DUCKDB -> "read_parquet('%s/*.parquet')".formatted(directory);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
