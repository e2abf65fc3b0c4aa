package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.FunctionExample;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aggregates and grouping sets from SQL text to rows, in one task and in many, against DuckDB. */
class AggregateQueriesTest {
  private static final double TOLERANCE = 1e-9;

  @TempDir static Path data;

  private static Driver driver;
  private static Connection duckDb;

  @BeforeAll
  static void start() throws SQLException {
    driver =
        LocalDriver.start(
            DistaffConfig.of(Map.of()), new OptionRegistry(EngineOptions.FAMILIES), 2);
    for (int part = 0; part < 3; part++) {
      run(
          """
          insert into directory '%s/t' using parquet
          select o_orderkey as k, nullif(o_orderkey %% 7, 3) as g, nullif(o_custkey %% 50, 0) as i,
            o_custkey as c, nullif(cast(o_totalprice as double), 0) as d, o_totalprice as m,
            o_orderpriority as s, o_orderdate as dt, o_orderkey %% 3 = 0 as b
          from tpch.`sf0.01`.orders where o_orderkey > %d and o_orderkey <= %d\
          """
              .formatted(data, part * 20_000, (part + 1) * 20_000));
    }
    run("create temporary view t using parquet options (path '%s/t')".formatted(data));
    String few = "view few as select * from t where k % 4 = 1";
    run("create temporary " + few);
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
    try (var statement = duckDb.createStatement()) {
      statement.execute(
          "create view t as select * from read_parquet('%s/t/*.parquet')".formatted(data));
      statement.execute("create " + few);
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    driver.close();
    duckDb.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "count(*), count(i), sum(i), avg(d), min(s), max(dt), min(b)|",
        "count_if(b), bool_and(b), bool_or(b), every(i is null), product(1 + i / 1e6)"
            + "| count_if(b), bool_and(b), bool_or(b), bool_and(i is null), product(1 + i / 1e6)",
        "stddev(d), stddev_samp(d), stddev_pop(d), variance(i), var_samp(i), var_pop(m)|",
        "corr(d, i), covar_pop(d, i), covar_samp(d, i), regr_slope(d, i), regr_intercept(d, i),"
            + " regr_r2(d, i)|",
        "regr_count(d, i), regr_avgx(d, i), regr_avgy(d, i), regr_sxx(d, i), regr_syy(d, i),"
            + " regr_sxy(d, i)|",
        "try_sum(i), try_sum(d), try_sum(m), try_avg(i), try_avg(d), try_avg(distinct c)"
            + "| sum(i), sum(d), sum(m), avg(i), avg(d), avg(distinct c)",
        "kurtosis(d) + 0 * skewness(d)| kurtosis_pop(d)",
        "median(d), percentile(d, 0.9), percentile_cont(0.25) within group (order by d),"
            + " percentile_disc(0.3) within group (order by i), quantile_disc(dt, 0.75)"
            + "| median(d), quantile_cont(d, 0.9), quantile_cont(d, 0.25), quantile_disc(i, 0.3),"
            + " quantile_disc(dt, 0.75)",
        "percentile_cont(0.25) within group (order by i desc)| quantile_cont(i, 0.75)",
        "min_by(s, k), max_by(coalesce(i, -1), k), max_by(dt, d), min_by(m, d)|",
        "bit_and(k), bit_or(i), bit_xor(c)|",
        "listagg(s, ';') within group (order by k), string_agg(s) within group (order by k desc)"
            + "| string_agg(s, ';' order by k), string_agg(s, '' order by k desc)",
        "collect_list(i) within group (order by k desc)"
            + "| list(i order by k desc) filter (where i is not null)",
        "count(distinct i), sum(distinct i), avg(distinct i), count(distinct s), count(*)|",
        "count(distinct s), sum(distinct i) filter (where b), max(k), min(distinct d)|",
        "count(distinct i, s)| count(distinct (i, s)) filter (where i is not null)",
        "stddev_pop(distinct i), median(distinct c), sum(m), count(distinct dt)|",
        "sum(d) filter (where b), median(d) filter (where i > 20), count(*) filter (where i = 7),"
            + " max_by(s, d) filter (where b), corr(d, i) filter (where not b)|",
        "count(*) filter (where k < 0), sum(i) filter (where k < 0), var_pop(i) filter (where k <"
            + " 0), median(d) filter (where k < 0), max_by(s, d) filter (where k < 0)|",
      })
  void agreesWithDuckDb(String calls, String duckDbCalls) {
    String theirs = duckDbCalls == null ? calls : duckDbCalls;
    check("select " + calls + " from few", "select " + theirs + " from few");
    for (String keys : List.of("g", "c", "g, s", "k")) {
      String tail = " from few group by " + keys;
      check("select " + keys + ", " + calls + tail, "select " + keys + ", " + theirs + tail);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "g, s, count(*), sum(i)| rollup (g, s)",
        "g, s, b, count(*), sum(d), min(g)| cube (g, s, b)",
        "g, s, grouping(g), grouping(s), count(distinct i)| grouping sets ((g, s), (s), ())",
        "g, s, grouping(g, s), median(d)| grouping sets ((g), (s))",
        "g, grouping(g), avg(d), sum(distinct i), count(distinct s)| rollup (g)",
        "g, max(k)| grouping sets ((g))",
      })
  void groupingSetsAgreeWithDuckDb(String columns, String keys) {
    String sql = "select " + columns + " from t group by " + keys;
    check(sql, sql);
    String nothing = "select " + columns + " from t where k < 0 group by " + keys;
    check(nothing, nothing);
  }

