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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sub-queries and joins without equal keys in SQL, with DuckDB as the oracle. */
class SubQueryTest {
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
      statement.execute("SELECT setseed(0.5)");
      for (String table : List.of("t", "u")) {
        statement.execute(
            """
            CREATE TABLE %s AS SELECT CAST(i AS int) AS id, CAST(i %% 97 AS int) AS k,
              CASE WHEN random() < 0.1 THEN NULL ELSE CAST(floor(random() * 40) AS int) END AS a,
              CASE WHEN random() < 0.1 THEN NULL ELSE CAST(floor(random() * 5) AS bigint) END AS b,
              CASE WHEN random() < 0.1 THEN NULL ELSE 's' || floor(random() * 30) END AS s
            FROM range(%d) AS x(i)
            """
                .formatted(table, table.equals("t") ? 600 : 150));
        export(statement, table);
      }
      statement.execute("CREATE TABLE empty AS SELECT * FROM u WHERE id < 0");
      export(statement, "empty");
    }
  }

  private static void export(Statement statement, String table) throws SQLException {
    directory.resolve(table).toFile().mkdirs();
    for (int part = 0; part < 3; part++) {
      statement.execute(
          "COPY (SELECT * FROM %s WHERE id %% 3 = %d) TO '%s/%s/part-%d.parquet' (FORMAT parquet)"
              .formatted(table, part, directory, table, part));
    }
    session.read().parquet(directory.resolve(table).toString()).createOrReplaceTempView(table);
  }

  @AfterAll
  static void close() throws SQLException {
    session.close();
    duckDb.close();
  }

  private static void check(String sql) throws SQLException {
    List<String> expected = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          row.add(String.valueOf(result.getObject(c)));
        }
        expected.add(row.toString());
      }
    }
    List<String> actual = new ArrayList<>();
    for (Row row : session.sql(sql).collect()) {
      actual.add(row.values().stream().map(String::valueOf).toList().toString());
    }
    assertThat(actual.stream().sorted().toList())
        .as(sql)
        .isEqualTo(expected.stream().sorted().toList());
  }

  /** Every operand with every list, as a filter, a value and under OR. */
  static Stream<String> notIn() {
    List<String> operands = List.of("a", "k", "a + 1", "CAST(NULL AS int)", "7");
    List<String> lists =
        List.of(
            "SELECT a FROM u",
            "SELECT k FROM u",
            "SELECT a FROM u WHERE a IS NOT NULL AND a < 20",
            "SELECT a FROM u WHERE a IS NULL",
            "SELECT a FROM empty",
            "SELECT a + k FROM u WHERE b = 2",
            "SELECT u.a FROM u WHERE u.b = t.b",
            "SELECT u.k FROM u WHERE u.b = t.b AND u.id < t.id",
            "SELECT u.a FROM u WHERE u.id < t.id - 500",
            "SELECT max(a) FROM u GROUP BY b");
    return operands.stream()
        .flatMap(
            operand ->
                lists.stream()
                    .map(list -> operand + " IN (" + list + ")")
                    .flatMap(
                        in ->
                            Stream.of(
                                "SELECT id FROM t WHERE NOT (" + in + ")",
                                "SELECT id FROM t WHERE " + in,
                                "SELECT id, " + in + ", NOT (" + in + ") FROM t",
                                "SELECT id FROM t WHERE id < 30 OR NOT (" + in + ")")));
  }

  @ParameterizedTest
  @MethodSource("notIn")
  void findsInListsWithNulls(String sql) throws SQLException {
    check(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM t WHERE (a, b) IN (SELECT a, b FROM u)",
        "SELECT id FROM t WHERE (k, b) NOT IN (SELECT k, b FROM u)",
        "SELECT id FROM t WHERE (a, b) NOT IN (SELECT a, b FROM u WHERE s = 's3')",
        "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a) OR b = 1",
        "SELECT id, EXISTS (SELECT 1 FROM u WHERE u.a = t.a AND u.id > t.id) FROM t",
        "SELECT id, NOT EXISTS (SELECT 1 FROM u WHERE u.id > t.id), EXISTS (SELECT 1 FROM u)"
            + " FROM t",
        "SELECT id, EXISTS (SELECT 1 FROM empty), a IN (SELECT a FROM u) FROM t",
        "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM empty) OR a IN (SELECT b FROM u)",
        "SELECT id, CASE WHEN s IN (SELECT s FROM u) THEN 'in' WHEN s NOT IN (SELECT s FROM u)"
            + " THEN 'out' ELSE 'unknown' END FROM t",
        "SELECT id FROM t WHERE a > ALL (SELECT b FROM u WHERE b IS NOT NULL)",
        "SELECT id FROM t WHERE a > ANY (SELECT a FROM u)",
        "SELECT id, a < ANY (SELECT a FROM u WHERE u.b = t.b) FROM t",
        "SELECT count(*) FROM t WHERE a NOT IN (SELECT a FROM u WHERE u.s IN (SELECT s FROM t))",
        "SELECT b, count(*) FROM t WHERE a IN (SELECT a FROM u) OR b IS NULL GROUP BY b",
        "SELECT id FROM t WHERE a = (SELECT max(a) FROM u) OR a = (SELECT a FROM u WHERE id = 9)",
        "SELECT id, (SELECT s FROM u WHERE u.id = t.id) FROM t",
        "SELECT id, a IN (SELECT u.a + t.b FROM u WHERE u.id < 100) FROM t",
        "SELECT id FROM t WHERE k NOT IN (SELECT u.a + t.b FROM u WHERE u.b > t.b)",
        "SELECT id, (SELECT a FROM u WHERE id = 3), (SELECT a FROM empty) FROM t",
        "SELECT id FROM t WHERE a > (SELECT u.a FROM u WHERE u.id = t.id)",
      })
  void understandsSubQueries(String sql) throws SQLException {
    check(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT t.id, u.id FROM t JOIN u ON t.a < u.b",
        "SELECT t.id, u.id FROM t LEFT JOIN u ON t.a < u.b AND t.k > 50",
        "SELECT t.id, u.id FROM t RIGHT JOIN u ON t.a < u.b AND u.k > 50",
        "SELECT t.id, u.id FROM t FULL JOIN u ON t.a < u.b AND u.k > 20",
        "SELECT t.id, u.id FROM u FULL JOIN t ON t.a + u.a = 7 OR t.s = u.s",
        "SELECT t.id, u.id FROM t FULL JOIN u ON t.id > 1000000",
        "SELECT t.id, u.id FROM t FULL JOIN empty AS u ON t.id < u.id",
        "SELECT count(*) FROM t CROSS JOIN u",
        "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a > t.a + 30)",
        "SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a > t.a + 30)",
      })
  void joinsWithoutEqualKeys(String sql) throws SQLException {
    check(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, (SELECT a FROM u) FROM t",
        "SELECT id FROM t WHERE a = (SELECT a FROM u WHERE b = 1)",
        "SELECT id, (SELECT u.a FROM u WHERE u.b = t.b) FROM t",
      })
  void failsWhenAValueHasMoreRows(String sql) {
    assertThatThrownBy(() -> session.sql(sql).collect())
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MULTIPLE_ROWS))
        .hasMessageContaining("more than one row");
  }

  @Test
  void doesNotFailForRowsNobodyAsksFor() throws SQLException {
    check("SELECT id, (SELECT u.a FROM u WHERE u.k = t.id AND u.k > 60) FROM t");
  }
}
