package io.distaff.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.driver.Driver;
import io.distaff.driver.EngineOptions;
import io.distaff.driver.LocalDriver;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types of arrays, maps and structs in SQL: casts that are asked for and those that aren't. */
class NestedTypesTest {
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

  private static Object value(String sql) {
    Answer answer = Answer.of(driver, sql);
    assertThat(answer.error()).as(sql).isNull();
    return answer.rows().get(0).get(0);
  }

  private static DistaffException error(String sql) {
    return (DistaffException) Answer.of(driver, sql).error();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "array(1, 2, NULL); [1, 2, null]",
        "array(); []",
        "map('a', 1, 'b', NULL); {a -> 1, b -> null}",
        "named_struct('a', 1, 'b', 'x'); {1, x}",
        "array(map(1, named_struct('a', array(true)))); [{1 -> {[true]}}]",
        "array(1.50, 2); [1.50, 2.00]",
        "array(1e0, CAST('NaN' AS double)); [1.0, NaN]",
        "array(DATE '2024-02-29', NULL); [2024-02-29, null]",
        "array(TIMESTAMP '2024-02-29 01:02:03'); [2024-02-29 01:02:03]",
        "array('a', '', NULL, 'ü'); [a, , null, ü]",
        "CAST(array(1.5) AS ARRAY<DECIMAL(5,3)>); [1.500]",
      })
  void textIsWhatSparkPrints(String nested, String text) {
    assertThat(value("SELECT CAST(" + nested + " AS STRING)")).isEqualTo(text);
    assertThat(value("SELECT '>' || (" + nested + ")::string")).isEqualTo(">" + text);
    assertThat(value("SELECT TRY_CAST(" + nested + " AS varchar)")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "CAST(array(1, NULL) AS ARRAY<BIGINT>); CAST([1, NULL] AS bigint[])",
        "CAST(array('1', '-2') AS array < int >); CAST(['1', '-2'] AS int[])",
        "array(1.5, 2.5)::ARRAY<DOUBLE>; CAST([1.5, 2.5] AS double[])",
        "CAST(array(array('1'), NULL, array()) AS ARRAY<ARRAY<INT>>); CAST([['1'], NULL, []] AS"
            + " int[][])",
        "CAST(map('1', 1) AS MAP<INT, DOUBLE>); CAST(MAP {'1': 1} AS map(int, double))",
        "TRY_CAST(map('a', array('1', '2')) AS MAP<STRING, ARRAY<INT>>);"
            + " CAST(MAP {'a': ['1', '2']} AS map(varchar, int[]))",
        "CAST(named_struct('a', '1', 'b', 2) AS STRUCT<a: INT, b: DOUBLE>);"
            + " CAST(struct_pack(a := '1', b := 2) AS struct(a int, b double))",
        "CAST(array(named_struct('a', 1)) AS ARRAY<STRUCT<a STRING>>);"
            + " CAST([struct_pack(a := 1)] AS struct(a varchar)[])",
        "CAST(NULL AS ARRAY<STRUCT<a: INT, b: MAP<STRING, INT>>>); NULL",
        "array(1) || array(2.5); [1] || [2.5]",
      })
  void castsArePartByPartAsInDuckDb(String ours, String theirs) {
    Object expected =
        Answer.of(duckDb, "SELECT to_json(" + theirs + ")::varchar").rows().get(0).get(0);
    assertThat(value("SELECT to_json(" + ours + ")")).isEqualTo(expected);
  }

  @Test
  void anElementThatTryCastCantReadIsNull() {
    assertThat(value("SELECT CAST(TRY_CAST(array('1', 'x') AS ARRAY<INT>) AS STRING)"))
        .isEqualTo("[1, null]");
    assertThat(value("SELECT TRY_CAST(map('a', 'x') AS MAP<STRING, INT>)::string"))
        .isEqualTo("{a -> null}");
    assertThat(error("SELECT CAST(array('1', 'x') AS ARRAY<INT>)"))
        .hasMessageContaining("'x' can't be read as int");
  }

  @Test
  void membersAreTakenByTheirPlaces() {
    assertThat(value("SELECT CAST(named_struct('a', 1, 'b', 2) AS STRUCT<b: INT, a: STRING>).b"))
        .isEqualTo(value("SELECT 1"));
    assertThat(value("SELECT CAST(named_struct('a', 1) AS STRUCT<`b c`: INT>).`b c`"))
        .isEqualTo(value("SELECT 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "SELECT array(1) UNION SELECT array(1.0); array<decimal(11,1)>",
        "SELECT array(1) UNION ALL SELECT array(CAST(2 AS bigint)); array<bigint>",
        "SELECT array(array(1)) UNION ALL SELECT array(array(1.5)) UNION ALL SELECT NULL;"
            + " array<array<decimal(11,1)>>",
        "SELECT map('a', 1) UNION ALL SELECT map('a', 1e0); map<string,double>",
        "SELECT named_struct('a', 1) UNION ALL SELECT named_struct('a', 1.5);"
            + " struct<a:decimal(11,1)>",
        "SELECT CASE WHEN rand() < 2 THEN array(1) ELSE array(1.5) END; array<decimal(11,1)>",
        "SELECT x FROM (VALUES (array(1)), (array(1.5))) AS t(x); array<decimal(11,1)>",
        "SELECT array(1) EXCEPT SELECT array(2e0); array<double>",
      })
  void differentTypesMeetInOneThatHoldsBoth(String sql, String type) {
    try (var statement = driver.execute(sql)) {
      assertThat(statement.schema().type(0).sqlName()).isEqualTo(type);
    }
    assertThat(Answer.of(driver, sql).error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true AND '12'::int = 12",
        "3 = '2'::int + 1",
        "2 * '1.5'::decimal(2, 1) = 3",
        "'12'::int BETWEEN 1 AND 20 AND NOT '0'::boolean",
        "'a' || 1::varchar || 2 :: varchar = 'a12'",
        "('1' || '2')::int + 1 = 13",
        "'1'::int::varchar::bigint = 1",
        "abs('-1'::int) = 1",
        "-'5'::int = -5",
        "'2024-02-29'::date = DATE '2024-02-29' AND true",
        "'x'::varchar(3) LIKE 'x' AND '1' ::\n  double = 1",
      })
  void infixCastsBindTighterThanOperators(String condition) {
    assertThat(Answer.of(duckDb, "SELECT " + condition).rows().get(0).get(0)).isEqualTo(true);
    assertThat(value("SELECT " + condition)).isEqualTo(true);
    assertThat(value("SELECT 1 = 2 OR " + condition)).isEqualTo(true);
  }

  @Test
  void infixCastsGoWithElementsAndAreCheckedWhereTheyStand() {
    assertThat(value("SELECT array('1', '2')[1]::int = 2 AND array(1)::ARRAY<INT>[0] = 1"))
        .isEqualTo(true);
    assertThat(error("SELECT 1::intt"))
        .hasMessageContaining("unknown type intt; did you mean int?");
    assertThat(error("SELECT 1::int(")).hasMessageContaining("column 11: 'int(' is no type");
  }

  @Test
  void columnsAreCalledByTheTypesText() {
    try (var statement = driver.execute("SELECT array(1)::ARRAY<BIGINT>, 'ARRAY<INT>'")) {
      assertThat(statement.schema().fields().get(0).name()).isEqualTo("array(1)::ARRAY<BIGINT>");
    }
    assertThat(value("SELECT 'x AS ARRAY<INT>'")).isEqualTo("x AS ARRAY<INT>");
  }

  @Test
  void wrongTypesAreShownWhereTheyStand() {
    assertThat(error("SELECT CAST(array(1) AS ARRAY<IN>)"))
        .hasMessageContaining("column 31: no type in; did you mean int?");
    assertThat(error("SELECT 1,\n  CAST(array(1) AS ARRAY<INT)"))
        .hasMessageContaining("line 2, column 29: expected >");
    assertThat(error("SELECT CAST(NULL AS " + "ARRAY<".repeat(300) + "INT" + ">".repeat(300) + ")"))
        .hasMessageContaining("too deeply");
    assertThat(error("SELECT CAST(array(1) AS MAP<STRING, INT>)"))
        .hasMessageContaining("column 8: array<int> can't be cast to map<string,int>");
    assertThat(error("SELECT CAST('[1]' AS ARRAY<INT>)")).hasMessageContaining("from_json");
    assertThat(error("SELECT CAST(array(1) AS INT)").code()).isEqualTo(ErrorCode.SEMANTIC_ERROR);
    assertThat(error("SELECT CAST(named_struct('a', 1) AS STRUCT<a: INT, b: INT>)"))
        .hasMessageContaining("can't be cast");
    assertThatThrownBy(
            () -> {
              throw error("SELECT array(1) UNION SELECT map('a', 1)");
            })
        .hasMessageContaining("don't go together");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'[1,\"x\",null,2]'; ARRAY<INT>; [1, null, null, 2]",
        "'{\"a\":{\"b\":[[1.5],null]},\"a2\":1}'; a STRUCT<b: ARRAY<ARRAY<DOUBLE>>>; {{[[1.5],"
            + " null]}}",
        "'{\"a\":1,\"b\":\"x\"}'; MAP<STRING, INT>; {a -> 1, b -> null}",
        "'[{\"a\":1},{\"b\":2},3]'; ARRAY<STRUCT<a: INT>>; [{1}, {null}, null]",
        "'{\"a\":[1'; a ARRAY<INT>; {null}",
        "'[1,[2]'; ARRAY<INT>; ",
        "'{\"a\":[1],\"a\":[2,3]}'; a ARRAY<INT>; {[2, 3]}",
        "''; ARRAY<INT>; ",
      })
  void jsonIsReadToAnyDepth(String json, String type, String text) {
    String sql = "SELECT CAST(from_json(" + json + ", '" + type + "') AS STRING)";
    assertThat(value(sql)).isEqualTo(text);
  }

  @Test
  void documentsOfABatchDontMix() {
    Answer answer =
        Answer.of(
            driver,
            "SELECT CAST(from_json(x, 'a ARRAY<INT>, b MAP<STRING, STRING>') AS STRING) FROM"
                + " (VALUES (1, '{\"a\":[1,2]}'), (2, NULL), (3, '{\"b\":{\"k\":\"v\"},\"a\":[1'),"
                + " (4, '{\"b\":{\"k\":\"w\"},\"a\":[]}')) AS t(n, x) WHERE n <> 9 ORDER BY n");
    assertThat(answer.rows())
        .extracting(row -> row.get(0))
        .containsExactly("{[1, 2], null}", null, "{null, null}", "{[], {k -> w}}");
    assertThat(error("SELECT from_json('{}', 'MAP<INT, INT>')")).hasMessageContaining("STRING");
    assertThat(List.of(error("SELECT from_json('[]', 'ARRAY<INT> x')").getMessage()).get(0))
        .contains("expected the end");
  }
}
