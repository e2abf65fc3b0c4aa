package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.row.Row;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Window functions in SQL, with DuckDB as the oracle. */
class WindowFunctionsTest {
  private static final int ROWS = 3000;

  @TempDir static Path directory;
  private static Session session;
  private static Connection duckDb;

  @BeforeAll
  static void open() throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    session = Session.builder().master("local[2]").getOrCreate();
    session.conf().set("distaff.sql.single-task.threshold", "0");
    session.conf().set("distaff.sql.single-task.rows", "0");
    session.conf().set("distaff.sql.exchange.partitions", "3");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SELECT setseed(0.25)");
      statement.execute(
          """
          CREATE TABLE r AS SELECT CAST(i AS int) AS id,
            CASE WHEN random() < 0.05 THEN NULL ELSE CAST(floor(random() * 40) AS int) END AS g,
            CASE WHEN random() < 0.1 THEN NULL ELSE CAST(floor(random() * 30) AS int) END AS o,
            CASE WHEN random() < 0.2 THEN NULL ELSE CAST(floor(random() * 1e12) AS bigint) END AS l,
            CASE WHEN random() < 0.2 THEN NULL ELSE floor(random() * 1000) / 8 END AS d,
            CAST(floor(random() * 100000) / 100 AS decimal(10, 2)) AS n,
            CAST(CAST(floor(random() * 1e9) AS decimal(30, 3)) * 1000000000 AS decimal(30, 3)) AS w,
            CASE WHEN random() < 0.2 THEN NULL ELSE 's' || floor(random() * 50) END AS s,
            DATE '2020-01-31' + CAST(floor(random() * 400) AS int) AS t,
            CAST(TIMESTAMP '2020-01-01 00:00:00' + to_minutes(CAST(floor(random() * 1000) AS int))
              AS timestamp) AS ts,
            random() < 0.5 AS b
          FROM range(%d) AS x(i)
          """
              .formatted(ROWS));
      for (int part = 0; part < 3; part++) {
        statement.execute(
            "COPY (SELECT * FROM r WHERE id %% 3 = %d) TO '%s/part-%d.parquet' (FORMAT parquet)"
                .formatted(part, directory, part));
      }
    }
    session.read().parquet(directory.toString()).createOrReplaceTempView("r");
  }

  @AfterAll
  static void close() throws SQLException {
    session.close();
    duckDb.close();
  }

  private static List<List<Object>> expected(String sql) throws SQLException {
    String text = sql.replaceAll("\\) IGNORE NULLS", " IGNORE NULLS)");
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(text)) {
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          row.add(comparable(result.getObject(c)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private static Object comparable(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof Number) {
      return new BigDecimal(value.toString()).stripTrailingZeros();
    }
    if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    return value instanceof LocalDateTime || value == null ? value : value.toString();
  }

  private static void check(String sql) throws SQLException {
    List<List<Object>> expected = expected(sql);
    List<Row> rows = session.sql(sql).collect();
    assertThat(rows).as(sql).hasSameSizeAs(expected);
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < expected.get(r).size(); c++) {
        Object actual = comparable(rows.get(r).values().get(c));
        Object wanted = expected.get(r).get(c);
        String where = "row " + r + ", column " + c + " of " + sql;
        if (wanted instanceof Double number && actual instanceof Double given) {
          assertThat(given)
              .as(where)
              .isCloseTo(number, org.assertj.core.data.Offset.offset(1e-9 * Math.max(1, number)));
        } else {
          assertThat(actual).as(where).isEqualTo(wanted);
        }
      }
    }
  }

  private static final String UNIQUE = "PARTITION BY g ORDER BY o NULLS FIRST, id";
  private static final String TIES = "PARTITION BY g ORDER BY o DESC NULLS LAST";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row_number() OVER (" + UNIQUE + ")",
        "rank() OVER (" + TIES + "), dense_rank() OVER (" + TIES + ")",
        "percent_rank() OVER (" + TIES + "), cume_dist() OVER (" + TIES + ")",
        "ntile(7) OVER (" + UNIQUE + "), ntile(1000) OVER (" + UNIQUE + ")",
        "row_number() OVER (ORDER BY id), sum(l) OVER (ORDER BY id), count(*) OVER ()",
        "lag(l) OVER (" + UNIQUE + "), lead(s, 2) OVER (" + UNIQUE + ")",
        "lag(s, 3, 'none') OVER (" + UNIQUE + "), lead(o, 1, id) OVER (" + UNIQUE + ")",
        "lag(l, 2) IGNORE NULLS OVER (" + UNIQUE + "), lead(s) IGNORE NULLS OVER (" + UNIQUE + ")",
        "first_value(s) OVER (" + UNIQUE + "), last_value(d) OVER (" + UNIQUE + ")",
        "last_value(s) IGNORE NULLS OVER (" + UNIQUE + ")",
        "first_value(l) IGNORE NULLS OVER ("
            + UNIQUE
            + " ROWS BETWEEN 2 PRECEDING AND 3 FOLLOWING)",
        "nth_value(s, 3) OVER (" + UNIQUE + " ROWS BETWEEN 1 FOLLOWING AND 5 FOLLOWING)",
        "nth_value(l, 2) IGNORE NULLS OVER ("
            + UNIQUE
            + " ROWS BETWEEN 4 PRECEDING AND 1 FOLLOWING)",
      })
  void rankingAndValueFunctions(String functions) throws SQLException {
    check("SELECT id, " + functions + " FROM r ORDER BY id");
  }

  private static final String AGGREGATES =
      """
      count(*) OVER (x), count(l) OVER (x), sum(o) OVER (x), sum(l) OVER (x), sum(n) OVER (x),
      sum(w) OVER (x), sum(d) OVER (x), avg(d) OVER (x), min(l) OVER (x), max(l) OVER (x),
      min(d) OVER (x), max(s) OVER (x), min(s) OVER (x), max(w) OVER (x), min(t) OVER (x),
      max(ts) OVER (x), min(b) OVER (x)\
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PARTITION BY g",
        UNIQUE,
        TIES,
        "ORDER BY o NULLS FIRST",
        UNIQUE + " ROWS UNBOUNDED PRECEDING",
        UNIQUE + " ROWS BETWEEN 3 PRECEDING AND 2 FOLLOWING",
        UNIQUE + " ROWS BETWEEN 5 PRECEDING AND 3 PRECEDING",
        UNIQUE + " ROWS BETWEEN 2 FOLLOWING AND 40 FOLLOWING",
        UNIQUE + " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
        UNIQUE + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
        "ORDER BY id ROWS BETWEEN 1500 PRECEDING AND 10 PRECEDING",
        "PARTITION BY b, g ORDER BY o NULLS LAST RANGE BETWEEN 2 PRECEDING AND 1 FOLLOWING",
        "PARTITION BY g ORDER BY o DESC NULLS FIRST RANGE BETWEEN 3 PRECEDING AND 1 PRECEDING",
        "PARTITION BY g ORDER BY o NULLS FIRST RANGE BETWEEN CURRENT ROW AND 4 FOLLOWING",
        "PARTITION BY g ORDER BY d NULLS FIRST RANGE BETWEEN 20.5 PRECEDING AND 5 FOLLOWING",
        "PARTITION BY g ORDER BY n DESC RANGE BETWEEN 40.25 PRECEDING AND CURRENT ROW",
        "PARTITION BY b ORDER BY t RANGE BETWEEN INTERVAL '3' DAY PRECEDING AND"
            + " INTERVAL '2' DAY FOLLOWING",
        "PARTITION BY b ORDER BY t RANGE BETWEEN INTERVAL '1' MONTH PRECEDING AND CURRENT ROW",
        "PARTITION BY b ORDER BY ts RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND"
            + " INTERVAL '10' MINUTE FOLLOWING",
        TIES + " RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
      })
  void aggregatesOverFrames(String window) throws SQLException {
    check("SELECT id, " + AGGREGATES.replace("(x)", "(" + window + ")") + " FROM r ORDER BY id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT g, sum(sum(o)) OVER (ORDER BY g NULLS FIRST) FROM r GROUP BY g"
            + " ORDER BY g NULLS FIRST",
        "SELECT id, rank() OVER w AS a, sum(l) OVER (PARTITION BY b ORDER BY id) AS c FROM r"
            + " WINDOW w AS (PARTITION BY g ORDER BY o NULLS FIRST) ORDER BY id",
        "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY g ORDER BY id) AS k FROM r)"
            + " WHERE k <= 2 ORDER BY id",
        "SELECT id, o FROM r QUALIFY row_number() OVER (PARTITION BY g ORDER BY id DESC) = 1"
            + " ORDER BY id",
        "SELECT id, 1 + count(*) OVER (PARTITION BY o % 3) * 2 AS x, upper(max(s) OVER ("
            + "PARTITION BY g + 1)) AS y FROM r WHERE g > 10 ORDER BY id",
        "SELECT x.id, y.k FROM r x JOIN (SELECT g, max(k) AS k FROM (SELECT g, rank() OVER ("
            + "PARTITION BY g ORDER BY o NULLS FIRST) AS k FROM r) GROUP BY g) y ON x.g = y.g"
            + " ORDER BY x.id",
      })
  void wholeQueries(String sql) throws SQLException {
    check(sql);
  }

  @Test
  void whatCannotBeComputedIsRefused() {
    assertThatThrownBy(() -> session.sql("SELECT count(DISTINCT o) OVER () FROM r").collect())
        .hasMessageContaining("COUNT(DISTINCT ...) as a window function is not supported");
    assertThatThrownBy(() -> session.sql("SELECT lag(o, g) OVER (ORDER BY id) FROM r").collect())
        .hasMessageContaining("the offset of LAG, unless it is a whole number, is not supported");
    assertThatThrownBy(() -> session.sql("SELECT ntile(0) OVER (ORDER BY id) FROM r").collect())
        .hasMessageContaining("the number of buckets of NTILE must be positive, not 0");
  }
}
