package io.distaff.oracle;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Random expressions over columns of every type give what DuckDB gives. */
class RandomExpressionsTest {
  private static final long FIRST_SEED = Long.getLong("distaff.oracle.seed", 1);
  private static final int COUNT = Integer.getInteger("distaff.oracle.count", 100);

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

  /** A query a seed: a few expressions of any kind, and one that rows must fulfil. */
  @TestFactory
  Stream<DynamicTest> expressions() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + COUNT)
        .mapToObj(
            seed ->
                DynamicTest.dynamicTest(
                    "seed " + seed,
                    () -> engines.check(query(new Random(seed)), false, "seed " + seed)));
  }

  private static Sql query(Random random) {
    Expressions expressions = new Expressions(random, RandomTables.columns("middle"));
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      items.add(Sql.of("$0 AS c" + i, expressions.of(kind, 1 + random.nextInt(4))));
    }
    List<Sql> conditions =
        random.nextBoolean() ? List.of(expressions.of(Kind.BOOLEAN, 4)) : List.of();
    return Sql.of(
        "SELECT id, $0 FROM middle$1",
        new Sql.Items("", ", ", "", 1, items),
        new Sql.Items(" WHERE ", " AND ", "", 0, conditions));
  }
}
