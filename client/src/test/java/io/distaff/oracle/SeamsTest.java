package io.distaff.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries in which one thing that saves work meets another, where either alone is right: runtime
 * filters, semi and anti joins that build the side they give, pruned partitions, limits that end a
 * stage early, stages that are made once, sides that are broadcast.
 */
class SeamsTest {
  /** With this seed one state exchanges both sides of every join, without cached tables. */
  private static final long SEED = 97;

  @TempDir static Path directory;
  private static Engines engines;

  @BeforeAll
  static void open() throws SQLException {
    engines = Engines.open(directory, SEED);
  }

  @AfterAll
  static void close() throws SQLException {
    engines.close();
  }

  private static void check(String sql) {
    engines.check(Sql.of(sql), false, sql);
  }

  /** Above and below what keeps rows without a match, and with keys that are null. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a.id, b.id FROM large AS a JOIN small AS b ON a.k IS NOT DISTINCT FROM b.k AND b.id"
            + " < 20 JOIN small AS c ON a.s = c.s AND c.b",
        "SELECT a.id, q.id FROM large AS a JOIN (SELECT s.id, m.k AS mk FROM small AS s LEFT JOIN"
            + " middle AS m ON s.id = m.id AND m.i > 300) AS q ON a.k = q.mk",
        "SELECT id FROM large WHERE s IN (SELECT s FROM small WHERE b) AND k NOT IN (SELECT k FROM"
            + " small WHERE k IS NOT NULL AND NOT b)",
        "SELECT id FROM large WHERE k IN (SELECT k FROM small WHERE b) AND (i NOT IN (SELECT i FROM"
            + " middle WHERE id > 200) OR i IS NULL)",
        "SELECT a.id, a.x, b.id FROM large AS a JOIN small AS b ON a.x = b.x AND b.id < 9",
        "SELECT a.id, b.id FROM (SELECT id, k FROM large WHERE i > 0) AS a LEFT JOIN (SELECT m.id,"
            + " m.k FROM middle AS m JOIN small AS s ON m.k = s.k) AS b ON a.id = b.id JOIN small"
            + " AS c ON a.k = c.k AND c.id < 7",
        "SELECT a.id FROM large AS a JOIN (SELECT k FROM small WHERE id < 0) AS b ON a.k = b.k",
      })
  void runtimeFilters(String sql) {
    assertThat(engines.plans(Sql.of(sql)))
        .anySatisfy(plan -> assertThat(plan).contains("among the keys of stage"));
    check(sql);
  }

  /** Rows that something else needs, or that are made of several, or whose keys are computed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a.k, a.n, b.k, b.n FROM (SELECT k, count(*) AS n FROM large GROUP BY k) AS a JOIN"
            + " small AS c ON a.k = c.k AND c.i > 0 FULL JOIN (SELECT k, count(*) AS n FROM large"
            + " GROUP BY k) AS b ON a.k = b.k",
        "SELECT a.id, b.id FROM large AS a JOIN small AS b ON a.k = b.l % 60 AND a.n >= b.n",
        "SELECT q.k, q.s, q.n FROM (SELECT k, s, count(*) AS n FROM large GROUP BY ROLLUP (k, s))"
            + " AS q JOIN small AS b ON q.k = b.k AND b.i < 0",
        "(SELECT a.k, a.t FROM (SELECT k, sum(i) AS t FROM large GROUP BY k) AS a WHERE k IN"
            + " (SELECT k FROM small WHERE b)) UNION ALL (SELECT k, t FROM (SELECT k, sum(i) AS t"
            + " FROM large GROUP BY k) AS c) UNION ALL (SELECT a.k, a.t FROM (SELECT k, sum(i) AS t"
            + " FROM large GROUP BY k) AS a JOIN small AS d ON a.k = d.k AND d.id < 5)",
        "SELECT a.id FROM large AS a JOIN (SELECT k FROM small WHERE k IS NULL) AS b ON a.k = b.k",
        "SELECT a.id, b.n FROM large AS a JOIN (SELECT k, row_number() OVER (ORDER BY id) AS n FROM"
            + " small) AS b ON a.k = b.k AND b.n < 9",
      })
  void rowsThatNoFilterMayTake(String sql) {
    check(sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "right semi | SELECT a.id FROM small AS a WHERE EXISTS (SELECT 1 FROM large AS b WHERE b.k"
            + " = a.k AND b.i > a.i)",
        "right semi | SELECT x.id, x.k, y.id FROM (SELECT id, k FROM middle WHERE k IN (SELECT k"
            + " FROM large WHERE i < 0)) AS x FULL JOIN (SELECT id, k FROM small WHERE k IN (SELECT"
            + " l % 60 FROM large)) AS y ON x.k = y.k AND x.id >= y.id",
        "right semi | SELECT a.id, b.id FROM (SELECT id, k FROM small WHERE s IN (SELECT s FROM"
            + " large)) AS a JOIN small AS b ON a.k IS NOT DISTINCT FROM b.k",
        "right anti | SELECT a.id FROM small AS a WHERE NOT EXISTS (SELECT 1 FROM large AS b WHERE"
            + " b.k = a.k AND b.l > a.l)",
        "right anti | SELECT x.id, y.id FROM (SELECT id, k FROM middle AS a WHERE NOT EXISTS"
            + " (SELECT 1 FROM large AS c WHERE c.i = a.i AND c.k = a.k)) AS x FULL JOIN (SELECT"
            + " id, k FROM small AS a WHERE NOT EXISTS (SELECT 1 FROM large AS c WHERE c.i = a.i))"
            + " AS y ON x.k = y.k",
        "right anti | SELECT id FROM small AS a WHERE NOT EXISTS (SELECT 1 FROM large AS b WHERE"
            + " b.k = a.k AND b.i > a.i) AND EXISTS (SELECT 1 FROM large AS b WHERE b.s = a.s)",
        "right anti | SELECT count(*) FROM small AS a WHERE NOT EXISTS (SELECT 1 FROM large AS b"
            + " WHERE b.k IS NOT DISTINCT FROM a.k AND b.id > 5900)",
      })
  void semiAndAntiJoinsThatBuildWhatTheyGive(String join, String sql) {
    assertThat(engines.plans(Sql.of(sql)))
        .anySatisfy(plan -> assertThat(plan).contains("HashJoin " + join));
    check(sql);
  }

  /** Every sixteenth row has no value of the column that directories are named by. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "p = 1 OR p IS NULL",
        "p <> 2",
        "NOT (p = 1 OR p = 2)",
        "p IS DISTINCT FROM 3",
        "p NOT IN (1, 2)",
        "p NOT IN (1, NULL)",
        "coalesce(p, -1) = -1",
        "coalesce(p, 2) = 2 AND b",
        "p = k",
        "p + 1 > 2",
        "CAST(p AS varchar) = '3'",
        "(p = 1 AND i > 0) OR (p = 2 AND s = 's1')",
        "(p = 1 AND i > 0) OR i < -400",
        "CASE WHEN p = 1 THEN i > 0 ELSE p IS NULL END",
        "p > CAST(NULL AS int)",
        "p BETWEEN 1 AND 2 AND p <> 2",
        "p = 1.0",
        "p < 2.5",
        "p IN (SELECT k FROM small)",
        "p = (SELECT min(p) FROM parted WHERE p > 0)",
        "EXISTS (SELECT 1 FROM parted AS q WHERE q.p = parted.p AND q.id = parted.id + 1)",
      })
  void partitions(String condition) {
    check("SELECT id, p FROM parted WHERE " + condition);
    check(
        "SELECT small.id, q.id, q.p FROM small LEFT JOIN (SELECT * FROM parted WHERE "
            + condition
            + ") AS q ON small.id = q.id AND q.p < 3 WHERE q.p IS NULL OR q.p = 1");
  }

  /** Rows that are brought together once for what is above as well. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT k, count(*) AS n, max(m) AS m FROM (SELECT k, s, count(*) AS m FROM large GROUP BY"
            + " k, s) AS q GROUP BY k",
        "SELECT s, k, m, rank() OVER (PARTITION BY s ORDER BY m NULLS FIRST, k NULLS FIRST) AS r"
            + " FROM (SELECT k, s, sum(i) AS m FROM large GROUP BY k, s) AS q WHERE s IS NULL OR s"
            + " > 's1'",
        "SELECT k, count(DISTINCT s) AS d, sum(i) AS t, count(*) AS n, min(x) AS x FROM large GROUP"
            + " BY k",
        "SELECT count(DISTINCT i) AS d, avg(i) AS a, count(s) AS n FROM large WHERE id < 0",
        "SELECT k FROM large UNION SELECT k FROM small",
        "SELECT k, s FROM middle EXCEPT SELECT k, s FROM small",
        "SELECT k, count(*) AS n FROM (SELECT k, i FROM large UNION ALL SELECT count(*), sum(i)"
            + " FROM small) AS q GROUP BY CUBE (k)",
      })
  void groups(String sql) {
    check(sql);
  }

  /** Which rows they are is open, how many isn't. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM large UNION ALL SELECT id FROM middle LIMIT 6100",
        "SELECT id FROM large UNION ALL SELECT id FROM middle LIMIT 70 OFFSET 6250",
        "(SELECT id FROM large LIMIT 7) UNION ALL (SELECT id FROM large LIMIT 7) UNION ALL (SELECT"
            + " id FROM middle LIMIT 2000)",
        "SELECT a.id FROM large AS a JOIN middle AS b ON a.k = b.k LIMIT 500",
        "SELECT a.id FROM large AS a JOIN middle AS b ON a.id = b.id AND a.k = b.k LIMIT 5000",
        "SELECT a.id FROM small AS a LEFT JOIN large AS b ON a.k = b.k AND b.i > 490 LIMIT 30",
        "SELECT a.id FROM (SELECT id FROM large LIMIT 90) AS a FULL JOIN (SELECT id + 10000 AS id"
            + " FROM large LIMIT 60) AS b ON a.id = b.id",
        "SELECT id, row_number() OVER (PARTITION BY k ORDER BY id) AS n FROM large LIMIT 900",
        "SELECT n FROM (SELECT count(*) OVER () AS n FROM (SELECT id FROM large LIMIT 77)) AS t"
            + " WHERE n = 77",
        "SELECT id FROM large WHERE id IN (SELECT id FROM middle LIMIT 10)",
        "SELECT id FROM large WHERE id NOT IN (SELECT id FROM middle LIMIT 10)",
        "SELECT id FROM (SELECT id FROM (SELECT id FROM large LIMIT 50) AS a LIMIT 40 OFFSET 20) AS"
            + " b",
        "SELECT DISTINCT k FROM large LIMIT 100",
        "SELECT id FROM large WHERE i = 40000 LIMIT 3000",
        "SELECT id FROM parted WHERE p = 1 LIMIT 30",
        "SELECT id FROM (SELECT id FROM parted LIMIT 490) AS t WHERE id >= 0 LIMIT 480 OFFSET 5",
        "SELECT id FROM large LIMIT 0",
        "SELECT id FROM small WHERE id >= (SELECT id * 0 FROM large LIMIT 1)",
        "SELECT u.e FROM large CROSS JOIN UNNEST([1, 2, 3]) AS u(e) LIMIT 10",
      })
  void limits(String sql) {
    String ours = sql.replace("[1, 2, 3]", "array(1, 2, 3)");
    String count = "SELECT count(*) FROM (%s) AS counted";
    engines.check(Sql.of(count.formatted(ours), count.formatted(sql)), false, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH t AS (SELECT k, sum(i) AS n FROM large GROUP BY k) SELECT a.k, a.n, b.n, c.n FROM t"
            + " AS a JOIN t AS b ON a.k = b.k + 1 LEFT JOIN t AS c ON a.k = c.k + 2 AND c.n > 0",
        "WITH t AS (SELECT id FROM large LIMIT 10) SELECT count(*) FROM t AS a JOIN t AS b ON a.id"
            + " = b.id",
        "WITH t AS (SELECT k, s FROM large WHERE i > 200) SELECT k FROM t UNION SELECT k FROM t"
            + " WHERE s = 's1' EXCEPT SELECT k FROM t WHERE s = 's2'",
        "SELECT a.id, b.id, c.id FROM large AS a JOIN small AS b ON a.k = b.k JOIN small AS c ON"
            + " a.i = c.i WHERE a.id % 3 = 0",
        "SELECT a.id, b.id, c.id FROM large AS a LEFT JOIN small AS b ON a.k = b.k AND b.b JOIN"
            + " small AS c ON a.k = c.k AND c.b WHERE a.id % 3 = 0",
        "SELECT a.id FROM large AS a WHERE a.k IN (SELECT k FROM small) AND a.i NOT IN (SELECT k"
            + " FROM small WHERE k IS NOT NULL)",
        "SELECT a.id, b.id FROM small AS a JOIN small AS b ON a.k = b.k UNION ALL SELECT a.id, b.id"
            + " FROM large AS a JOIN small AS b ON a.k = b.k WHERE a.id < 100",
      })
  void whatIsMadeOnce(String sql) {
    check(sql);
  }
}
