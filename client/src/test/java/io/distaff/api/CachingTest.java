package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.distaff.driver.DecodedStatement;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.Counter;
import io.distaff.plan.StorageLevel;
import io.distaff.row.Row;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cached data sets through the whole engine, in SQL and from programs. */
class CachingTest {
  private static final String COUNTED =
      "SELECT o_orderpriority, count(*), sum(o_totalprice) FROM %s GROUP BY 1 ORDER BY 1";

  @TempDir static Path data;

  private static Session session;

  @BeforeAll
  static void start() {
    session =
        Session.builder()
            .master("local[2]")
            .config("distaff.sql.single-task.threshold", "0b")
            .config("distaff.sql.single-task.rows", "0")
            .config("distaff.write.targetFileSize", "200k")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    session.close();
  }

  @BeforeEach
  void writeOrders() {
    orders(0);
    session.sql(
        "CREATE OR REPLACE TEMPORARY VIEW orders USING parquet OPTIONS (path '%s/orders')"
            .formatted(data));
  }

  private static void orders(int smallestKey) {
    session
        .sql("SELECT * FROM tpch.`sf0.01`.orders WHERE o_orderkey > " + smallestKey)
        .write()
        .mode("overwrite")
        .parquet(data + "/orders");
  }

  @AfterEach
  void clear() {
    session.sql("CLEAR CACHE");
  }

  private record Run(List<List<Object>> rows, StatementStatistics statistics) {
    long hits() {
      return statistics.count(Counter.CACHE_HITS);
    }

    long misses() {
      return statistics.count(Counter.CACHE_MISSES);
    }
  }

  private static Run run(String sql) {
    List<List<Object>> rows = new ArrayList<>();
    try (DecodedStatement execution = session.driver().execute(sql)) {
      RowIterator iterator = new RowIterator(execution);
      while (iterator.hasNext()) {
        rows.add(List.copyOf(iterator.next().values()));
      }
      return new Run(rows, execution.statistics());
    }
  }

  private static Run run(DataFrame frame) {
    List<List<Object>> rows = new ArrayList<>();
    try (DecodedStatement execution = session.driver().execute(session.plannable(frame.query()))) {
      RowIterator iterator = new RowIterator(execution);
      while (iterator.hasNext()) {
        rows.add(List.copyOf(iterator.next().values()));
      }
      return new Run(rows, execution.statistics());
    }
  }

  private static String explained(String sql) {
    StringBuilder text = new StringBuilder();
    run("EXPLAIN STAGES " + sql).rows().forEach(row -> text.append(row.get(0)).append('\n'));
    return text.toString();
  }

  @Test
  void theSecondActionReadsTheCacheAndNoFiles() {
    String query = COUNTED.formatted("orders");
    List<List<Object>> expected = run(query).rows();
    Run made = run("CACHE TABLE orders");
    assertThat(made.rows()).isEmpty();
    assertThat(made.misses()).isPositive();
    assertThat(made.statistics().count(Counter.BYTES_READ)).isPositive();
    Run cached = run(query);
    assertThat(cached.rows()).isEqualTo(expected);
    assertThat(cached.statistics().count(Counter.BYTES_READ)).isZero();
    assertThat(cached.hits()).isEqualTo(made.misses());
    assertThat(cached.misses()).isZero();
    // Of nine columns two are read.
    assertThat(cached.statistics().count(Counter.CACHE_BYTES_READ))
        .isLessThan(made.statistics().count(Counter.CACHE_BYTES_WRITTEN) / 3);
    assertThat(explained(query)).contains("CachedScan orders (cache-");
  }

  @Test
  void aLazyCacheIsFilledByTheFirstQueryThatReadsIt() {
    run("CACHE LAZY TABLE orders");
    assertThat(explained("SELECT count(*) FROM orders")).contains("memory and disk");
    Run first = run("SELECT count(*) FROM orders WHERE o_orderkey < 100");
    assertThat(first.misses()).isPositive();
    assertThat(first.statistics().count(Counter.BYTES_READ)).isPositive();
    Run second = run("SELECT count(*) FROM orders");
    assertThat(second.rows()).containsExactly(List.of(15_000L));
    assertThat(second.statistics().count(Counter.BYTES_READ)).isZero();
    assertThat(second.hits()).isEqualTo(first.misses());
  }

  @Test
  void everyLevelGivesTheSameRows() {
    List<List<Object>> expected = run(COUNTED.formatted("orders")).rows();
    for (StorageLevel level : StorageLevel.values()) {
      run("CACHE TABLE orders OPTIONS ('storageLevel' '" + level + "')");
      Run cached = run(COUNTED.formatted("orders"));
      assertThat(cached.rows()).isEqualTo(expected);
      assertThat(cached.hits()).isPositive();
      run("UNCACHE TABLE orders");
      Run uncached = run(COUNTED.formatted("orders"));
      assertThat(uncached.rows()).isEqualTo(expected);
      assertThat(uncached.hits() + uncached.misses()).isZero();
      assertThat(uncached.statistics().count(Counter.BYTES_READ)).isPositive();
    }
  }

