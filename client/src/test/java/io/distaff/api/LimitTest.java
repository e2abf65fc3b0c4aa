package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LIMIT without an order, over eight files with 100 numbers each. */
class LimitTest {
  @TempDir static Path directory;
  private static Session session;

  @BeforeAll
  static void open() throws SQLException {
    session = Session.builder().master("local[4]").getOrCreate();
    session.conf().set("distaff.sql.single-task.threshold", "0");
    session.conf().set("distaff.sql.single-task.rows", "0");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      for (int part = 0; part < 8; part++) {
        // Large enough for a task each.
        statement.execute(
            "COPY (SELECT i AS id, repeat(md5(i::varchar), 1500) AS s FROM range(%d, %d) AS x(i))"
                    .formatted(part * 100, (part + 1) * 100)
                + " TO '%s/part-%d.parquet' (COMPRESSION uncompressed)".formatted(directory, part));
      }
    }
    session.read().parquet(directory.toString()).createOrReplaceTempView("t");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t LIMIT 5 | 5",
        "t LIMIT 5 OFFSET 798 | 2",
        "t WHERE id % 100 = 7 LIMIT 6 | 6",
        "t WHERE id = 799 LIMIT 20 | 1",
        "t WHERE id < 0 LIMIT 20 | 0",
        "t LIMIT 3000 | 800",
        "t LIMIT 0 | 0",
        "(SELECT id FROM t WHERE id > 700 LIMIT 7) WHERE id > 0 | 7"
      })
  void givesAsManyRowsAsThereAre(String from, int rows) {
    assertThat(session.sql("SELECT id FROM " + from).collect())
        .hasSize(rows)
        .doesNotHaveDuplicates();
  }

  @Test
  void runsOneTaskIfItHasRowsEnough() {
    String plan =
        session.sql("EXPLAIN ANALYZE SELECT id FROM t LIMIT 5").collect().stream()
            .map(row -> (String) row.values().get(0))
            .collect(Collectors.joining("\n"));
    assertThat(plan).contains("Stage 0: 8 tasks, until there are 5 rows, to 1 partition");
    // With every task these would be five for each.
    assertThat(plan.substring(0, plan.indexOf("Stage 1"))).contains("Limit limit 5  (5 rows");
  }
}