  @Test
  void setsAndHistogramsHaveEveryValueOnce() {
    bothWays(
        "select g, collect_set(i), collect_set(s), histogram(i) from t group by g",
        rows -> {
          assertThat(rows).hasSize(7);
          for (List<Object> row : rows) {
            assertThat((List<?>) row.get(1)).hasSize(49).doesNotHaveDuplicates();
            assertThat((List<?>) row.get(2)).hasSize(5).doesNotHaveDuplicates();
            assertThat(((Map<?, ?>) row.get(3)).keySet())
                .isEqualTo(new java.util.HashSet<>((List<?>) row.get(1)));
          }
        });
  }

  @Test
  void approximationsAreNear() {
    bothWays(
        "select approx_count_distinct(k), approx_count_distinct(c), approx_count_distinct(k,"
            + " 0.005), approx_percentile(k, 0.5), approx_percentile(k, 0.99),"
            + " approx_count_distinct(s) from t",
        rows -> {
          List<Object> row = rows.get(0);
          near(row.get(0), 15_000, 0.05);
          near(row.get(1), 1_000, 0.01);
          near(row.get(2), 15_000, 0.015);
          near(row.get(3), 30_000, 0.02);
          near(row.get(4), 59_400, 0.005);
          assertThat(row.get(5)).isEqualTo(5L);
        });
  }

  @Test
  void theModeIsTheSmallestOfTheMostFrequent() {
    check(
        "select c, mode(g) from t where g is not null group by c",
        "select c, first(g order by n desc, g) from (select c, g, count(*) as n from t"
            + " where g is not null group by c, g) group by c");
  }

  private static void near(Object value, double expected, double tolerance) {
    assertThat(((Number) value).doubleValue())
        .isBetween(expected * (1 - tolerance), expected * (1 + tolerance));
  }

  @Test
  void firstAndLastTakeNullsUnlessTold() {
    assertThat(
            run(
                "select first(x), `first`(x, true), last(x), `last`(x, true)"
                    + " from (values (cast(null as int)), (1), (2), (null)) as t(x)"))
        .isEqualTo(List.of(Arrays.asList(null, 1L, null, 2L)));
  }

  @Test
  void countsOfSeveralColumnsLeaveOutRowsWithAnyNull() {
    assertThat(
            run(
                "select count(x, y), count(distinct x, y)"
                    + " from (values (1, 2), (1, 2), (1, null), (3, 2)) as t(x, y)"))
        .isEqualTo(List.of(List.of(3L, 2L)));
  }

  @Test
  void aggregatesAreWindowFunctionsToo() {
    String sql =
        "select k, stddev_pop(d) over (partition by g order by k rows between 9 preceding and"
            + " current row), median(i) over (partition by g, s), bool_and(b) over (partition by"
            + " c), max_by(s, k) over (partition by g order by k), corr(d, i) over (partition by s)"
            + " from t where k < 3000";
    check(sql, sql);
  }

  /** Parameters are known although there are no rows that could tell them. */
  @Test
  void parametersAreKnownWithoutRows() {
    String calls =
        "percentile(d, 0.25 + 0.25), listagg(s, ','), percentile_disc(0.3) within group (order by"
            + " i), approx_percentile(d, 0.5), count(distinct i)";
    String theirs =
        "quantile_cont(d, 0.5), string_agg(s, ','), quantile_disc(i, 0.3), median(d),"
            + " count(distinct i)";
    for (String tail : List.of(" from t where false", " from t where k < 0", " from t limit 0")) {
      check("select " + calls + tail, "select " + theirs + tail);
      String grouped = tail.replace(" limit", " group by g limit");
      check("select " + calls + grouped, "select " + theirs + grouped);
    }
    check(
        "select k, (select percentile(d, 0.5) from t u where false and u.g = t.g) from t where k <"
            + " 50",
        "select k, cast(null as double) from t where k < 50");
    check(
        "select k from t where k < 50 and exists (select listagg(s, '-') from t u where false)",
        "select k from t where k < 50");
  }

