package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.expression.FunctionDefinition;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.types.DecimalType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the planner writes with other operators than the aggregate's own: DISTINCT in every
 * function, and averages. What DISTINCT gives is what the function gives of rows that were made
 * distinct before.
 */
class DistinctAggregatesTest {
  /**
   * Calls by function, of columns of the table. What is put together has an order of its own, and
   * what is chosen from several is the same for all of them.
   */
  private static final Map<String, List<String>> CALLS = new HashMap<>();

  private static Driver driver;

  private static void calls(String function, String... calls) {
    CALLS.put(function, List.of(calls));
  }

  static {
    for (String function : List.of("count", "min", "max", "mode", "histogram")) {
      calls(function, function + "(D m)", function + "(D s)");
    }
    for (String function : List.of("sum", "avg", "try_sum", "try_avg")) {
      calls(function, function + "(D i)", function + "(D m)", function + "(D d)");
    }
    for (String function :
        List.of(
            "product",
            "var_samp",
            "var_pop",
            "stddev_samp",
            "stddev_pop",
            "skewness",
            "kurtosis",
            "median")) {
      calls(function, function + "(D d)");
    }
    for (String function :
        List.of(
            "covar_pop",
            "covar_samp",
            "corr",
            "regr_slope",
            "regr_intercept",
            "regr_r2",
            "regr_avgx",
            "regr_avgy",
            "regr_sxx",
            "regr_syy",
            "regr_sxy",
            "regr_count")) {
      calls(function, function + "(D d, i)");
    }
    for (String function : List.of("bit_and", "bit_or", "bit_xor")) {
      calls(function, function + "(D i)");
    }
    for (String function : List.of("bool_and", "bool_or", "count_if")) {
      calls(function, function + "(D b)");
    }
    for (String function : List.of("any_value", "first", "last")) {
      calls(function, "`" + function + "`(D g)", "`" + function + "`(D g + 1)");
    }
    calls("min_by", "min_by(D i, -i)", "min_by(D s, s)");
    calls("max_by", "max_by(D i, -i)", "max_by(D s, s)");
    calls("percentile", "percentile(D d, 0.3)", "percentile(D i, 0.75)");
    calls("quantile_disc", "quantile_disc(D s, 0.3)", "quantile_disc(D m, 0.75)");
    calls("approx_percentile", "approx_percentile(D d, 0.3)", "approx_percentile(D i, 0.5, 100)");
    calls("approx_count_distinct", "approx_count_distinct(D s)");
    calls("collect_list", "array_sort(collect_list(D i))", "array_sort(collect_list(D s))");
    calls("collect_set", "array_sort(collect_set(D i))");
    calls(
        "listagg",
        "listagg(D s, '-') within group (order by s)",
        "listagg(D s) within group (order by s desc)");
  }

  /** They give one of the values that come, in whatever order these do. */
  private static final List<String> TAKE_ANY = List.of("`any_value`", "`first`", "`last`");

  @BeforeAll
  static void start() {
    driver =
        LocalDriver.start(
            DistaffConfig.of(
                Map.of(
                    "distaff.sql.single-task.threshold", "0b",
                    "distaff.sql.single-task.rows", "0",
                    "distaff.sql.exchange.partitions", "3")),
            new OptionRegistry(EngineOptions.FAMILIES),
            2);
    rows(
        "create temporary view t as select l_linenumber % 3 as g, nullif(cast(l_suppkey % 19 as"
            + " int), 4) as i, nullif(cast(l_partkey % 23 as double) / 8 - 1, 0.25) as d,"
            + " nullif(cast(l_quantity as decimal(9, 2)), 7) as m, nullif(l_shipmode, 'AIR') as s,"
            + " case when l_orderkey % 5 > 0 then l_orderkey % 5 = 2 end as b,"
            + " l_returnflag = 'N' as f from tpch.`sf0.01`.lineitem where l_orderkey < 4000");
    rows("cache table t");
  }

  @AfterAll
  static void stop() {
    driver.close();
  }

