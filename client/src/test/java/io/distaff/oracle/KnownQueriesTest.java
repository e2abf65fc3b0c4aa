package io.distaff.oracle;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What random queries have found: each was wrong once. */
class KnownQueriesTest {
  @TempDir static Path directory;
  private static Engines engines;

  @BeforeAll
  static void open() throws SQLException {
    engines = Engines.open(directory, 7);
  }

  @AfterAll
  static void close() throws SQLException {
    engines.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "l % 7, 7 % l, mod(l, k + 100), d % 2, 7 % d, n % 3, w % 1000 |"
            + " l % 7, 7 % l, l % (k + 100), d % 2, 7 % d, n % 3, w % 1000",
        "CAST(CAST(l AS decimal(30, 4)) AS varchar), CAST(CAST(k AS decimal(9, 1)) AS string) |"
            + " CAST(CAST(l AS decimal(30, 4)) AS varchar), CAST(CAST(k AS decimal(9, 1)) AS"
            + " varchar)",
        "CAST(1.5 AS int), CAST(-99999.99 AS bigint), CAST(2.5 AS decimal(5, 0)) |"
            + " 1, CAST(-99999 AS bigint), CAST(3 AS decimal(5, 0))",
        "TRY_CAST(v AS int), TRY_CAST(s AS bigint), TRY_CAST(l AS tinyint) |"
            + " CASE WHEN v = '12' THEN 12 END, CAST(NULL AS bigint), TRY_CAST(l AS tinyint)",
      })
  void expressions(String ours, String duckDb) {
    engines.check(
        Sql.of("SELECT id, " + ours + " FROM middle", "SELECT id, " + duckDb + " FROM middle"),
        false,
        ours);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a.id, b.id FROM middle AS a JOIN small AS b ON a.k IS NOT DISTINCT FROM b.k",
        "SELECT a.id, b.id FROM middle AS a LEFT JOIN small AS b ON a.ts IS NOT DISTINCT FROM b.ts",
        "SELECT a.id, b.id FROM middle AS a FULL JOIN small AS b ON a.v IS NOT DISTINCT FROM b.v"
            + " AND a.b IS NOT DISTINCT FROM b.b",
        "SELECT a.id, b.id FROM middle AS a JOIN small AS b ON a.x IS NOT DISTINCT FROM b.d",
        "SELECT a.id, b.id FROM middle AS a JOIN small AS b ON a.w IS NOT DISTINCT FROM b.w",
        "SELECT a.id, b.id FROM middle AS a JOIN small AS b"
            + " ON a.t = b.t OR (a.t IS NULL AND b.t IS NULL)",
        "SELECT a.id FROM middle AS a"
            + " WHERE NOT EXISTS (SELECT 1 FROM small AS b WHERE b.n IS NOT DISTINCT FROM a.n)",
        "SELECT a.id, EXISTS (SELECT 1 FROM small AS b WHERE b.t IS NOT DISTINCT FROM a.t)"
            + " FROM middle AS a",
      })
  void joinsOnEqualityOfNulls(String sql) {
    engines.check(Sql.of(sql), false, sql);
  }

  /** The group of all rows is there without rows, and what decides on it comes after it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM middle HAVING CAST('-0.0' AS double) <> 0e0",
        "SELECT k, count(*) FROM middle GROUP BY ROLLUP (k) HAVING CAST('-0.0' AS double) <> 0e0",
        "SELECT k, count(*) FROM middle GROUP BY ROLLUP (k) HAVING CAST('-0.0' AS double) = 0e0",
        "SELECT count(*) FROM (SELECT CAST('1' AS int) > 2 AS c FROM middle GROUP BY CUBE (k, b))"
            + " AS t WHERE c",
      })
  void conditionsWithoutColumnsOnGroups(String sql) {
    engines.check(Sql.of(sql), false, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT k, s FROM large INTERSECT ALL SELECT k, s FROM middle",
        "SELECT k, b FROM large EXCEPT ALL SELECT k, b FROM middle",
        "SELECT k FROM large EXCEPT ALL SELECT k FROM middle EXCEPT ALL SELECT k FROM small",
        "(SELECT k FROM middle EXCEPT ALL SELECT k FROM small) INTERSECT ALL SELECT k FROM large",
        "SELECT s FROM nothing EXCEPT ALL SELECT s FROM small",
      })
  void combinesRowsWithTheirDuplicates(String sql) {
    engines.check(Sql.of(sql), false, sql);
  }

  /** Comparisons that turn out to be with null only when what is constant has been computed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 AS c FROM middle HAVING last_day(DATE '2021-03-01') = CASE WHEN true THEN"
            + " CAST(NULL AS date) END",
        "SELECT k FROM middle GROUP BY k HAVING CAST('-Infinity' AS double) < CASE -13 WHEN 7 THEN"
            + " 1e0 END",
        "SELECT a.id, b.id FROM middle AS a LEFT JOIN small AS b ON a.id = b.id AND b.t ="
            + " CASE -13 WHEN 7 THEN DATE '2021-03-01' END",
        "SELECT id FROM (SELECT id, i FROM small WHERE i > CASE -13 WHEN 7 THEN 1 END) AS t"
            + " WHERE i <> 7",
      })
  void comparisonsWithNull(String sql) {
    engines.check(Sql.of(sql), false, sql);
  }

  /** It stays what its type says, which rules for sub-queries hold columns to. */
  @Test
  void aConstantDateAboveASubQuery() {
    String dates =
        "SELECT * FROM (SELECT least(CAST('1970-01-01' AS date), CAST('2020-02-29' AS date)) AS c0,"
            + " CAST(NULL AS decimal(12, 2)) AS c1 FROM (SELECT o.id AS c0, o.k AS c1"
            + " FROM parted AS o JOIN small AS x ON x.k = o.k AND"
            + " (SELECT count(*) FROM parted AS u WHERE u.k = o.k) < 23) AS q ";
    String ours = dates + "CROSS JOIN UNNEST(array(q.c0, q.c0)) AS u(e)) AS t";
    String duckDb = dates + "CROSS JOIN UNNEST([q.c0, q.c0]) AS u(e)) AS t";
    engines.check(Sql.of(ours, duckDb), false, ours);
  }
}
