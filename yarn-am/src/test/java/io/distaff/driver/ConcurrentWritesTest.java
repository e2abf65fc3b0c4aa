package io.distaff.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.config.DistaffConfig;
import io.distaff.config.OptionRegistry;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that share a warehouse, and write to the same tables. */
class ConcurrentWritesTest {
  private static final int ROUNDS = 8;
  private static final int ROWS = 1500;
  private static final String SOURCE = "tpch.`sf0.001`.orders";

  /** What a reader may be told while what it reads is replaced. */
  private static final Set<ErrorCode> REPLACED =
      Set.of(ErrorCode.READ_FAILED, ErrorCode.PATH_NOT_FOUND);

  /** What it may count: between two renames, a partition that is replaced isn't there. */
  private static final List<Object> ABSENT = List.of(0L, 0L);

  @TempDir Path directory;

  private final List<Driver> drivers = new ArrayList<>();
  private ExecutorService threads;

  @BeforeEach
  void start() {
    threads = Executors.newFixedThreadPool(3);
    for (int i = 0; i < 3; i++) {
      drivers.add(
          LocalDriver.start(
              DistaffConfig.of(
                  Map.of("distaff.sql.warehouse.dir", directory.resolve("w").toString())),
              new OptionRegistry(EngineOptions.FAMILIES),
              1));
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    drivers.forEach(Driver::close);
  }

  private static List<List<Object>> run(Driver driver, String sql) {
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
    return rows;
  }

  /** Two write all rounds, each a value of its own; a third reads until both are done. */
  private void writeAndRead(String write, String read) throws Exception {
    AtomicInteger writing = new AtomicInteger(2);
    List<Future<?>> running = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      Driver driver = drivers.get(writer);
      int own = 100 * writer;
      running.add(
          threads.submit(
              () -> {
                try {
                  for (int round = 0; round < ROUNDS; round++) {
                    run(driver, write.formatted(own + round));
                  }
                } finally {
                  writing.decrementAndGet();
                }
              }));
    }
    while (writing.get() > 0) {
      try {
        List<Object> row = run(drivers.get(2), read).get(0);
        assertThat(row.subList(0, 2)).isIn(List.of(1L, (long) ROWS), ABSENT);
      } catch (DistaffException e) {
        assertThat(REPLACED).as(e.toString()).contains(e.code());
      }
    }
    for (Future<?> writer : running) {
      writer.get();
    }
    List<Object> last = run(drivers.get(2), read).get(0);
    assertThat(last.subList(0, 2)).isEqualTo(List.of(1L, (long) ROWS));
    assertThat(last.get(2)).isIn(ROUNDS - 1L, 100 + ROUNDS - 1L);
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains(".distaff-"));
    }
  }

  @Test
  void whoOverwritesATableAtATimeTakesTurns() throws Exception {
    run(drivers.get(0), "CREATE TABLE t (v int, k int)");
    run(drivers.get(0), "INSERT INTO t SELECT 0, o_orderkey FROM " + SOURCE);
    writeAndRead(
        "INSERT OVERWRITE t SELECT %d, o_orderkey FROM " + SOURCE,
        "SELECT count(DISTINCT v), count(*), max(v) FROM t");
  }

  @Test
  void whoOverwritesAPartitionAtATimeTakesTurns() throws Exception {
    run(drivers.get(0), "CREATE TABLE p (v int, k int, d int) USING csv PARTITIONED BY (d)");
    run(drivers.get(0), "INSERT INTO p SELECT 7, 7, 0");
    run(drivers.get(0), "INSERT INTO p SELECT 0, o_orderkey, 1 FROM " + SOURCE);
    writeAndRead(
        "INSERT OVERWRITE p PARTITION (d = 1) SELECT %d, o_orderkey FROM " + SOURCE,
        "SELECT count(DISTINCT v), count(*), max(v) FROM p WHERE d = 1");
    assertThat(run(drivers.get(2), "SELECT v FROM p WHERE d = 0")).containsExactly(List.of(7L));
  }

  @Test
  void rowsThatSeveralAddAreAllThere() throws Exception {
    run(drivers.get(0), "CREATE TABLE a (v int)");
    List<Future<?>> running = new ArrayList<>();
    for (Driver driver : drivers) {
      running.add(
          threads.submit(
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  run(driver, "INSERT INTO a SELECT " + round);
                }
              }));
    }
    for (Future<?> writer : running) {
      writer.get();
    }
    assertThat(run(drivers.get(0), "SELECT count(*), sum(v) FROM a"))
        .containsExactly(List.of(3L * ROUNDS, 3L * ROUNDS * (ROUNDS - 1) / 2));
  }
}
