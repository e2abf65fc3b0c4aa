package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries over several times what memory there is: 64 MiB for the operators of one task, in local
 * mode. What a row holds follows from its number, so that every answer is known.
 */
class LowMemoryTest {
  private static final long MIB = 1 << 20;
  private static final long POOL_BYTES = 64 * MIB;

  /** What the engine keeps of the heap for itself, as the memory options say. */
  private static final long RESERVED_BYTES = 300 * MIB;

  /** Rows of the table {@code lines}: their text alone is more than 8 times the pool. */
  private static final long NUM_LINES = 2_700_000;

  private static final int TEXT_BYTES = 200;
  private static final long NUM_GROUPS = 1_500_000;
  private static final long PARTITION_ROWS = 1_000_000;

  @TempDir static Path directory;
  private Session session;

  @BeforeAll
  static void generate() throws SQLException {
    assertThat(NUM_LINES * TEXT_BYTES).isGreaterThan(8 * POOL_BYTES);
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      // 7368787 is prime: every id comes once, in an order that looks random.
      statement.execute(
          ("COPY (SELECT i * 7368787 %% %d AS id,"
                  + " format('{:08d}', id) || repeat(md5(id::varchar), 6) AS text"
                  + " FROM range(%d) t(i)) TO '%s' (FORMAT parquet, COMPRESSION zstd)")
              .formatted(NUM_LINES, NUM_LINES, directory.resolve("lines.parquet")));
    }
  }

  @AfterEach
  void close() {
    session.close();
  }

  /** One task, without any exchange, over all of the data. */
  private void openForOneTask() {
    open(1, POOL_BYTES);
    session.conf().set("distaff.sql.single-task.threshold", "100g");
    session.conf().set("distaff.sql.single-task.rows", "2000000000");
  }

  private void open(int slots, long poolBytes) {
    long heapBytes = Runtime.getRuntime().maxMemory();
    double fraction = (double) poolBytes / (heapBytes - Math.min(RESERVED_BYTES, heapBytes / 4));
    session =
        Session.builder()
            .master("local[" + slots + "]")
            .config("distaff.memory.fraction", Double.toString(fraction))
            .getOrCreate();
    view("lines");
  }

  private void view(String name) {
    Path path = directory.resolve(name + ".parquet");
    session.read().parquet(path.toString()).createOrReplaceTempView(name);
  }

  private void assertAnswer(String sql, Object... values) {
    assertThat(session.sql(sql).first().values()).hasToString(Arrays.toString(values));
  }

  private static long sumBelow(long number) {
    return number * (number - 1) / 2;
  }

  // ---- many rows ----

  @Test
  void sorts() {
    openForOneTask();
    long expected = 0;
    try (RowIterator sorted = session.sql("SELECT id FROM lines ORDER BY text").toLocalIterator()) {
      while (sorted.hasNext()) {
        assertThat((long) sorted.next().get(0)).isEqualTo(expected++);
      }
    }
    assertThat(expected).isEqualTo(NUM_LINES);
  }

  @Test
  void groupsByManyKeys() {
    openForOneTask();
    String groups =
        "SELECT id %% %d AS g, count(*) AS n, sum(id) AS s, max(text) AS t FROM lines GROUP BY 1"
            .formatted(NUM_GROUPS);
    assertAnswer(
        ("SELECT count(*), sum(n), sum(s),"
                + " count_if(CAST(substr(t, 1, 8) AS bigint) = g + (n - 1) * %d) FROM (%s)")
            .formatted(NUM_GROUPS, groups),
        NUM_GROUPS,
        NUM_LINES,
        sumBelow(NUM_LINES),
        NUM_GROUPS);
  }

  @Test
  void joinsTwoLargeSides() {
    openForOneTask();
    assertAnswer(
        "SELECT count(*), sum(a.id), count_if(a.text = b.text)"
            + " FROM lines a JOIN lines b ON a.id = b.id",
        NUM_LINES,
        sumBelow(NUM_LINES),
        NUM_LINES);
  }

  @Test
  void numbersThePartitionOfAWindow() {
    openForOneTask();
    String numbered =
        ("SELECT id, text, row_number() OVER w AS r, lag(text) OVER w AS above,"
                + " count(*) OVER (PARTITION BY id < 0) AS total"
                + " FROM lines WHERE id < %d WINDOW w AS (PARTITION BY id < 0 ORDER BY id DESC)")
            .formatted(PARTITION_ROWS);
    assertAnswer(
        "SELECT count(*), count_if(r = %d - id), count_if(above > text), sum(total) FROM (%s)"
            .formatted(PARTITION_ROWS, numbered),
        PARTITION_ROWS,
        PARTITION_ROWS,
        PARTITION_ROWS - 1,
        PARTITION_ROWS * PARTITION_ROWS);
  }

  // ---- one key that holds half of the rows ----

  private static final String SKEWED =
      "(SELECT CASE WHEN id %% 2 = 0 THEN 0 ELSE id END AS k, id, text FROM lines)"
          .replace("%%", "%");

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void joinsOnAKeyThatHoldsHalfOfTheRows(String skewedSide) {
    openForOneTask();
    // Of the other side, two rows match the large key: all pairs are given, half of them large.
    String other = "(SELECT CASE WHEN id IN (2, 4) THEN 0 ELSE id END AS k, text FROM lines)";
    String a = skewedSide.equals("a") ? SKEWED : other;
    String b = skewedSide.equals("a") ? other : SKEWED;
    long odd = NUM_LINES / 2;
    long pairs = odd + 3 * (NUM_LINES - odd);
    assertAnswer(
        "SELECT count(*), sum(a.k), sum(length(a.text) + length(b.text))"
            + " FROM %s a JOIN %s b ON a.k = b.k".formatted(a, b),
        pairs,
        odd * odd,
        2 * TEXT_BYTES * pairs);
  }

  @Test
  void groupsAndNumbersAKeyThatHoldsHalfOfTheRows() {
    openForOneTask();
    long even = NUM_LINES - NUM_LINES / 2;
    assertAnswer(
        "SELECT max(n), count(*), sum(s) FROM (SELECT k, count(*) AS n, sum(id) AS s,"
            + " min(text) AS t FROM %s GROUP BY k)".formatted(SKEWED),
        even,
        NUM_LINES / 2 + 1,
        sumBelow(NUM_LINES));
    assertAnswer(
        "SELECT count(*), max(r), sum(length(t)) FROM (SELECT row_number() OVER w AS r,"
            + " first_value(text) OVER w AS t FROM %s WINDOW w AS (PARTITION BY k ORDER BY id))"
                .formatted(SKEWED),
        NUM_LINES,
        even,
        NUM_LINES * TEXT_BYTES);
  }

  @Test
  void exchangesAKeyThatHoldsHalfOfTheRows() {
    open(1, POOL_BYTES);
    session.conf().set("distaff.sql.single-task.threshold", "1");
    session.conf().set("distaff.sql.exchange.partitions", "4");
    session.conf().set("distaff.sql.broadcast.threshold", "1");
    assertAnswer(
        "SELECT max(n), count(*), sum(s) FROM (SELECT k, count(*) AS n, sum(id) AS s,"
            + " count(DISTINCT text) AS d FROM %s GROUP BY k)".formatted(SKEWED),
        NUM_LINES - NUM_LINES / 2,
        NUM_LINES / 2 + 1,
        sumBelow(NUM_LINES));
  }
}