  @TestFactory
  Stream<DynamicTest> everyFunctionOfDistinctRows() {
    assertThat(CALLS.keySet())
        .containsExactlyInAnyOrderElementsOf(
            AggregateFunctions.registry().all().stream().map(FunctionDefinition::name).toList());
    return CALLS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue())));
  }

  /** What stands behind DISTINCT. */
  private static String argument(String call) {
    return call.substring(call.indexOf("(D ") + 3, call.length() - 1);
  }

  private static void check(List<String> calls) {
    for (String call : calls) {
      String distinct = call.replace("(D ", "(distinct ");
      String plain = call.replace("(D ", "(");
      String columns = "g, i, d, m, s, b";
      List<String> used =
          Stream.of(columns.split(", ")).filter(c -> call.matches(".*\\b" + c + "\\b.*")).toList();
      String arguments = String.join(", ", used);
      String once = used.equals(List.of("g")) ? "g as x, g" : "g as x, " + arguments;
      same(
          "select g as x, %s from t where f group by g".formatted(distinct),
          "select x, %s from (select distinct %s from t where f) group by x"
              .formatted(plain, once));
      if (TAKE_ANY.stream().anyMatch(call::startsWith)) {
        assertThat(rows("select distinct %s from t".formatted(argument(call))))
            .containsAll(rows("select %s from t".formatted(distinct)));
      } else {
        same(
            "select %s from t".formatted(distinct),
            "select %s from (select distinct %s from t)".formatted(plain, arguments));
      }
      // Beside others, of other columns too.
      same(
          "select g as x, %s, count(*), sum(i), count(distinct s) from t group by g"
              .formatted(distinct),
          "select x, c, n, n1, n2 from (select x, %s as c from (select distinct %s from t) group by"
                  .formatted(plain, once)
              + " x) join (select g, count(*) as n, sum(i) as n1, count(distinct s) as n2 from t"
              + " group by g) on x = g");
    }
  }

  private static void same(String sql, String expected) {
    List<List<Object>> actual = rows(sql);
    List<List<Object>> wanted = rows(expected);
    assertThat(actual).as(sql).hasSameSizeAs(wanted);
    for (int r = 0; r < actual.size(); r++) {
      for (int c = 0; c < actual.get(r).size(); c++) {
        assertThat(near(actual.get(r).get(c), wanted.get(r).get(c)))
            .as("%s: %s, not %s", sql, actual.get(r), wanted.get(r))
            .isTrue();
      }
    }
  }

  private static boolean near(Object actual, Object wanted) {
    return (actual instanceof Double x && wanted instanceof Double y)
        ? x.equals(y) || Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(y))
        : Objects.equals(actual, wanted);
  }

  /** Rounded once, half up, to four digits more. */
  @Test
  void averagesOfDecimalsAreExact() {
    for (DecimalType type :
        List.of(new DecimalType(4, 1), new DecimalType(18, 3), new DecimalType(30, 10))) {
      BigDecimal largest =
          BigDecimal.TEN.pow(type.precision()).subtract(BigDecimal.ONE).movePointLeft(type.scale());
      List<BigDecimal> values =
          List.of(
              largest,
              largest,
              largest.negate(),
              BigDecimal.ONE.movePointLeft(type.scale()),
              largest,
              BigDecimal.ZERO,
              BigDecimal.valueOf(2).movePointLeft(type.scale()));
      StringBuilder rows = new StringBuilder("(null, 0)");
      for (int i = 0; i < values.size(); i++) {
        rows.append(", (").append(values.get(i).toPlainString()).append(", ").append(i % 2);
        rows.append(')');
      }
      String from =
          " from (select cast(v as decimal(%d, %d)) as x, k from (values %s) as t(v, k))"
              .formatted(type.precision(), type.scale(), rows);
      assertThat(rows("select avg(x)" + from))
          .as(type.sqlName())
          .containsExactly(List.of(mean(values, type)));
      List<BigDecimal> even = List.of(values.get(0), values.get(2), values.get(4), values.get(6));
      assertThat(rows("select avg(x)" + from + " where k = 0 group by k"))
          .as(type.sqlName())
          .containsExactly(List.of(mean(even, type)));
      assertThat(rows("select avg(distinct x)" + from))
          .as(type.sqlName())
          .containsExactly(List.of(mean(values.stream().distinct().toList(), type)));
    }
  }

  private static BigDecimal mean(List<BigDecimal> values, DecimalType type) {
    BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.divide(BigDecimal.valueOf(values.size()), type.scale() + 4, RoundingMode.HALF_UP);
  }

  @Test
  void averagesOfEveryOtherTypeAreDoubles() {
    for (String type : List.of("tinyint", "smallint", "int", "bigint", "float", "double")) {
      String from = " from (select cast(v as %s) as x from (values ".formatted(type);
      assertThat(rows("select avg(x)" + from + "(1), (null), (2), (-6)) as t(v))"))
          .as(type)
          .containsExactly(List.of(-1.0));
      assertThat(rows("select avg(x)" + from + "(1), (2)) as t(v)) where x > 5").get(0).get(0))
          .as(type)
          .isNull();
    }
    String large =
        "(values (9223372036854775807, 1), (9223372036854775806, 2), (-5, 3), (null, 4)) as t(x,"
            + " k)";
    List<Object> average = List.of(6.1489146912365169E18);
    assertThat(rows("select avg(x) from " + large)).containsExactly(average);
    assertThat(rows("select avg(distinct x) from " + large)).containsExactly(average);
    assertThat(rows("select avg(x) over () from " + large)).hasSize(4).containsOnly(average);
    assertThat(
            rows(
                "select avg(x) over (order by k rows between 1 preceding and current row) from "
                    + large
                    + " order by k"))
        .contains(List.of(9.223372036854776E18), List.of(4.6116860184273879E18), List.of(-5.0));
    assertThat(rows("select try_avg(x) from " + large)).containsExactly(average);
    assertThat(rows("select try_avg(x) over () from " + large)).hasSize(4).containsOnly(average);
    assertThat(rows("select avg(x) from (values (1e0), (cast('NaN' as double))) as t(x)"))
        .containsExactly(List.of(Double.NaN));
  }

  @Test
  void averagesOfSumsThatAreTooLargeAreNullIfTried() {
    String from =
        " from (select cast(v as decimal(38, 0)) as x, k from (values ('9e37', 1), ('9e37', 2),"
            + " ('-5', 3)) as t(v, k))";
    assertThat(rows("select try_avg(x)" + from).get(0).get(0)).isNull();
    assertThat(rows("select try_avg(x), avg(x)" + from + " where k = 3"))
        .containsExactly(List.of(new BigDecimal("-5.0000"), new BigDecimal("-5.0000")));
    String window = " over (order by k rows 1 preceding)";
    assertThat(rows("select try_sum(x)" + window + from))
        .filteredOn(row -> row.get(0) == null)
        .hasSize(1);
    assertThat(rows("select try_avg(x)" + window + from + " where k >= 3"))
        .containsExactly(List.of(new BigDecimal("-5.0000")));
    assertThat(rows("select try_avg(x)" + window + from))
        .filteredOn(row -> row.get(0) == null)
        .isNotEmpty();
  }

  /** In the order of their texts. */
  private static List<List<Object>> rows(String sql) {
    List<List<Object>> rows = new ArrayList<>();
    try (StatementExecution execution = driver.execute(sql)) {
      for (VectorBatch batch = execution.next(); batch != null; batch = execution.next()) {
        for (int i = 0; i < batch.numSelected(); i++) {
          List<Object> row = new ArrayList<>();
          for (ColumnVector column : batch.columns()) {
            row.add(Vectors.value(column, batch.selectedRow(i)));
          }
          rows.add(row);
        }
      }
    }
    rows.sort(Comparator.comparing(row -> String.valueOf(row.get(0))));
    return rows;
  }
}
