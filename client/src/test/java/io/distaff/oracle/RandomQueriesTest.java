package io.distaff.oracle;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries give the rows that DuckDB gives, in one task, with exchanges, in little memory.
 */
class RandomQueriesTest {
  private static final long FIRST_SEED = Long.getLong("distaff.oracle.seed", 1);
  private static final int COUNT = Integer.getInteger("distaff.oracle.count", 150);

  @TempDir static Path directory;
  private static Engines engines;

  @BeforeAll
  static void open() throws SQLException {
    engines = Engines.open(directory, FIRST_SEED);
  }

  @AfterAll
  static void close() throws SQLException {
    engines.close();
  }

  @TestFactory
  Stream<DynamicTest> queries() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + COUNT)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> check(seed)));
  }

  private static void check(long seed) {
    Queries.Query query = new Queries(seed).query();
    engines.check(query.sql(), query.ordered(), "seed " + seed);
  }
}