  @Test
  void callsThatDifferInAParameterAreDifferent() {
    check(
        "select percentile(d, 0.1), percentile(d, 0.9), percentile(distinct d, 0.9),"
            + " percentile(d, 0.1) + 1 from t group by g",
        "select quantile_cont(d, 0.1), quantile_cont(d, 0.9), quantile_cont(distinct d, 0.9),"
            + " quantile_cont(d, 0.1) + 1 from t group by g");
  }

  @Test
  void mistakesAreTold() {
    assertThatThrownBy(() -> run("select percentile(d, 1.5) from t where false"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("percentile takes a fraction from 0 to 1, not 1.5");
    assertThatThrownBy(() -> run("select percentile(d, i) from t"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("argument 2 of percentile must be a constant");
    assertThatThrownBy(() -> run("select percentile(d, 1.5) from t"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("percentile takes a fraction from 0 to 1, not 1.5");
    assertThatThrownBy(() -> run("select corr(d) from t"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("corr(double, double) -> double; given (double)");
  }

  @TestFactory
  List<DynamicTest> everyExampleGivesWhatItSays() {
    List<DynamicTest> tests = new ArrayList<>();
    for (FunctionDefinition function : AggregateFunctions.registry().all()) {
      assertThat(function.examples()).as(function.name()).isNotEmpty();
      assertThat(function.summary()).as(function.name()).endsWith(".");
      for (FunctionExample example : function.examples()) {
        tests.add(
            DynamicTest.dynamicTest(
                example.sql(),
                () -> {
                  Object value = run(example.sql()).get(0).get(0);
                  assertThat(value == null ? "NULL" : value.toString()).isEqualTo(example.result());
                }));
      }
    }
    return tests;
  }

  private interface Check {
    void of(List<List<Object>> rows);
  }

  private static void bothWays(String sql, Check check) {
    check.of(run(sql));
    run("set distaff.sql.single-task.threshold = 0b");
    run("set distaff.sql.single-task.rows = 0");
    run("set distaff.sql.exchange.partitions = 3");
    try {
      check.of(run(sql));
    } finally {
      run("reset");
    }
  }

  private static void check(String sql, String duckDbSql) {
    List<List<Object>> expected = sorted(runInDuckDb(duckDbSql));
    bothWays(
        sql,
        rows -> {
          List<List<Object>> actual = sorted(rows);
          assertThat(actual).as(sql).hasSameSizeAs(expected);
          for (int i = 0; i < actual.size(); i++) {
            for (int c = 0; c < actual.get(i).size(); c++) {
              assertThat(same(actual.get(i).get(c), expected.get(i).get(c)))
                  .as("%s: %s, expected %s", sql, actual.get(i), expected.get(i))
                  .isTrue();
            }
          }
        });
  }

  private static boolean same(Object actual, Object expected) {
    if (actual == null && expected instanceof Double number) {
      return number.isNaN(); // where DuckDB divides by 0
    }
    if (actual instanceof Number a && expected instanceof Number b) {
      double x = a.doubleValue();
      double y = b.doubleValue();
      return x == y || Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(y));
    }
    if (actual instanceof List<?> list && list.isEmpty()) {
      return expected == null; // our lists of nothing are empty
    }
    return actual == null ? expected == null : actual.toString().equals(String.valueOf(expected));
  }

  private static List<List<Object>> sorted(List<List<Object>> rows) {
    List<List<Object>> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.comparing(
            row -> row.stream().map(AggregateQueriesTest::rough).toList().toString()));
    return sorted;
  }

  private static String rough(Object value) {
    return value instanceof Double || value instanceof BigDecimal
        ? "%.3e".formatted(((Number) value).doubleValue() + 0.0)
        : String.valueOf(value);
  }

  private static List<List<Object>> runInDuckDb(String sql) {
    List<List<Object>> rows = new ArrayList<>();
    try (var statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          Object value = result.getObject(c);
          row.add(
              value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value);
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
    return rows;
  }

  private static List<List<Object>> run(String sql) {
    List<List<Object>> rows = new ArrayList<>();
    try (StatementExecution execution = driver.execute(sql)) {
      for (VectorBatch batch = execution.next(); batch != null; batch = execution.next()) {
        for (int i = 0; i < batch.numSelected(); i++) {
          List<Object> row = new ArrayList<>();
          for (ColumnVector column : batch.columns()) {
            row.add(readable(column, batch.selectedRow(i)));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static Object readable(ColumnVector column, int row) {
    Object value = Vectors.value(column, row);
    if (value != null && column.type().kind() == DataType.Kind.DATE) {
      return LocalDate.ofEpochDay((Long) value);
    }
    return value instanceof BigDecimal decimal ? new BigDecimal(decimal.toPlainString()) : value;
  }
}
