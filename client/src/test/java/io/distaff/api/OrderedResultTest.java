package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.row.Row;
import io.distaff.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ORDER BY over more than one task: every task sorts a range, and the ranges follow each other. */
class OrderedResultTest {
  @TempDir static Path directory;
  private static Session session;

  @BeforeAll
  static void open() {
    session = Session.builder().master("local[2]").getOrCreate();
    session.conf().set("distaff.sql.single-task.threshold", "0");
    session.conf().set("distaff.sql.single-task.rows", "0");
    session.conf().set("distaff.sql.exchange.partitions", "3");
    session
        .range(20_000)
        .selectExpr(
            "id",
            "nullif(id * 7919 % 1009, 5) AS a",
            "concat('t', cast(id * 31 % 400 AS string)) AS s",
            "array(id) AS n")
        .repartition(4)
        .write()
        .parquet(directory.resolve("t").toString());
    session.read().parquet(directory.resolve("t").toString()).createOrReplaceTempView("t");
    session.udf().register("plus_one", (Long x) -> x == null ? null : x + 1, DataType.BIGINT);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a, s, id FROM t",
        "SELECT a, s, id FROM t WHERE id % 3 = 0",
        "SELECT a, max(s) AS s, max(id) AS id FROM t GROUP BY a",
        "SELECT t.a, u.s, t.id FROM t JOIN t AS u ON t.id = u.id + 1",
        "SELECT plus_one(a) AS a, s, id FROM t",
        "SELECT a, s, id FROM t WHERE id < 2",
        "SELECT a, s, id FROM t WHERE id < 0"
      })
  void rowsComeInOrderFromSeveralTasks(String query) {
    String ordered = query + " ORDER BY a DESC NULLS LAST, s, id";
    assertThat(explained(ordered)).contains("to 3 partitions by ranges of a desc, s");
    List<Row> expected = new ArrayList<>(session.sql(query).collectAsList());
    expected.sort(
        Comparator.comparing(
                (Row row) -> (Long) row.get(0),
                Comparator.nullsLast(Comparator.<Long>reverseOrder()))
            .thenComparing(row -> (String) row.get(1))
            .thenComparing(row -> (Long) row.get(2)));
    assertThat(session.sql(ordered).collectAsList()).isEqualTo(expected);
  }

  @Test
  void filesComeInOrderToo() {
    Path out = directory.resolve("ordered");
    session.table("t").orderBy("s", "id").write().parquet(out.toString());
    List<Row> rows = session.read().parquet(out.toString()).select("s", "id").collectAsList();
    assertThat(rows)
        .hasSize(20_000)
        .isEqualTo(session.sql("SELECT s, id FROM t ORDER BY s, id").collectAsList());
    assertThat(out.toFile().list((d, name) -> name.endsWith(".parquet"))).hasSize(3);
  }

  @Test
  void aLimitBehindTheOrderTakesTheFirst() {
    List<Row> first = session.sql("SELECT id FROM t ORDER BY id LIMIT 5 OFFSET 2").collectAsList();
    assertThat(first).extracting(row -> row.get(0)).containsExactly(2L, 3L, 4L, 5L, 6L);
    DataFrame ordered = session.table("t").orderBy("id");
    for (DataFrame three :
        List.of(ordered.limit(3).select("id"), ordered.select("id").filter("id >= 0").limit(3))) {
      assertThat(three.collectAsList()).extracting(row -> row.get(0)).containsExactly(0L, 1L, 2L);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM (SELECT id, a FROM t ORDER BY id DESC) LIMIT 3",
        "WITH o AS (SELECT * FROM t ORDER BY id DESC) SELECT id FROM o WHERE id >= 0 LIMIT 3",
        "SELECT id FROM (SELECT id FROM (SELECT * FROM t ORDER BY id DESC LIMIT 9)) LIMIT 3",
        "SELECT id FROM (SELECT id, row_number() OVER () AS n FROM (SELECT id FROM t ORDER BY id"
            + " DESC)) WHERE n < 4 ORDER BY n",
        "SELECT explode(slice(collect_list(id), 1, 3)) FROM (SELECT id FROM t ORDER BY id DESC)",
        "SELECT id FROM last_first LIMIT 3"
      })
  void theOrderOfASubQueryIsSeen(String query) {
    session.table("t").orderBy(Functions.col("id").desc()).createOrReplaceTempView("last_first");
    assertThat(session.sql(query).collectAsList())
        .extracting(row -> row.get(0))
        .containsExactly(19_999L, 19_998L, 19_997L);
  }

  @Test
  void nestedKeysAreSortedInOneTask() {
    String ordered = "SELECT id, n FROM t ORDER BY n DESC";
    assertThat(explained(ordered)).doesNotContain("by ranges");
    assertThat(session.sql(ordered).first().get(0)).isEqualTo(19_999L);
  }

  private static String explained(String query) {
    return session.sql("EXPLAIN STAGES " + query).collectAsList().stream()
        .map(row -> row.get(0).toString())
        .reduce("", (a, b) -> a + "\n" + b);
  }
}
