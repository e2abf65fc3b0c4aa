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
import java.util.Random;

/**
 * This engine in several states, and DuckDB, over the same tables. What a state is like in detail
 * (partitions, what is broadcast, which tables are cached) is decided by the seed.
 */
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
    Random random = new Random(seed);
    engines.start("one task", Map.of(), List.of(), directory);
    Map<String, String> exchanges = exchanges(random, "0b", "4k", "32m");
    // The tables are so small that nothing would be shared otherwise.
    exchanges.put("distaff.sql.shared-rows", "always");
    engines.start("exchanges", exchanges, someTables(random), directory);
    Map<String, String> littleMemory = exchanges(random, "0b", "2k");
    littleMemory.put("distaff.memory.fraction", LITTLE_MEMORY);
    littleMemory.put("distaff.sql.shared-rows", seed % 2 == 0 ? "always" : "auto");
    engines.start("little memory", littleMemory, someTables(random), directory);
    return engines;
  }

  private static List<String> someTables(Random random) {
    return RandomTables.TABLES.stream()
        .map(RandomTables.Table::name)
        .filter(name -> random.nextInt(4) == 0)
        .toList();
  }

  private static Map<String, String> exchanges(Random random, String... broadcastThresholds) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("distaff.sql.single-task.threshold", "0b");
    settings.put("distaff.sql.single-task.rows", "0");
    settings.put("distaff.sql.exchange.partitions", String.valueOf(1 + random.nextInt(4)));
    settings.put(
        "distaff.sql.broadcast.threshold",
        broadcastThresholds[random.nextInt(broadcastThresholds.length)]);
    return settings;
  }

  private void start(
      String name, Map<String, String> settings, List<String> cached, Path directory) {
    Driver driver =
        LocalDriver.start(
            DistaffConfig.of(settings), new OptionRegistry(EngineOptions.FAMILIES), 2);
    drivers.put("%s %s, cached: %s".formatted(name, settings, cached), driver);
    for (RandomTables.Table table : RandomTables.TABLES) {
      driver
          .execute(
              "CREATE TEMPORARY VIEW %1$s USING parquet OPTIONS (path '%2$s/%1$s')"
                  .formatted(table.name(), directory))
          .close();
    }
    cached.forEach(table -> driver.execute("CACHE TABLE " + table).close());
  }

  /** How the first state that differs from DuckDB does; empty when none does. */
  Optional<String> difference(Sql sql, boolean ordered) {
    Answer expected = Answer.of(duckDb, sql.duckDb());
    if (expected.isUnknown()) {
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

  /** How each state would run it. */
  List<String> plans(Sql sql) {
    return drivers.values().stream()
        .map(driver -> Answer.of(driver, "EXPLAIN " + sql.ours()).rows().toString())
        .toList();
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

  /** Only texts that both engines understand as they did the whole are tried. */
  private Sql smallest(Sql sql, boolean ordered) {
    boolean error = Answer.of(duckDb, sql.duckDb()).error() != null;
    boolean isUsers = isUsersError(sql);
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
        if (fails == error
            && isUsersError(candidate) == isUsers
            && difference(candidate, ordered).isPresent()) {
          smallest = candidate;
          found = true;
          break;
        }
      }
    }
    return smallest;
  }

  private boolean isUsersError(Sql sql) {
    return Answer.of(drivers.values().iterator().next(), sql.ours()).isUsersError();
  }

  @Override
  public void close() throws SQLException {
    drivers.values().forEach(Driver::close);
    duckDb.close();
  }
}
