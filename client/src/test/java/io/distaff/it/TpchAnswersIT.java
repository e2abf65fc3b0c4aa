package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All TPC-H queries, and the tables themselves, against DuckDB on the same files. */
@ExtendWith(SharedCluster.class)
class TpchAnswersIT {
  /** Many small splits, partitions and files, where 0.01 of the data would be one task. */
  private static final List<String> EXCHANGES =
      List.of(
          "--conf", "distaff.sql.single-task.rows=100",
          "--conf", "distaff.sql.single-task.threshold=1k",
          "--conf", "distaff.sql.exchange.partitions=3");

  private static final Map<String, Integer> ROWS =
      Map.of(
          "region", 5,
          "nation", 25,
          "supplier", 1_000,
          "customer", 15_000,
          "part", 20_000,
          "partsupp", 80_000,
          "orders", 150_000,
          "lineitem", 600_572);

  private static final Map<String, List<String>> SUMS =
      Map.of(
          "region", List.of("r_regionkey"),
          "nation", List.of("n_nationkey", "n_regionkey"),
          "supplier", List.of("s_suppkey", "s_nationkey", "s_acctbal"),
          "customer", List.of("c_custkey", "c_nationkey", "c_acctbal"),
          "part", List.of("p_partkey", "p_size", "p_retailprice"),
          "partsupp", List.of("ps_partkey", "ps_suppkey", "ps_availqty", "ps_supplycost"),
          "orders", List.of("o_orderkey", "o_custkey", "o_totalprice", "o_shippriority"),
          "lineitem",
              List.of(
                  "l_orderkey",
                  "l_partkey",
                  "l_suppkey",
                  "l_linenumber",
                  "l_quantity",
                  "l_extendedprice",
                  "l_discount",
                  "l_tax"));

  private static final Map<String, List<String>> TEXTS_AND_DATES =
      Map.of(
          "region", List.of("r_name", "r_comment"),
          "nation", List.of("n_name", "n_comment"),
          "supplier", List.of("s_name", "s_address", "s_phone", "s_comment"),
          "customer", List.of("c_name", "c_address", "c_phone", "c_mktsegment", "c_comment"),
          "part", List.of("p_name", "p_mfgr", "p_brand", "p_type", "p_container", "p_comment"),
          "partsupp", List.of("ps_comment"),
          "orders",
              List.of("o_orderstatus", "o_orderdate", "o_orderpriority", "o_clerk", "o_comment"),
          "lineitem",
              List.of(
                  "l_returnflag",
                  "l_linestatus",
                  "l_shipdate",
                  "l_commitdate",
                  "l_receiptdate",
                  "l_shipinstruct",
                  "l_shipmode",
                  "l_comment"));

  @TempDir Path directory;

  /** With the least memory that is documented, which neither results nor containers may show. */
  @Test
  void allQueriesAnswerAsTheOracleDoesOnYarn(TestCluster cluster) throws Exception {
    String tables = cluster.tpch().onHdfs();
    cluster.tpch().copyTo(directory);
    Set<String> measuredBefore = cluster.memory().measured();
    List<String> options =
        List.of("--views", tables, "--num-executors", "2", "--executor-memory", "256m");
    var unused = compareAll(cluster.distaff(), options, directory);
    assertThat(cluster.memory().measured())
        .as("the driver's container and two executors', held against their limits")
        .hasSize(measuredBefore.size() + 3);
    cluster.expectNothingLeft();
  }

  @Test
  void allQueriesAnswerAsTheOracleDoesInLocalModeWithManyTasks() throws Exception {
    Distaff distaff = Distaff.ofThisBuild();
    Path tables = directory.resolve("tables");
    var unused =
        distaff
            .run(
                "tpch",
                "--master",
                "local[2]",
                "--scale",
                "0.01",
                "--output",
                tables.toString(),
                "--conf",
                "distaff.write.targetFileSize=200k")
            .expectExit(0);
    List<String> manyTasks =
        new ArrayList<>(List.of("--master", "local[2]", "--views", tables.toString()));
    manyTasks.addAll(EXCHANGES);
    List<Timing> timings = compareAll(distaff, manyTasks, tables);
    // Tables of one small file are read by one task, whatever the settings.
    assertThat(timings.stream().filter(timing -> timing.tasks() > 1))
        .hasSizeGreaterThan(15)
        .allMatch(timing -> timing.bytesShuffled() > 0);
  }

  /** Runs the 22 queries in one session. */
  private static List<Timing> compareAll(Distaff distaff, List<String> options, Path tables)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("sql", "--format", "csv", "--timing"));
    arguments.addAll(options);
    for (Path query : TpchData.queries()) {
      arguments.addAll(List.of("-f", query.toString()));
    }
    DistaffProcess.Ended ended = distaff.run(arguments).expectExit(0);
    List<Timing> timings = Timing.of(ended);
    List<Integer> rows = timings.stream().map(Timing::rows).toList();
    List<CsvResult> results = CsvResult.parseAll(ended.out(), rows);
    assertThat(results).hasSize(22);
    SoftAssertions all = new SoftAssertions();
    try (DuckDb oracle = DuckDb.onTpch(tables)) {
      for (int i = 0; i < results.size(); i++) {
        Path query = TpchData.queries().get(i);
        DuckDb.Answer expected = oracle.query(Files.readString(query));
        CsvResult result = results.get(i);
        all.assertThatCode(() -> result.expectSameAs(expected, query.getFileName().toString()))
            .doesNotThrowAnyException();
      }
    }
    all.assertAll();
    return timings;
  }

  @Test
  void theEightTablesReadBackAsTheyWereWritten(TestCluster cluster) throws Exception {
    String tables = cluster.tpch().onHdfs();
    cluster.tpch().copyTo(directory);
    List<String> arguments = new ArrayList<>(List.of("sql", "--format", "csv", "--views", tables));
    for (String table : TpchData.TABLES) {
      arguments.addAll(List.of("-e", summary(table, table)));
      arguments.addAll(List.of("-e", summary(table, "tpch.`sf" + TpchData.SCALE + "`." + table)));
    }
    DistaffProcess.Ended ended = cluster.distaff().run(arguments).expectExit(0);
    List<Integer> oneRowEach = java.util.Collections.nCopies(2 * TpchData.TABLES.size(), 1);
    List<CsvResult> results = CsvResult.parseAll(ended.out(), oneRowEach);
    try (DuckDb oracle = DuckDb.onTpch(directory)) {
      for (int i = 0; i < TpchData.TABLES.size(); i++) {
        String table = TpchData.TABLES.get(i);
        CsvResult written = results.get(2 * i);
        assertThat(written.rows().get(0).get(0)).isEqualTo(ROWS.get(table).toString());
        assertThat(written.rows()).as(table).isEqualTo(results.get(2 * i + 1).rows());
        written.expectSameAs(oracle.query(summary(table, table)), table);
      }
    }
  }

  /** Counts, sums and extremes of every column. */
  private static String summary(String table, String from) {
    String sums =
        SUMS.get(table).stream()
            .map("count(%1$s), sum(%1$s)"::formatted)
            .collect(Collectors.joining(", "));
    String extremes =
        TEXTS_AND_DATES.get(table).stream()
            .map("count(%1$s), min(%1$s), max(%1$s)"::formatted)
            .collect(Collectors.joining(", "));
    return "SELECT count(*), %s, %s FROM %s".formatted(sums, extremes, from);
  }
}
