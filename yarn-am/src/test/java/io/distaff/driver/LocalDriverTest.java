package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.distaff.config.DistaffConfig;
import io.distaff.config.LogLevel;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.Counter;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements through the whole engine in one process: planner, scheduler, tasks, shuffle, commit.
 */
class LocalDriverTest {
  @TempDir static Path data;

  private static Driver driver;
  private static StatementStatistics last;

  @BeforeAll
  static void start() {
    driver =
        LocalDriver.start(
            DistaffConfig.of(Map.of("distaff.write.targetFileSize", "300k")),
            new OptionRegistry(EngineOptions.FAMILIES),
            2);
    // Several files, so that a scan has several splits.
    for (int part = 0; part < 3; part++) {
      run(
          "insert into directory '%s/orders' using parquet select * from tpch.`sf0.01`.orders where o_orderkey > %d and o_orderkey <= %d"
              .formatted(data, part * 20_000, (part + 1) * 20_000));
    }
    run(
        "insert into directory '%s/customer' using parquet select * from tpch.`sf0.01`.customer"
            .formatted(data));
    for (String table : List.of("orders", "customer")) {
      run(
          "create temporary view %s using parquet options (path '%s/%s')"
              .formatted(table, data, table));
    }
  }

  @AfterAll
  static void stop() {
    driver.close();
  }

  /** As executors of other processes do, which the driver's own level doesn't reach. */
  @Test
  void executorsTakeTheLogLevelThatTheyAreSent() {
    Level before = LogManager.getRootLogger().getLevel();
    Level other = Level.ERROR.equals(before) ? Level.WARN : Level.ERROR;
    try {
      driver.scheduler().setLogLevel(LogLevel.of(other.toString()));
      await().until(() -> other.equals(LogManager.getRootLogger().getLevel()));
    } finally {
      LogManager.getRootLogger().setLevel(before);
    }
  }

  @Test
  void littleDataIsOneTask() {
    assertThat(run("select count(*), min(o_orderdate) from orders").toString())
        .isEqualTo("[[15000, 8035]]");
    assertThat(last.tasks()).isEqualTo(1);
    assertThat(last.count(Counter.SHUFFLE_BYTES_WRITTEN)).isLessThan(100);
  }

  @Test
  void exchangesGiveTheSameAnswerAsOneTask() {
    String query =
        "select c_mktsegment, count(*), sum(o_totalprice) from customer join orders on c_custkey ="
            + " o_custkey group by c_mktsegment order by 1";
    List<List<Object>> expected = run(query);
    assertThat(expected).hasSize(5);
    for (String setting :
        List.of(
            "distaff.sql.single-task.threshold = 0b",
            "distaff.sql.single-task.rows = 0",
            "distaff.sql.broadcast.threshold = 0b",
            "distaff.sql.exchange.partitions = 3")) {
      run("set " + setting);
    }
    try {
      assertThat(run(query)).isEqualTo(expected);
      assertThat(last.tasks()).isGreaterThan(4);
      assertThat(last.count(Counter.SHUFFLE_BYTES_WRITTEN)).isGreaterThan(1_000);
    } finally {
      run("reset");
    }
  }

  @Test
  void aFailedWriteLeavesTheOldDataWhole() throws IOException {
    String target = data + "/numbers";
    run("insert overwrite directory '%s' using parquet select 1 as n".formatted(target));
    assertThatThrownBy(
            () ->
                run(
                    "insert overwrite directory '%s' using parquet select 1 / (o_orderkey - 7) as n from orders"
                        .formatted(target)))
        .isInstanceOfSatisfying(
            DistaffException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO));
    assertThat(run("select * from parquet.`%s`".formatted(target))).isEqualTo(List.of(List.of(1L)));
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .doesNotContain("_temporary")
          .allSatisfy(name -> assertThat(name).doesNotStartWith("_"));
    }
    assertThat(run("select count(*) from orders")).isEqualTo(List.of(List.of(15_000L)));
  }

  @Test
  void insertIntoAddsRows() {
    String target = data + "/added";
    run("insert into directory '%s' using parquet select 1 as n".formatted(target));
    run("insert into directory '%s' using parquet select 2 as n".formatted(target));
    assertThat(run("select sum(n) from parquet.`%s`".formatted(target)))
        .isEqualTo(List.of(List.of(3L)));
  }

  @Test
  void anEmptyResultKeepsItsSchemaOnDisk() {
    String target = data + "/empty";
    run(
        "insert overwrite directory '%s' using parquet select o_orderkey from orders where o_orderkey < 0"
            .formatted(target));
    assertThat(run("select count(*) from parquet.`%s`".formatted(target)))
        .isEqualTo(List.of(List.of(0L)));
  }

  @Test
  void largeResultsStreamInOrder() {
    List<List<Object>> rows = run("select o_orderkey, o_comment from orders order by o_orderkey");
    assertThat(rows).hasSize(15_000);
    long before = 0;
    for (List<Object> row : rows) {
      assertThat((Long) row.get(0)).isGreaterThan(before);
      before = (Long) row.get(0);
    }
  }

  @Test
  void aResultThatIsNotReadToItsEndIsCancelled() {
    try (StatementExecution execution = driver.execute("select * from orders")) {
      assertThat(execution.next()).isNotNull();
    }
    assertThat(run("select 1")).isEqualTo(List.of(List.of(1L)));
  }

  @Test
  void mistakesAreToldBeforeAnyTaskRuns() {
    assertThatThrownBy(() -> run("select o_orderkye from orders"))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SEMANTIC_ERROR))
        .hasMessageContaining("o_orderkey");
    assertThatThrownBy(() -> run("select * from parquet.`%s/nothing`".formatted(data)))
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_NOT_FOUND));
    assertThatThrownBy(() -> run("set distaff.executor.memory = 3g"))
        .hasMessageContaining("--conf distaff.executor.memory");
  }

  private static List<List<Object>> run(String sql) {
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
      last = execution.statistics();
    }
    return rows;
  }
}