  /** As in Spark: what is cached stays as it was, whatever happens to its source. */
  @Test
  void anOverwrittenSourceShowsWhenTheCacheIsGone() {
    run("CACHE TABLE orders");
    orders(30_000);
    assertThat(run("SELECT count(*) FROM orders").rows()).containsExactly(List.of(15_000L));
    run("UNCACHE TABLE orders");
    assertThat(run("SELECT count(*) FROM orders").rows()).containsExactly(List.of(7_497L));
  }

  @Test
  void anEqualQueryReadsTheCacheWhateverItIsCalled() {
    run("CREATE OR REPLACE TEMPORARY VIEW big AS SELECT * FROM orders WHERE o_totalprice > 150000");
    run("CACHE TABLE big");
    String sub =
        "SELECT count(*) FROM (SELECT * FROM orders WHERE o_totalprice > 150000) WHERE o_orderkey >"
            + " 10";
    assertThat(run(sub).hits()).isPositive();
    Run inSubQuery =
        run(
            "SELECT count(*) FROM orders WHERE o_orderkey IN (SELECT o_orderkey FROM big WHERE"
                + " o_custkey > 500)");
    assertThat(inSubQuery.hits()).isPositive();
    assertThat(run("SELECT count(*) FROM orders WHERE o_totalprice > 160000").hits()).isZero();
    run("UNCACHE TABLE big");
    assertThat(run(sub).hits()).isZero();
  }

  @Test
  void aggregatesAndOrdersAreCachedAsTheyAre() {
    String query =
        "SELECT o_custkey c, count(*) n, sum(o_totalprice) s FROM orders GROUP BY 1 ORDER BY s"
            + " DESC";
    List<List<Object>> expected = run("SELECT c, n FROM (" + query + ") ORDER BY c").rows();
    run("CACHE TABLE customers AS " + query);
    Run cached = run("SELECT c, n FROM customers ORDER BY c");
    assertThat(cached.rows()).isEqualTo(expected);
    assertThat(cached.hits()).isPositive();
    assertThat(run("SHOW TABLES").rows()).contains(List.of("", "customers", "view, cached"));
    Run joined =
        run(
            "SELECT count(*) FROM orders JOIN customers ON o_custkey = c JOIN customers x USING"
                + " (c)");
    assertThat(joined.rows()).containsExactly(List.of(15_000L));
    run("DROP VIEW customers");
    assertThatThrownBy(() -> run("SELECT * FROM customers")).isInstanceOf(DistaffException.class);
  }

  @Test
  void aCacheOfACacheReadsIt() {
    run("CACHE TABLE orders");
    Run made = run("CACHE TABLE few AS SELECT o_orderkey FROM orders WHERE o_orderkey <= 1000");
    assertThat(made.hits()).isPositive();
    assertThat(made.statistics().count(Counter.BYTES_READ)).isZero();
    run("UNCACHE TABLE orders");
    Run read = run("SELECT count(*), max(o_orderkey) FROM few");
    assertThat(read.statistics().count(Counter.BYTES_READ)).isZero();
    assertThat(read.misses()).isZero();
  }

  @Test
  void aProgramCachesAndFrees() {
    DataFrame orders =
        session
            .read()
            .parquet(data + "/orders")
            .filter("o_orderstatus = 'O'")
            .orderBy("o_orderkey");
    long count = orders.count();
    assertThat(orders.storageLevel()).isEmpty();
    assertThat(orders.persist(StorageLevel.MEMORY_ONLY)).isSameAs(orders);
    assertThat(orders.storageLevel()).contains(StorageLevel.MEMORY_ONLY);
    assertThat(orders.cache().storageLevel()).contains(StorageLevel.MEMORY_ONLY);
    assertThat(orders.count()).isEqualTo(count);
    Run counted = run(orders.groupBy("o_orderpriority").agg("count(*) AS n"));
    assertThat(counted.hits()).isPositive();
    assertThat(counted.statistics().count(Counter.BYTES_READ)).isZero();
    // Actions that take a part read the cache too.
    Run taken = run(orders.limit(3));
    assertThat(taken.hits()).isPositive();
    List<Row> rows = orders.take(3);
    orders.unpersist();
    assertThat(orders.storageLevel()).isEmpty();
    assertThat(orders.take(3)).isEqualTo(rows);
    Run after = run(orders);
    assertThat(after.hits() + after.misses()).isZero();
    assertThat(after.rows()).hasSize((int) count);
  }

