package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code distaff sql}: what goes to which stream, in which order and form. */
@ExtendWith(SharedCluster.class)
class SqlCommandIT {
  private static final String VALUES =
      "SELECT cast(null AS int) AS n, 'a,\"b' AS t, date '2020-01-02' AS d, 1.50 AS m, true AS b";

  @TempDir Path directory;

  /** One session application, with everything that a script can have. */
  @Test
  void statementsRunInTheirOrderInOneSession(TestCluster cluster) throws Exception {
    String tables = cluster.tpch().onHdfs();
    int applicationsBefore = cluster.applications().size();
    Path file =
        Files.writeString(
            directory.resolve("script.sql"),
            """
            -- a comment; with a semicolon
            CREATE OR REPLACE TEMPORARY VIEW v USING parquet OPTIONS (path '%s/region');
            SELECT count(*) AS regions, ';' AS semicolon FROM v;
            """
                .formatted(tables));
    DistaffProcess.Ended ended =
        cluster
            .distaff()
            .run(
                "sql",
                "--views",
                tables,
                "--format",
                "csv",
                "--timing",
                "--name",
                "script",
                "-e",
                "SELECT 1 AS one; SHOW TABLES",
                "-f",
                file.toString(),
                "-e",
                "SET distaff.sql.exchange.partitions=3",
                "-e",
                "DESCRIBE nation",
                "-e",
                "SELECT count(*) AS nations FROM parquet.`" + tables + "/nation`",
                "-e",
                "SELECT l_returnflag, count(*) AS c FROM lineitem GROUP BY l_returnflag ORDER BY 1",
                "-e",
                "EXPLAIN SELECT count(*) FROM nation",
                "-e",
                "SELECT n_nationkey,\n  n_nme FROM nation",
                "-e",
                "SELECT 'not reached' AS x")
            .expectExit(1);
    assertThat(ended.out())
        .startsWith(
            """
            one
            1
            database,name,type
            "",customer,parquet
            "",lineitem,parquet
            "",nation,parquet
            "",orders,parquet
            "",part,parquet
            "",partsupp,parquet
            "",region,parquet
            "",supplier,parquet
            regions,semicolon
            5,;
            """)
        .contains("\nnation", "n_regionkey,bigint,", "\nnations\n25\n")
        .contains("\nl_returnflag,c\nA,147790\nN,304481\nR,148301\nplan\n", "ParquetScan nation")
        .doesNotContain("not reached");

    assertThat(ended.errors()).hasSize(1);
    List<String> message = ended.errLines().stream().dropWhile(this::isNoError).toList();
    String timeline = message.get(message.size() - 1);
    assertThat(timeline)
        .matches(
            "\\{\"milestones\":\\{\"submitted\":\\d+,\"accepted\":\\d+,\"AM up\":\\d+,.*\"first"
                + " executor\":\\d+.*\"ended\":\\d+}}");
    assertThat(message)
        .containsExactly(
            "error: statement 10: line 2, column 3: column n_nme not found; did you mean n_name?",
            "  n_nme FROM nation",
            "  ^",
            timeline);

    List<Timing> timings = Timing.of(ended);
    assertThat(timings).extracting(Timing::statement).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(timings)
        .allMatch(timing -> timing.wallMillis() > 0 && timing.wallMillis() >= timing.planMillis());
    Timing grouped = timings.get(7);
    assertThat(grouped.rows()).isEqualTo(3);
    assertThat(grouped.tasks()).isPositive();
    assertThat(grouped.bytesRead()).isPositive();
    assertThat(grouped.bytesSpilled()).isZero();

    assertThat(cluster.applications()).hasSize(applicationsBefore + 1);
    cluster.expectNothingLeft();
  }

  private boolean isNoError(String line) {
    return !line.startsWith("error:");
  }

  /** Ctrl-C and a batch system's SIGTERM, in the middle of a query that would take minutes. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsTheQueryAndTheApplication(String signal, int exitCode, TestCluster cluster) {
    String query = "SELECT sum(l_quantity) FROM tpch.sf100.lineitem";
    try (DistaffProcess process =
        cluster.distaff().start(List.of("sql", "--verbose", "-e", query))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> process.err().contains("tasks 0/"));
      process.signal(signal);
      DistaffProcess.Ended ended = process.awaitEnd().expectExit(exitCode);
      assertThat(ended.out()).isEmpty();
    }
    cluster.expectNothingLeft();
  }

  @Test
  void standardInputIsAScript() {
    DistaffProcess.Ended ended =
        Distaff.ofThisBuild()
            .runWithInput(
                "VALUES (1, 'x');\nSELECT 2 AS two -- no semicolon after the last",
                "sql",
                "--master",
                "local[1]",
                "--format",
                "tsv")
            .expectExit(0);
    assertThat(ended.outLines()).containsSubsequence("1\tx", "two", "2");
    assertThat(ended.errors()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void resultsHaveTheFormatAskedFor(String format, String expected) {
    DistaffProcess.Ended ended =
        Distaff.ofThisBuild()
            .run("sql", "--master", "local[1]", "--format", format, "-e", VALUES)
            .expectExit(0);
    assertThat(ended.out()).isEqualTo(expected);
  }

  static List<Arguments> formats() {
    return List.of(
        Arguments.of(
            "table",
            """
                n | t    | d          |    m | b
            ------+------+------------+------+------
             NULL | a,"b | 2020-01-02 | 1.50 | true
            """),
        Arguments.of(
            "csv",
            """
            n,t,d,m,b
            ,"a,""b",2020-01-02,1.50,true
            """),
        Arguments.of(
            "tsv",
            """
            n\tt\td\tm\tb
            \\N\ta,"b\t2020-01-02\t1.50\ttrue
            """),
        Arguments.of(
            "json",
            """
            {"n":null,"t":"a,\\"b","d":"2020-01-02","m":1.50,"b":true}
            """),
        Arguments.of(
            "markdown",
            """
            |    n | t    | d          |    m | b    |
            |-----:|------|------------|-----:|------|
            | NULL | a,"b | 2020-01-02 | 1.50 | true |
            """));
  }
}
