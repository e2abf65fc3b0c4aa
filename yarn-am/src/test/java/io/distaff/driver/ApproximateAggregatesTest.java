package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Approximations are as near as their documentation says, over many more rows than they keep. */
class ApproximateAggregatesTest {
  /** How many standard errors a count may be off: one in 15,000 is, and the hashes are the same. */
  private static final double DEVIATIONS = 4;

  /** Of the values. */
  private static final double IN_THE_MIDDLE = 0.01;

  private static final double AT_THE_ENDS = 0.002;
  private static final double[] SHARES = {0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1};
  private static final String LINES = " from tpch.`sf0.01`.lineitem";

  /** In one task, and in several whose sketches are merged. */
  private static final List<Driver> DRIVERS = new ArrayList<>();

  @BeforeAll
  static void start() {
    Map<String, String> exchanges =
        Map.of(
            "distaff.sql.single-task.threshold", "0b",
            "distaff.sql.single-task.rows", "0",
            "distaff.sql.exchange.partitions", "3");
    for (Map<String, String> settings : List.of(Map.<String, String>of(), exchanges)) {
      DRIVERS.add(
          LocalDriver.start(
              DistaffConfig.of(settings), new OptionRegistry(EngineOptions.FAMILIES), 2));
    }
  }

  @AfterAll
  static void stop() {
    DRIVERS.forEach(Driver::close);
    DRIVERS.clear();
  }

  /** Uniform, ascending, few values, with long ends, and with all but a few at one place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cast(l_extendedprice as double)",
        "cast(l_orderkey as double)",
        "-cast(l_orderkey as double)",
        "cast(l_quantity as double)",
        "exp(l_partkey / 40.0)",
        "case when l_orderkey % 97 = 0 then cast(l_partkey as double) else 5e0 end",
      })
  void percentilesAreOffByOnePercentOfTheValues(String value) {
    StringBuilder percentiles = new StringBuilder();
    for (double share : SHARES) {
      percentiles.append(", approx_percentile(x, ").append(share).append(')');
    }
    for (String group : List.of("0", "l_linenumber % 2")) {
      String rows = "(select %s as x, %s as g%s)".formatted(value, group, LINES);
      for (Driver driver : DRIVERS) {
        rows(driver, "select g%s from %s group by g".formatted(percentiles, rows))
            .forEach(found -> checkRanks(driver, rows, found));
      }
    }
  }

  /**
   * @param found the group and its percentiles
   */
  private static void checkRanks(Driver driver, String rows, List<Object> found) {
    StringBuilder counts = new StringBuilder();
    for (Object percentile : found.subList(1, found.size())) {
      String number = "cast('" + percentile + "' as double)";
      counts.append(", count_if(x < %1$s), count_if(x <= %1$s)".formatted(number));
    }
    List<Object> ranks =
        rows(driver, "select count(*)%s from %s where g = %s".formatted(counts, rows, found.get(0)))
            .get(0);
    double all = ((Long) ranks.get(0)).doubleValue();
    for (int i = 0; i < SHARES.length; i++) {
      double share = SHARES[i];
      double below = (Long) ranks.get(2 * i + 1) / all;
      double upTo = (Long) ranks.get(2 * i + 2) / all;
      double most =
          share == 0 || share == 1
              ? 1 / all
              : Math.abs(share - 0.5) > 0.45 ? AT_THE_ENDS : IN_THE_MIDDLE;
      assertThat(Math.max(below - share, share - upTo))
          .as("%s, group %s, share %s: %s", rows, found.get(0), share, found.get(i + 1))
          .isLessThanOrEqualTo(most);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "l_shipmode",
        "l_partkey",
        "l_orderkey",
        "cast(l_orderkey as decimal(30, 3))",
        "cast(l_orderkey as double) / 7",
        "struct(l_orderkey, l_linenumber)",
        "l_orderkey || '-' || l_linenumber",
      })
  void countsAreOffByAFewStandardErrors(String value) {
    double[] errors = {0.016, 0.004, 0.1};
    for (String group : List.of("0", "l_linenumber % 2")) {
      String sql =
          ("select g, count(distinct x), approx_count_distinct(x), approx_count_distinct(x, 0.004),"
                  + " approx_count_distinct(x, 0.1) from (select %s as x, %s as g%s) group by g")
              .formatted(value, group, LINES);
      for (Driver driver : DRIVERS) {
        for (List<Object> row : rows(driver, sql)) {
          double exact = ((Long) row.get(1)).doubleValue();
          for (int i = 0; i < errors.length; i++) {
            assertThat(Math.abs((Long) row.get(2 + i) - exact))
                .as("%s, group %s, error %s", value, row.get(0), errors[i])
                .isLessThanOrEqualTo(DEVIATIONS * errors[i] * exact);
          }
        }
      }
    }
  }

  private static List<List<Object>> rows(Driver driver, String sql) {
    List<List<Object>> rows = new ArrayList<>();
    try (StatementExecution execution = driver.execute(sql)) {
      for (VectorBatch batch = execution.next(); batch != null; batch = execution.next()) {
        for (int i = 0; i < batch.numSelected(); i++) {
          int row = batch.selectedRow(i);
          rows.add(Stream.of(batch.columns()).map(column -> Vectors.value(column, row)).toList());
        }
      }
    }
    rows.sort(Comparator.comparing(row -> String.valueOf(row.get(0))));
    return rows;
  }
}