  @Test
  void executorsTellWhatTheyKeep() {
    DataFrame orders = session.read().parquet(data + "/orders").cache();
    long count = orders.count();
    assertThat(count).isPositive();
    await().until(() -> storageBytes() > count);
    orders.unpersist();
    await().until(() -> storageBytes() == 0);
  }

  private static long storageBytes() {
    return session.executors().stream()
        .mapToLong(executor -> executor.memory().orElseThrow().storageBytes())
        .sum();
  }

  @Test
  void whatIsUncachedLeavesNothingBehind() throws IOException {
    long filesBefore = cacheFiles();
    run("CACHE TABLE orders OPTIONS ('storageLevel' 'DISK_ONLY')");
    assertThat(cacheFiles()).isGreaterThan(filesBefore);
    run("UNCACHE TABLE orders");
    await().until(() -> cacheFiles() == filesBefore);
  }

  private static long cacheFiles() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    long files = 0;
    try (Stream<Path> directories = Files.list(temporary)) {
      for (Path directory :
          directories
              .filter(path -> path.getFileName().toString().startsWith("distaff-local-"))
              .sorted(Comparator.naturalOrder())
              .toList()) {
        try (Stream<Path> inIt = Files.list(directory)) {
          files += inIt.filter(path -> path.getFileName().toString().startsWith("cache-")).count();
        }
      }
    }
    return files;
  }

  @Test
  void aCacheThatCanNotBeFilledIsNone() {
    assertThatThrownBy(
            () ->
                run("CACHE TABLE broken AS SELECT 1 / (o_orderkey - o_orderkey) AS x FROM orders"))
        .isInstanceOf(DistaffException.class);
    assertThat(run("SHOW TABLES").rows()).noneMatch(row -> row.get(1).equals("broken"));
    run("CACHE TABLE broken AS SELECT o_orderkey FROM orders");
    run("DROP VIEW broken");
  }

  @Test
  void mistakesAreToldWithTheirPlace() {
    assertFails("CACHE TABLE nowhere", ErrorCode.TABLE_NOT_FOUND, "nowhere");
    assertFails("UNCACHE TABLE nowhere", ErrorCode.TABLE_NOT_FOUND, "nowhere");
    assertFails("CACHE TABLE orders AS SELECT 1", ErrorCode.SEMANTIC_ERROR, "exists already");
    assertFails(
        "CACHE TABLE orders OPTIONS ('storageLevel' 'MEMORY')",
        ErrorCode.SYNTAX_ERROR,
        "[MEMORY_ONLY, MEMORY_AND_DISK, DISK_ONLY], not MEMORY");
    assertFails("CACHE TABLE orders OPTIONS ('level' 'x')", ErrorCode.SYNTAX_ERROR, "storageLevel");
    assertFails("CACHE TABLE a.b AS SELECT 1", ErrorCode.SYNTAX_ERROR, "one part");
    assertFails("CACHE TABLE x SELECT nothing FROM orders", ErrorCode.SEMANTIC_ERROR, "nothing");
    assertThat(run("UNCACHE TABLE IF EXISTS nowhere").rows()).isEmpty();
    assertThat(run("UNCACHE TABLE orders").rows()).isEmpty();
  }

  private static void assertFails(String sql, ErrorCode code, String message) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOfSatisfying(DistaffException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void aLocalCheckpointKeepsTheRowsOfItsTime() {
    DataFrame orders = session.read().parquet(data + "/orders").filter("o_orderstatus = 'O'");
    long count = orders.count();
    assertThat(orders.localCheckpoint()).isSameAs(orders);
    assertThat(orders.storageLevel()).contains(StorageLevel.MEMORY_AND_DISK);
    orders(30000);
    Run counted = run(orders.groupBy("o_orderpriority").agg("count(*) AS n"));
    assertThat(counted.hits()).isPositive();
    assertThat(counted.statistics().count(Counter.BYTES_READ)).isZero();
    assertThat(orders.count()).isEqualTo(count);
    orders.unpersist();
    assertThat(session.read().parquet(data + "/orders").filter("o_orderstatus = 'O'").count())
        .isLessThan(count);
  }

  @Test
  void aViewOfAnotherSourceUnderTheSameNameDoesNotReadTheCache() {
    DataFrame before = session.table("orders").filter("o_orderkey < 1000");
    before.cache();
    long count = before.count();
    session
        .sql("SELECT * FROM tpch.`sf0.01`.orders WHERE o_orderkey < 10")
        .write()
        .mode("overwrite")
        .parquet(data + "/few");
    run(
        "CREATE OR REPLACE TEMPORARY VIEW orders USING parquet OPTIONS (path '%s/few')"
            .formatted(data));
    assertThat(session.table("orders").filter("o_orderkey < 1000").count()).isLessThan(10);
    assertThat(before.count()).isEqualTo(count);
  }
}
