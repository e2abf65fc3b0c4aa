package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text that is large beside the memory of a task: of 50 MB with {@value #LARGE_POOL_MIB} MiB, and
 * of {@value #SMALL_TEXT_BYTES} bytes with 64 MiB, all together more than there is. Wherever rows
 * are kept or written there are several copies of a value: a task takes values up to about an
 * eighth of its memory through everything.
 */
class LargeValuesTest {
  private static final long MIB = 1 << 20;
  private static final long RESERVED_BYTES = 300 * MIB;
  private static final int LARGE_TEXT_BYTES = 50_000_000;
  private static final int SMALL_TEXT_BYTES = 7_000_000;
  private static final int LARGE_POOL_MIB = 400;
  private static final int SMALL_POOL_MIB = 64;
  private static final int LARGE_ROWS = 10;
  private static final int SMALL_ROWS = 14;
  private static final int KEYS = 3;

  @TempDir static Path directory;
  private Session session;

  /** Tables of id, key = id % 3, and text that follows from the key, as CSV and JSON. */
  @BeforeAll
  static void generate() throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      for (boolean large : new boolean[] {true, false}) {
        int textBytes = large ? LARGE_TEXT_BYTES : SMALL_TEXT_BYTES;
        statement.execute(
            ("CREATE OR REPLACE TABLE t AS SELECT i AS id, i %% %d AS k, left((i %% %d) ||"
                    + " repeat((SELECT string_agg(md5(j::varchar), '') FROM range(1000) r(j)), %d),"
                    + " %d) AS text FROM range(%d) t(i)")
                .formatted(
                    KEYS,
                    KEYS,
                    textBytes / 32_000 + 1,
                    textBytes,
                    large ? LARGE_ROWS : SMALL_ROWS));
        for (String format : List.of("csv", "json")) {
          statement.execute(
              "COPY t TO '%s' (FORMAT %s)"
                  .formatted(directory.resolve(large + "." + format), format));
        }
      }
    }
  }

  private void open(int slots, int poolMebibytes) {
    long heapBytes = Runtime.getRuntime().maxMemory();
    long usableBytes = heapBytes - Math.min(RESERVED_BYTES, heapBytes / 4);
    session =
        Session.builder()
            .master("local[" + slots + "]")
            .config(
                "distaff.memory.fraction",
                Double.toString((double) poolMebibytes * MIB / usableBytes))
            .getOrCreate();
  }

  private void view(String format, boolean large) {
    session.sql(
        ("CREATE OR REPLACE TEMPORARY VIEW from_%s USING %s OPTIONS (path '%s', maxRecordSize"
                + " '64m', schema 'id bigint, k bigint, text string'%s)")
            .formatted(
                format,
                format,
                directory.resolve(large + "." + format),
                format.equals("csv") ? ", header 'true'" : ""));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private List<List<Object>> rows(String sql) {
    return session.sql(sql).collect().stream().map(Row::values).toList();
  }

  private void assertAnswer(String sql, String rows) {
    assertThat(rows(sql)).as(sql).hasToString(rows);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void largeValuesGoThroughEverything(boolean large) {
    open(1, large ? LARGE_POOL_MIB : SMALL_POOL_MIB);
    long numRows = large ? LARGE_ROWS : SMALL_ROWS;
    long textBytes = large ? LARGE_TEXT_BYTES : SMALL_TEXT_BYTES;
    String totals = "[[%d, %d]]".formatted(numRows, numRows * textBytes);
    view("csv", large);
    view("json", large);
    String count = "SELECT count(*), sum(length(text)) FROM ";
    assertAnswer(count + "from_csv", totals);
    assertAnswer(count + "from_json", totals);
    for (String format : List.of("csv", "json", "parquet")) {
      Path path = directory.resolve(large + "-out-" + format);
      session.sql(
          "INSERT OVERWRITE DIRECTORY '%s' USING %s SELECT * FROM from_csv"
              .formatted(path, format));
    }
    session
        .read()
        .parquet(directory.resolve(large + "-out-parquet").toString())
        .createOrReplaceTempView("from_parquet");
    assertAnswer(count + "from_parquet", totals);
    for (String table : List.of("csv", "json", "parquet")) {
      assertSorted(table, numRows);
    }
    assertAnswer(
        "SELECT k, count(*) FROM (SELECT k, text FROM from_parquet) GROUP BY k, text ORDER BY k",
        groups(numRows));
    assertAnswer(
        "SELECT k, n FROM (SELECT k, count(*) AS n, max(text) AS m FROM from_parquet GROUP BY k)"
            + " WHERE substr(m, 1, 1) = CAST(k AS string) ORDER BY k",
        groups(numRows));
    assertAnswer(
        "SELECT count(*), sum(length(a.text)) FROM from_parquet a JOIN from_csv b ON a.text ="
            + " b.text AND a.id = b.id",
        totals);
    session.conf().set("distaff.sql.single-task.threshold", "1");
    session.conf().set("distaff.sql.broadcast.threshold", "1");
    session.conf().set("distaff.sql.exchange.partitions", "3");
    assertAnswer(
        "SELECT count(*), sum(length(a.text)) FROM from_csv a JOIN from_json b ON a.id = b.id",
        totals);
  }

  private void assertSorted(String table, long numRows) {
    long previousKey = 0;
    long previousId = -1;
    List<List<Object>> sorted = rows("SELECT k, id FROM from_" + table + " ORDER BY text, id");
    assertThat(sorted).hasSize((int) numRows);
    for (List<Object> row : sorted) {
      long key = (long) row.get(0);
      long id = (long) row.get(1);
      assertThat(key > previousKey || (key == previousKey && id > previousId)).isTrue();
      previousKey = key;
      previousId = id;
    }
  }

  private static String groups(long numRows) {
    return "[[0, %d], [1, %d], [2, %d]]"
        .formatted((numRows + 2) / KEYS, (numRows + 1) / KEYS, numRows / KEYS);
  }

  @Test
  void aValueThatIsTooLargeIsATypedErrorThatNamesWhoHoldsWhat() {
    open(2, SMALL_POOL_MIB);
    view("csv", true);
    assertThatThrownBy(() -> rows("SELECT id FROM from_csv ORDER BY text"))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED))
        .hasMessageContaining("of at most 67108864 bytes")
        .hasMessageContaining("scan of from_csv: holds ")
        .hasMessageContaining("--executor-memory");
  }

  /**
   * Two tasks at a time, of which each needs more than its half of the memory for what can't spill.
   */
  @Test
  void tasksThatNeedMoreThanTheirShareRunOneAfterTheOther() {
    open(2, SMALL_POOL_MIB);
    view("csv", false);
    view("json", false);
    session.conf().set("distaff.sql.single-task.threshold", "1");
    assertAnswer(
        "SELECT length(listagg(text, '')) FROM from_csv WHERE id < 1"
            + " UNION ALL SELECT length(listagg(text, '')) FROM from_json WHERE id < 1",
        "[[%d], [%d]]".formatted(SMALL_TEXT_BYTES, SMALL_TEXT_BYTES));
  }
}
