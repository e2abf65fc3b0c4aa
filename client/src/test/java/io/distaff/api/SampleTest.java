package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TABLESAMPLE, over the numbers 0 to 59,999 in six files that several tasks read. */
class SampleTest {
  private static final int FILE_ROWS = 10_000;

  @TempDir static Path directory;
  private static Session session;

  @BeforeAll
  static void open() throws SQLException {
    session = Session.builder().master("local[2]").getOrCreate();
    session.conf().set("distaff.sql.single-task.threshold", "0");
    session.conf().set("distaff.sql.single-task.rows", "0");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      for (int part = 0; part < 6; part++) {
        statement.execute(
            "COPY (SELECT i AS id FROM range(%d, %d) AS x(i)) TO '%s/part-%d.parquet'"
                .formatted(part * FILE_ROWS, (part + 1) * FILE_ROWS, directory, part));
      }
    }
    session.read().parquet(directory.toString()).createOrReplaceTempView("t");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void rowsComeMoreThanOnceWithReplacement() {
    DataFrame numbers = session.table("t");
    DataFrame sampled = numbers.sample(true, 1.5, 7);
    List<Long> ids = sampled.collect().stream().map(row -> row.getLong(0)).sorted().toList();
    assertThat(sampled.columns()).containsExactly("id");
    assertThat(ids).hasSizeBetween(88_000, 92_000);
    assertThat(ids.stream().distinct().count())
        .as("a row is left out with probability e^-1.5 = 22 %")
        .isBetween(45_500L, 47_800L);
    assertThat(numbers.sample(true, 1.5, 7).count()).as("the same seed").isEqualTo(ids.size());
    assertThat(numbers.sample(true, 0, 1).count()).isZero();
    assertThat(numbers.limit(1000).sample(true, 50, 1).count()).isBetween(48_500L, 51_500L);
    assertThat(numbers.sample(false, 0.5, 7).distinct().count()).isBetween(29_000L, 31_000L);
    assertThatThrownBy(() -> numbers.sample(true, 1000))
        .hasMessageContaining("a fraction with replacement is from 0 to 100");
    assertThatThrownBy(() -> numbers.sample(true, Double.NaN)).isInstanceOf(DistaffException.class);
  }

  private static List<Long> ids(String from) {
    return session.sql("SELECT id FROM " + from).collect().stream()
        .map(row -> (Long) row.values().get(0))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t TABLESAMPLE (10 PERCENT) | 5000 | 7000",
        "t TABLESAMPLE (0.5 PERCENT) AS s | 150 | 450",
        "t AS s TABLESAMPLE (10 PERCENT) REPEATABLE (3) | 5000 | 7000",
        "(SELECT id FROM t WHERE id < 30000) TABLESAMPLE (50 PERCENT) | 14000 | 16000",
        "(SELECT id FROM t) AS s TABLESAMPLE BERNOULLI (50) | 28000 | 32000",
        "t TABLESAMPLE BERNOULLI (90.5 PERCENT) REPEATABLE (-1) | 53000 | 55500",
        "t TABLESAMPLE SYSTEM (50) | 10000 | 50000",
        "t TABLESAMPLE (BUCKET 3 OUT OF 4) | 43000 | 47000",
        "t TABLESAMPLE (0 PERCENT) | 0 | 0",
        "t TABLESAMPLE (100 PERCENT) | 60000 | 60000",
        "t TABLESAMPLE (7 ROWS) | 7 | 7",
        "t AS s TABLESAMPLE (7 ROWS) | 7 | 7",
        "(SELECT id FROM t) TABLESAMPLE (7 ROWS) | 7 | 7",
        "t TABLESAMPLE (70000 ROWS) | 60000 | 60000"
      })
  void givesAPartOfTheRows(String from, int fewest, int most) {
    List<Long> ids = ids(from);
    assertThat(ids).hasSizeBetween(fewest, most).doesNotHaveDuplicates();
    assertThat(ids).allMatch(id -> id >= 0 && id < 6 * FILE_ROWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(10 PERCENT)", "BERNOULLI (10)", "SYSTEM (30)"})
  void givesTheSameRowsForTheSameSeed(String method) {
    List<Long> ids = ids("t TABLESAMPLE " + method + " REPEATABLE (12345678901)");
    assertThat(ids("t TABLESAMPLE " + method + " REPEATABLE (12345678901)")).isEqualTo(ids);
    assertThat(ids("t TABLESAMPLE " + method + " REPEATABLE (12345678902)")).isNotEqualTo(ids);
    assertThat(ids("t TABLESAMPLE " + method)).isNotEqualTo(ids("t TABLESAMPLE " + method));
  }

  @Test
  void choosesForEachPartitionOnItsOwn() {
    List<Long> ids = ids("t TABLESAMPLE (10 PERCENT) REPEATABLE (1)");
    List<Long> first = ids.stream().filter(id -> id < FILE_ROWS).toList();
    List<Long> last = ids.stream().map(id -> id - 5 * FILE_ROWS).filter(id -> id >= 0).toList();
    assertThat(first).isNotEmpty().isNotEqualTo(last);
  }

  @Test
  void samplesBeforeItFilters() {
    List<Long> all = ids("t TABLESAMPLE (10 PERCENT) REPEATABLE (5)");
    assertThat(ids("t TABLESAMPLE (10 PERCENT) REPEATABLE (5) WHERE id % 2 = 0"))
        .isEqualTo(all.stream().filter(id -> id % 2 == 0).toList());
    assertThat(
            ids(
                "(SELECT s.id FROM t TABLESAMPLE (10 PERCENT) REPEATABLE (5) AS s JOIN"
                    + " (SELECT id AS other FROM t WHERE id < 100) ON s.id = other)"))
        .isEqualTo(all.stream().filter(id -> id < 100).toList());
  }

  @Test
  void samplesEachTableOfAJoin() {
    assertThat(
            session
                .sql(
                    "SELECT a.id FROM t TABLESAMPLE (5 ROWS) AS a CROSS JOIN t AS b TABLESAMPLE (3"
                        + " ROWS)")
                .count())
        .isEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t TABLESAMPLE (10) | expected PERCENT or ROWS, found ')'",
        "t TABLESAMPLE (110 PERCENT) | a sample is of 0 to 100 percent of the rows",
        "t TABLESAMPLE (BUCKET 5 OUT OF 4) | a sample is of 0 to 100 percent of the rows",
        "t TABLESAMPLE (BUCKET 1 OUT OF 0) | BUCKET needs at least one bucket",
        "t TABLESAMPLE (-1 PERCENT) | expected a number, found '-'",
        "t TABLESAMPLE (1.5 ROWS) | a number of rows is an integer",
        "t TABLESAMPLE (x PERCENT) | expected a number, found 'x'",
        "t TABLESAMPLE (10 PERCENT) REPEATABLE (x) | expected a number, found 'x'",
        "t TABLESAMPLE | expected BERNOULLI, SYSTEM or (, the statement ends",
        "t WHERE id > 2 TABLESAMPLE (10 PERCENT) | unexpected 'TABLESAMPLE'",
        "t JOIN t AS u ON t.id = u.id TABLESAMPLE (1 ROWS) | unexpected 'TABLESAMPLE'"
      })
  void saysWhatIsWrong(String from, String message) {
    assertThatThrownBy(() -> session.sql("SELECT 1 FROM " + from))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining(message);
  }
}
