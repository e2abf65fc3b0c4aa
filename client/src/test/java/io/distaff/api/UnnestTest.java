package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** UNNEST and the generators in SQL, with DuckDB as the oracle. */
class UnnestTest {
  @TempDir static Path directory;
  private static Session session;
  private static Connection duckDb;

  /** Arrays with nulls, empty, null, and one of 10,000 elements. */
  @BeforeAll
  static void open() throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    session = Session.builder().master("local[2]").getOrCreate();
    session.conf().set("distaff.sql.single-task.threshold", "0");
    session.conf().set("distaff.sql.single-task.rows", "0");
    session.conf().set("distaff.sql.exchange.partitions", "3");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute(
          """
          CREATE TABLE t AS
          SELECT CAST(i AS int) AS id, CAST(i % 7 AS int) AS k,
            CASE i % 11 WHEN 0 THEN NULL WHEN 1 THEN CAST([] AS int[])
              ELSE list_transform(range(CASE i WHEN 500 THEN 10000 ELSE i % 11 END),
                lambda j : CASE WHEN (i + j) % 5 = 0 THEN NULL ELSE CAST(i * j % 100 AS int) END)
              END AS a,
            CASE WHEN i % 4 = 0 THEN NULL
              ELSE list_transform(range(i % 6), lambda j : 's' || (i + j)) END AS s,
            list_transform(range(i % 3), lambda j : CASE WHEN j = 1 THEN NULL
              ELSE {'p': CAST(i AS int), 'q': 'q' || j} END) AS r,
            CASE WHEN i % 5 = 0 THEN NULL ELSE map_from_entries(list_transform(range(i % 4),
              lambda j : {'k': 'k' || j, 'v': CASE WHEN j = 2 THEN NULL ELSE i + j END})) END AS m,
            list_transform(range(i % 3), lambda j : list_transform(range(j + 1), lambda l : i + l))
              AS n
          FROM range(600) AS x(i)
          """);
      for (int part = 0; part < 3; part++) {
        statement.execute(
            "COPY (SELECT * FROM t WHERE id %% 3 = %d) TO '%s/part-%d.parquet' (FORMAT parquet)"
                .formatted(part, directory, part));
      }
    }
    session.read().parquet(directory.toString()).createOrReplaceTempView("t");
  }

  @AfterAll
  static void close() throws SQLException {
    session.close();
    duckDb.close();
  }

  private static List<String> rows(String sql) {
    List<String> rows = new ArrayList<>();
    for (Row row : session.sql(sql).collect()) {
      rows.add(row.values().stream().map(String::valueOf).toList().toString());
    }
    return rows.stream().sorted().toList();
  }

  private static void check(String sql, String duckSql) throws SQLException {
    List<String> expected = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(duckSql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          row.add(String.valueOf(result.getObject(c)));
        }
        expected.add(row.toString());
      }
    }
    assertThat(rows(sql)).as(sql).isEqualTo(expected.stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, x FROM t, UNNEST(t.a) AS u(x)",
        "SELECT id, x FROM t CROSS JOIN UNNEST(a) AS u(x) WHERE id > 400 AND x > 50",
        "SELECT id, x FROM t LEFT JOIN UNNEST(t.a) AS u(x) ON TRUE",
        "SELECT id, x FROM t LEFT JOIN UNNEST(a) AS u(x) ON TRUE WHERE k = 3 AND x IS NULL",
        "SELECT t.id, x FROM t JOIN UNNEST(t.a) AS u(x) ON u.x = t.id % 100",
        "SELECT id, y FROM t, UNNEST(n) AS u(x), UNNEST(u.x) AS v(y)",
        "SELECT id, x, y FROM t, UNNEST(a) AS u(x), UNNEST(s) AS v(y) WHERE id < 100",
        "SELECT id, x FROM t, LATERAL (SELECT x + id AS x FROM UNNEST(t.a) AS u(x) WHERE x > k) w",
        "SELECT count(*), count(x), sum(x) FROM t, UNNEST(a) AS u(x)",
        "SELECT count(*) FROM t, UNNEST(s) AS u(x)",
        "SELECT k, x, count(*) FROM t, UNNEST(s) AS u(x) GROUP BY k, x",
        "SELECT p.id, x, c.k FROM t AS p JOIN t AS c ON p.k = c.id, UNNEST(p.s) AS u(x)",
        "SELECT o.id, o.x, t.k FROM (SELECT id, x FROM t, UNNEST(a) AS u(x)) o"
            + " JOIN t ON o.x = t.id WHERE t.k < 5",
        "SELECT id FROM t WHERE id IN (SELECT x FROM t, UNNEST(a) AS u(x))",
        "SELECT x FROM t, UNNEST(a) AS u(x) UNION SELECT id FROM t WHERE id < 200",
        "SELECT * FROM UNNEST(ARRAY[1, NULL, 3]) AS u(x)",
        "SELECT id, x FROM t CROSS JOIN UNNEST(ARRAY['a', 'b']) AS u(x) WHERE id < 9",
        "SELECT id, x FROM t, UNNEST(ARRAY[id, k + 1]) AS u(x) WHERE x % 2 = 1",
      })
  void unnestsAsDuckDbDoes(String sql) throws SQLException {
    check(sql, sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id, x, o FROM t, UNNEST(a) WITH ORDINALITY AS u(x, o)"
            + "| SELECT id, unnest(a), unnest(range(1, len(a) + 1)) FROM t",
        "SELECT id, x, y FROM t, UNNEST(a, s) AS u(x, y) | SELECT id, unnest(a), unnest(s) FROM t",
        "SELECT id, key, \"value\" FROM t, UNNEST(m) AS u(key, `value`) WHERE FALSE"
            + "| SELECT 1, 2, 3 WHERE FALSE",
        "SELECT id, x, v FROM t, UNNEST(m) AS u(x, v)"
            + "| SELECT id, e.key, e.value FROM t, UNNEST(map_entries(m)) AS u(e)",
        "SELECT id, p, q FROM t, UNNEST(r) AS u(p, q)"
            + "| SELECT id, e.p, e.q FROM t, UNNEST(r) AS u(e)",
        "SELECT id, q FROM t LEFT JOIN UNNEST(r) AS u(p, q) ON TRUE"
            + "| SELECT id, e.q FROM t LEFT JOIN UNNEST(r) AS u(e) ON TRUE",
        "SELECT x, y FROM UNNEST(ARRAY[1, 2, 3], ARRAY['a', 'b']) AS u(x, y) WHERE y IS NULL"
            + "| SELECT 3, NULL",
        "SELECT * FROM UNNEST(MAP['a', 1, 'b', NULL]) AS u(x, y)"
            + "| VALUES ('a', 1), ('b', NULL)",
        "SELECT explode(array(1, 2)) | VALUES (1), (2)",
        "SELECT * FROM LATERAL TABLE(posexplode(array('a', 'b'))) | VALUES (0, 'a'), (1, 'b')",
        "SELECT id, explode(a) FROM t | SELECT id, unnest(a) FROM t",
        "SELECT explode(a) AS x, id FROM t WHERE id > 300 | SELECT unnest(a), id FROM t WHERE id >"
            + " 300",
        "SELECT explode_outer(s) AS x, k FROM t"
            + "| SELECT x, k FROM t LEFT JOIN UNNEST(s) AS u(x) ON TRUE",
        "SELECT id, posexplode(s) FROM t" + "| SELECT id, unnest(range(len(s))), unnest(s) FROM t",
        "SELECT pos, x FROM (SELECT id, posexplode_outer(s) AS (pos, x) FROM t) WHERE id < 50"
            + "| SELECT o, x FROM t LEFT JOIN (SELECT id, unnest(range(len(s))) AS o,"
            + " unnest(s) AS x FROM t) u ON t.id = u.id WHERE t.id < 50",
        "SELECT id, explode(m) FROM t"
            + "| SELECT id, e.key, e.value FROM t, UNNEST(map_entries(m)) AS u(e)",
        "SELECT x FROM (SELECT explode(m) AS (x, y) FROM t WHERE k = 2) WHERE y > 100"
            + "| SELECT e.key FROM t, UNNEST(map_entries(m)) AS u(e) WHERE k = 2 AND e.value > 100",
        "SELECT id, inline(r) FROM t | SELECT id, e.p, e.q FROM t, UNNEST(r) AS u(e)",
        "SELECT k, inline_outer(r) AS (x, y) FROM t"
            + "| SELECT k, e.p, e.q FROM t LEFT JOIN UNNEST(r) AS u(e) ON TRUE",
        "SELECT k, count(*) FROM (SELECT k, explode(r) AS x FROM t) GROUP BY k"
            + "| SELECT k, count(*) FROM t, UNNEST(r) AS u(x) GROUP BY k",
        "SELECT k, explode(collect_list(id)) FROM t GROUP BY k | SELECT k, id FROM t",
        "SELECT DISTINCT explode(a) AS x FROM t ORDER BY x LIMIT 9"
            + "| SELECT DISTINCT x FROM t, UNNEST(a) AS u(x) ORDER BY x NULLS FIRST LIMIT 9",
        "SELECT id, row_number() OVER (PARTITION BY k ORDER BY id) AS n, explode(s) AS x FROM t|"
            + " SELECT id, rn, unnest(s) FROM (SELECT *, row_number() OVER (PARTITION BY k ORDER BY"
            + " id) AS rn FROM t)",
        "SELECT id, x FROM t LATERAL VIEW explode(a) u AS x | SELECT id, unnest(a) FROM t",
        "SELECT id, x, y FROM t LATERAL VIEW OUTER explode(a) u AS x LATERAL VIEW OUTER explode(s)"
            + " v y WHERE id < 99| SELECT id, x, y FROM t LEFT JOIN UNNEST(a) AS u(x) ON TRUE LEFT"
            + " JOIN UNNEST(s) AS v(y) ON TRUE WHERE id < 99",
        "SELECT id, y FROM t LATERAL VIEW explode(n) u AS x LATERAL VIEW explode(x) v AS y"
            + "| SELECT id, unnest(x) FROM (SELECT id, unnest(n) AS x FROM t)",
        "SELECT w.x, count(*) FROM (SELECT id, x FROM t LATERAL VIEW posexplode(s) u AS p, x WHERE"
            + " p = 1) w GROUP BY w.x| SELECT s[2], count(*) FROM t WHERE len(s) > 1 GROUP BY s[2]",
        "SELECT id, x FROM t LEFT JOIN LATERAL TABLE(explode(s)) AS u(x) ON TRUE"
            + "| SELECT id, x FROM t LEFT JOIN UNNEST(s) AS u(x) ON TRUE",
        "SELECT id, p FROM t LEFT JOIN LATERAL TABLE(posexplode(s)) AS u(p, x) ON TRUE WHERE k = 1"
            + "| SELECT id, o FROM t LEFT JOIN UNNEST(range(len(s))) AS u(o) ON TRUE WHERE k = 1",
      })
  void generatesAsDuckDbDoes(String sql, String duckSql) throws SQLException {
    check(sql, duckSql);
  }

  @Test
  void namesTheColumnsOfGeneratorsAsSparkDoes() {
    assertThat(session.sql("SELECT k, posexplode(m) FROM t").columns())
        .containsExactly("k", "pos", "key", "value");
    assertThat(session.sql("SELECT inline(r), k FROM t").columns()).containsExactly("p", "q", "k");
    assertThat(
            session.sql("SELECT * FROM (SELECT id, n FROM t) LATERAL VIEW explode(n) u").columns())
        .containsExactly("id", "n", "col");
  }

  @Test
  void generatesInProgramsToo() {
    long rows = session.sql("SELECT * FROM t").selectExpr("id", "explode(s) AS x").count();
    assertThat(rows).isEqualTo(session.sql("SELECT id, explode(s) FROM t").count());
  }

  @Test
  void readsOnlyTheColumnsThatAreNeeded() {
    assertThat(String.join("\n", rows("EXPLAIN SELECT id, explode(s) AS x FROM t WHERE k > 2")))
        .contains("[id, k, s] where k > 2")
        .contains("Unnest s as col");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT explode(id) FROM t | explode takes an array or a map; id is of type int",
        "SELECT inline(a) FROM t | inline takes an array of structs; a is of type array<int>",
        "SELECT id FROM t LATERAL VIEW explode(t.k) u AS x"
            + "| explode takes an array or a map; t.k is of type int",
        "SELECT explode(a), explode(s) FROM t | this is the second",
        "SELECT explode(a) + 1 FROM t | explode makes rows",
        "SELECT id FROM t WHERE explode(a) = 1 | explode makes rows",
        "SELECT sum(explode(a)) FROM t | explode makes rows",
        "SELECT posexplode(a) AS x FROM t | this makes 2 columns, [pos, col]",
        "SELECT explode(a, s) FROM t | explode takes 1 argument",
        "SELECT max(id) AS (x, y) FROM t | only a generator",
        "SELECT id FROM t LATERAL VIEW upper(s) u AS x | LATERAL VIEW takes a generator",
        "SELECT id FROM t LATERAL VIEW explode(b) u AS x | column b not found",
        "SELECT id, x FROM t, UNNEST(id) AS u(x) | unnest does not take these types: (int)",
      })
  void saysWhatIsWrong(String sql, String message) {
    assertThatThrownBy(() -> session.sql(sql).collect())
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SEMANTIC_ERROR))
        .hasMessageContaining(message);
  }

  @Test
  void saysThatLeftJoinsTakeNoCondition() {
    assertThatThrownBy(
            () -> session.sql("SELECT id FROM t LEFT JOIN UNNEST(a) AS u(x) ON x > 1").collect())
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
        .hasMessageContaining("must be ON TRUE");
  }
}
