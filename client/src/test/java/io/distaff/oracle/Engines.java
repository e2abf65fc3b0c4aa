package io.distaff.oracle;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.Driver;
import io.distaff.driver.EngineOptions;
import io.distaff.driver.LocalDriver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This engine in several states, and DuckDB, over the same tables. */
final class Engines implements AutoCloseable {
  /** Below this, tasks can't do without; at it, they spill what they can. */
  private static final String LITTLE_MEMORY = "0.012";

  private static final int MOST_ATTEMPTS = 400;

  private final Map<String, Driver> drivers = new LinkedHashMap<>();
  private final Connection duckDb;

  private Engines(Connection duckDb) {
    this.duckDb = duckDb;
  }

  /** Starts all, with the tables of a seed in the directory. */
  static Engines open(Path directory, long seed) throws SQLException {
    Engines engines = new Engines(DriverManager.getConnection("jdbc:duckdb:"));
    try (Statement statement = engines.duckDb.createStatement()) {
      statement.execute("SET threads = 1");
      RandomTables.make(statement, directory, seed);
    }
    Map<String, String> exchanges =
        Map.of(
            "distaff.sql.single-task.threshold", "0b",
            "distaff.sql.single-task.rows", "0",
            "distaff.sql.exchange.partitions", "3");
    Map<String, String> littleMemory = new LinkedHashMap<>(exchanges);
    littleMemory.put("distaff.sql.broadcast.threshold", "0b");
    littleMemory.put("distaff.memory.fraction", LITTLE_MEMORY);
    engines.start("one task", Map.of(), directory);
    engines.start("exchanges", exchanges, directory);
    engines.start("little memory", littleMemory, directory);
    return engines;
  }

  private void start(String name, Map<String, String> settings, Path directory) {
    Driver driver =
        LocalDriver.start(
            DistaffConfig.of(settings), new OptionRegistry(EngineOptions.FAMILIES), 2);
    drivers.put(name, driver);
    for (RandomTables.Table table : RandomTables.TABLES) {
      driver
          .execute(
              "CREATE TEMPORARY VIEW %1$s USING parquet OPTIONS (path '%2$s/%1$s')"
                  .formatted(table.name(), directory))
          .close();
    }
  }

  /** How the first state that differs from DuckDB does; empty when none does. */
  Optional<String> difference(Sql sql, boolean ordered) {
    Answer expected = Answer.of(duckDb, sql.duckDb());
    if (expected.isCut()) {
      return Optional.empty();
    }
    for (Map.Entry<String, Driver> driver : drivers.entrySet()) {
      String difference = Answer.of(driver.getValue(), sql.ours()).difference(expected, ordered);
      if (difference != null) {
        return Optional.of(driver.getKey() + ": " + difference);
      }
    }
    return Optional.empty();
  }

  /** Fails with the smallest text that can be found to differ, if the engines do. */
  void check(Sql sql, boolean ordered, String seed) {
    Optional<String> difference = difference(sql, ordered);
    if (difference.isPresent()) {
      Sql small = smallest(sql, ordered);
      throw new AssertionError(
          "%s\n%s\nours:   %s\nDuckDB: %s\nof:     %s"
              .formatted(
                  seed,
                  difference(small, ordered).orElse("once: " + difference.get()),
                  small.ours(),
                  small.duckDb(),
                  sql.ours()),
          Answer.of(drivers.values().iterator().next(), small.ours()).error());
    }
  }

  /** Only texts that DuckDB understands are tried. */
  private Sql smallest(Sql sql, boolean ordered) {
    boolean error = Answer.of(duckDb, sql.duckDb()).error() != null;
    Sql smallest = sql;
    int attempts = 0;
    boolean found = true;
    while (found) {
      found = false;
      int length = smallest.ours().length();
      List<Sql> candidates =
          smallest.smaller().filter(candidate -> candidate.ours().length() < length).toList();
      for (Sql candidate : candidates) {
        if (attempts++ > MOST_ATTEMPTS) {
          return smallest;
        }
        boolean fails = Answer.of(duckDb, candidate.duckDb()).error() != null;
        if (fails == error && difference(candidate, ordered).isPresent()) {
          smallest = candidate;
          found = true;
          break;
        }
      }
    }
    return smallest;
  }

  @Override
  public void close() throws SQLException {
    drivers.values().forEach(Driver::close);
    duckDb.close();
  }
}
