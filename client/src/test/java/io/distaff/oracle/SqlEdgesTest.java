package io.distaff.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.Driver;
import io.distaff.driver.EngineOptions;
import io.distaff.driver.LocalDriver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that both engines read: forms of SQL that Calcite's grammar lacks, or takes otherwise. */
class SqlEdgesTest {
  /** Arrays with and without elements and nulls. */
  private static final String ARRAYS =
      " FROM (VALUES (1, list_value(1, 2)), (2, list_value(3, NULL, 3)), (3, NULL),"
          + " (4, list_value(4, 5, 6)), (5, list_value(NULL, 0))) AS t(k, a)";

  private static final String JOIN = " FROM (VALUES (1, 'x'), (2, 'y'), (NULL, 'z')) AS a(k, p) ";
  private static final String OTHER = " (VALUES (2, 'u'), (3, 'v'), (NULL, 'w')) AS b(k, q) ";

  private static Driver driver;
  private static Connection duckDb;

  @BeforeAll
  static void open() throws SQLException {
    driver =
        LocalDriver.start(
            DistaffConfig.of(Map.of()), new OptionRegistry(EngineOptions.FAMILIES), 1);
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterAll
  static void close() throws SQLException {
    driver.close();
    duckDb.close();
  }

  private static void check(String sql) {
    Answer expected = Answer.of(duckDb, sql);
    assertThat(expected.error()).as(sql).isNull();
    Answer actual = Answer.of(driver, sql);
    assertThat(actual.error()).as(sql).isNull();
    assertThat(actual.difference(expected, false)).as(sql).isNull();
  }

  private static Throwable error(String sql) {
    return Answer.of(driver, sql).error();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXISTS (SELECT 1 FROM UNNEST(a) AS u(x) WHERE x = 3)",
        "NOT EXISTS (SELECT x FROM UNNEST(t.a) AS u(x) WHERE u.x = t.k)",
        "EXISTS (SELECT 1 FROM UNNEST(a) AS u(x))",
        "EXISTS (SELECT 1 FROM UNNEST(a) AS u(x) WHERE x > k AND x < k + 2 OR x IS NULL)",
        "3 IN (SELECT x FROM UNNEST(a) AS u(x))",
        "k IN (SELECT x + 0 FROM UNNEST(a) AS u(x) WHERE x > 0)",
        "k NOT IN (SELECT x FROM UNNEST(a) AS u(x))",
        "(k IN (SELECT x FROM UNNEST(a) AS u(x))) IS NULL",
        "(SELECT max(x) FROM UNNEST(a) AS u(x)) > 2",
        "k + (SELECT count(*) FROM UNNEST(a) AS u(x) WHERE x > 1) BETWEEN 2 AND 5",
        "EXISTS (SELECT 1 FROM UNNEST(a) AS u(k) WHERE k = 3)",
      })
  void subQueriesOverTheElementsOfAnArrayFilter(String condition) {
    check("SELECT k" + ARRAYS + " WHERE " + condition);
    check("SELECT k, " + condition + " AS c" + ARRAYS);
    check("SELECT k" + ARRAYS + " WHERE k <> 2 AND (" + condition + ") OR k = 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(SELECT max(x) FROM UNNEST(a) AS u(x))",
        "(SELECT min(x * k) FROM UNNEST(a) AS u(x) WHERE x > 1)",
        "(SELECT count(*) FROM UNNEST(a) AS u(x))",
        "(SELECT count(x) FROM UNNEST(a) AS u(x) WHERE x IS NULL OR x > 3)",
        "1 + (SELECT count(*) FROM UNNEST(a) AS u(x) WHERE x = t.k)",
        "coalesce((SELECT max(x) FROM UNNEST(a) AS u(x)), -1)",
        "ARRAY(SELECT x + 1 FROM UNNEST(a) AS u(x) WHERE x > k)[1]",
      })
  void subQueriesOverTheElementsOfAnArrayAreValues(String value) {
    // The first element is 0 here and 1 in DuckDB.
    boolean element = value.endsWith("[1]");
    String ours = element ? "get(" + value.substring(0, value.length() - 3) + ", 0)" : value;
    Answer expected = Answer.of(duckDb, "SELECT k, " + value + ARRAYS + " WHERE k <> 3");
    Answer actual = Answer.of(driver, "SELECT k, " + ours + ARRAYS + " WHERE k <> 3");
    assertThat(actual.error()).isNull();
    assertThat(actual.difference(expected, false)).as(value).isNull();
    if (!element) {
      check("SELECT k, " + value + ARRAYS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT k, p, q" + JOIN + "JOIN" + OTHER + "USING (k) WHERE k = 2",
        "SELECT k, p, q" + JOIN + "LEFT JOIN" + OTHER + "USING (k) WHERE k IS NULL OR k < 2",
        "SELECT k, p, q" + JOIN + "RIGHT JOIN" + OTHER + "USING (k) WHERE k > 0",
        "SELECT k + 1 AS n, p, q" + JOIN + "FULL JOIN" + OTHER + "USING (k) WHERE k > 0",
        "SELECT k, count(*)" + JOIN + "FULL JOIN" + OTHER + "USING (k) GROUP BY k HAVING k < 3",
        "SELECT * " + JOIN + "JOIN" + OTHER + "USING (k) WHERE k + 1 = 3 AND a.k = b.k",
        "SELECT k, sum(k) OVER (PARTITION BY k) AS s" + JOIN + "JOIN" + OTHER + "USING (k)",
        "SELECT k"
            + JOIN
            + "JOIN"
            + OTHER
            + "USING (k) JOIN (VALUES (2)) AS c(k) USING (k)"
            + " WHERE k > 1",
        "SELECT k"
            + JOIN
            + "JOIN"
            + OTHER
            + "USING (k) WHERE k IN (SELECT c.k FROM (VALUES (2))"
            + " AS c(k))",
      })
  void columnsOfUsingNeedNoTable(String sql) {
    check(sql);
  }

  @Test
  void columnsOfUsingOrderRows() {
    String sql = "SELECT p" + JOIN + "LEFT JOIN" + OTHER + "USING (k) ORDER BY k DESC NULLS LAST";
    Answer actual = Answer.of(driver, sql);
    assertThat(actual.error()).isNull();
    assertThat(actual.difference(Answer.of(duckDb, sql), true)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(x) FILTER (WHERE x > 1) OVER ()",
        "count(*) FILTER (WHERE x IN (1, 3)) OVER (ORDER BY x NULLS LAST)",
        "count(x) FILTER (WHERE g = 'a') OVER (PARTITION BY g ORDER BY x NULLS FIRST)",
        "max(x) FILTER (WHERE x < 3) OVER (ORDER BY x NULLS LAST ROWS BETWEEN 1 PRECEDING AND"
            + " CURRENT ROW)",
        "avg(x) FILTER (WHERE x IS NOT NULL) OVER (PARTITION BY g)",
        "max_by(g, x) FILTER (WHERE x < 3) OVER ()",
        "bool_or(x > 2) FILTER (WHERE g = 'b') OVER ()",
      })
  void filterGoesWithOver(String call) {
    check(
        "SELECT x, g, "
            + call
            + " AS f FROM (VALUES (1, 'a'), (2, 'b'), (3, 'a'), (4, 'b'),"
            + " (NULL, 'a')) AS t(x, g)");
  }

  @Test
  void filterIsRefusedWhereNullsTakePart() {
    assertThat(
            error(
                "SELECT row_number() FILTER (WHERE x > 1) OVER (ORDER BY x) FROM (VALUES (1))"
                    + " AS t(x)"))
        .hasMessageContaining("column 8: FILTER doesn't go with OVER for row_number");
  }

  @Test
  void membersOfStructsAreNamedWithAs() {
    Answer answer =
        Answer.of(
            driver,
            "SELECT to_json(struct(x AS a, y, x + y AS `b c`, struct(1 AS q, array(y) AS r) AS s,"
                + " 5)) FROM (VALUES (1, 2)) AS t(x, y)");
    assertThat(answer.error()).isNull();
    assertThat(answer.rows().get(0).get(0))
        .isEqualTo("{\"a\":1,\"y\":2,\"b c\":3,\"s\":{\"q\":1,\"r\":[2]},\"col5\":5}");
    assertThat(Answer.of(driver, "SELECT struct(CAST('1' AS bigint) AS n).n").error()).isNull();
    assertThat(error("SELECT struct(1 AS)")).hasMessageContaining("unexpected 'AS'");
    assertThat(error("SELECT abs(1 AS a)")).hasMessageContaining("unexpected 'AS'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATE '2024-01-30' + INTERVAL 3 DAYS",
        "DATE '2024-01-31' + INTERVAL 1 MONTH",
        "TIMESTAMP '2024-01-01 00:00:00' - INTERVAL 3 HOURS + INTERVAL 30 MINUTES",
        "TIMESTAMP '2024-01-01 00:00:00' + k * INTERVAL 2 SECONDS",
        "TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (k + 1) DAY",
        "DATE '2024-01-30' + INTERVAL 2 WEEKS - INTERVAL 1 QUARTER",
      })
  void intervalsOfNumbers(String sum) {
    check("SELECT CAST(" + sum + " AS timestamp) FROM (VALUES (1), (2)) AS t(k)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATE '2024-01-30' + 3",
        "DATE '2024-01-30' - k",
        "k + DATE '2024-02-28'",
        "DATE '2024-01-30' + 1 + k",
      })
  void datesMoveByIntegers(String sum) {
    check("SELECT " + sum + " FROM (VALUES (1), (2), (NULL)) AS t(k)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "DATE '2024-01-01', DATE '2024-03-01'; INTERVAL 1 MONTH",
        "DATE '2024-03-01', DATE '2024-01-01'; -INTERVAL '7' DAY",
        "DATE '2024-01-01', DATE '2024-01-31'; INTERVAL 2 WEEK",
        "DATE '2020-02-29', DATE '2030-01-01'; INTERVAL '1' YEAR * 4",
        "TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 02:00:00'; INTERVAL '45' MINUTE",
        "TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-04 02:00:00'; INTERVAL 1 DAY",
        "TIMESTAMP '2024-01-01 00:00:01', TIMESTAMP '2024-01-01 00:00:00';"
            + " INTERVAL '-0.25' SECOND(2, 2)",
        "DATE '2024-01-01', DATE '2024-01-01'; INTERVAL 1 DAY",
      })
  void sequencesOfTimesGoByIntervals(String bounds, String step) {
    Answer expected =
        Answer.of(
            duckDb,
            "SELECT CAST(unnest(generate_series(%s, %s)) AS timestamp)"
                .formatted(bounds, step.replace("SECOND(2, 2)", "SECOND")));
    Answer actual =
        Answer.of(
            driver,
            "SELECT CAST(x AS timestamp) FROM (SELECT explode(sequence(%s, %s)) AS x) AS t"
                .formatted(bounds, step));
    assertThat(expected.error()).isNull();
    assertThat(actual.error()).isNull();
    assertThat(actual.difference(expected, true)).isNull();
  }

  private static Object value(String sql) {
    Answer answer = Answer.of(driver, sql);
    assertThat(answer.error()).as(sql).isNull();
    return answer.rows().get(0).get(0);
  }

  @Test
  void monthsOfASequenceAreCountedFromItsFirstValue() {
    assertThat(
            value(
                "SELECT CAST(sequence(DATE '2024-01-31', DATE '2024-04-30', INTERVAL 1 MONTH) AS"
                    + " STRING)"))
        .isEqualTo("[2024-01-31, 2024-02-29, 2024-03-31, 2024-04-30]");
    assertThat(
            value(
                "SELECT CAST(sequence(TIMESTAMP '2024-01-02 00:00:00', TIMESTAMP '2024-01-01"
                    + " 00:00:00') AS STRING)"))
        .isEqualTo("[2024-01-02 00:00:00, 2024-01-01 00:00:00]");
  }

  @Test
  void daysOfInstantsAreThoseOfTheZone() {
    // The night to 2024-03-31 has 23 hours in Berlin.
    assertThat(
            value(
                "SELECT CAST(sequence(CAST('2024-03-30 12:00:00' AS timestamp_ltz),"
                    + " CAST('2024-04-01 12:00:00' AS timestamp_ltz), 1, 'day', 'Europe/Berlin') AS"
                    + " STRING)"))
        .isEqualTo("[2024-03-30 12:00:00, 2024-03-31 11:00:00, 2024-04-01 11:00:00]");
  }

  @Test
  void stepsThatLeadNowhereAreErrors() {
    assertThat(error("SELECT sequence(DATE '2024-01-01', DATE '2024-02-01', -INTERVAL 1 DAY)"))
        .hasMessageContaining(
            "sequence: steps of -1 days don't lead from 2024-01-01 to 2024-02-01");
    assertThat(error("SELECT sequence(DATE '2024-01-01', DATE '2024-02-01', INTERVAL 0 DAY)"))
        .hasMessageContaining("steps of 0 days");
    assertThat(error("SELECT sequence(DATE '2024-01-01', DATE '2024-02-01', INTERVAL 1 HOUR)"))
        .hasMessageContaining("sequence of dates has no steps of 'microsecond'");
    assertThat(error("SELECT INTERVAL 1 DAY"))
        .hasMessageContaining("INTERVAL DAY as a value of its own is not supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "s LIKE ANY ('a%', '%z'); s LIKE 'a%' OR s LIKE '%z'",
        "s LIKE ALL ('a%', '%c'); s LIKE 'a%' AND s LIKE '%c'",
        "s NOT LIKE ALL ('a%', '%z') AND n = 1; s NOT LIKE 'a%' AND s NOT LIKE '%z' AND n = 1",
        "n > 1 OR s NOT LIKE SOME ('a%', '%z'); n > 1 OR s NOT LIKE 'a%' OR s NOT LIKE '%z'",
        "s ILIKE ANY ('A%'); s ILIKE 'A%'",
        "NOT s like  any( 'a' || '%', t ); NOT (s LIKE 'a%' OR s LIKE t)",
        "n = ANY (VALUES 1, 5); n IN (1, 5)",
        "s REGEXP '^a' AND s NOT REGEXP 'z'; s LIKE 'a%' AND NOT contains(s, 'z')",
      })
  void listsOfPatterns(String ours, String theirs) {
    String from =
        " FROM (VALUES (1, 'abc', '%c'), (2, 'xyz', 'x'), (3, NULL, ''), (1, 'q', NULL))"
            + " AS t(n, s, t)";
    Answer expected = Answer.of(duckDb, "SELECT n, s, " + theirs + " AS c" + from);
    Answer actual = Answer.of(driver, "SELECT n, s, " + ours + " AS c" + from);
    assertThat(expected.error()).isNull();
    assertThat(actual.error()).isNull();
    assertThat(actual.difference(expected, false)).isNull();
  }
}
