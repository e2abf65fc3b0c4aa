package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.driver.DecodedStatement;
import io.distaff.row.Row;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of partitions that the joins above a scan have no use for aren't opened. */
class PartitionPruningTest {
  private static final int DAYS = 20;

  @TempDir Path directory;
  private Session session;

  @BeforeEach
  void open() {
    session =
        Session.builder()
            .master("local[2]")
            .config("distaff.sql.warehouse.dir", directory.resolve("warehouse").toString())
            .getOrCreate();
    session
        .sql(
            "SELECT id AS day, concat('name ', id % 5) AS name, id % 4 AS quarter"
                + " FROM range(%d)".formatted(10 * DAYS))
        .write()
        .parquet(directory.resolve("days").toString());
    session.read().parquet(directory.resolve("days").toString()).createOrReplaceTempView("days");
  }

  @AfterEach
  void close() {
    session.close();
  }

  /** Rows of 20 days and of no day, 50 of each, a file for each; of day d the values 50 * d on. */
  private void writeSales(String format) {
    String path = directory.resolve(format).toString();
    Map<String, String> options = format.equals("csv") ? Map.of("header", "true") : Map.of();
    session
        .sql(
            "SELECT id AS v, CASE WHEN id < %d THEN id DIV 50 END AS day FROM range(%d)"
                .formatted(50 * DAYS, 50 * (DAYS + 1)))
        .repartition(1)
        .write()
        .partitionBy("day")
        .format(format)
        .options(options)
        .save(path);
    session
        .read()
        .format(format)
        .options(options)
        .load(path)
        .selectExpr("CAST(v AS bigint) AS v", "day")
        .createOrReplaceTempView("sales");
  }

  /** Plans as for large tables: in stages of several tasks. */
  private void planStages() {
    session.conf().set("distaff.sql.single-task.threshold", "0");
    session.conf().set("distaff.sql.single-task.rows", "0");
  }

  private record Answer(List<Object> row, StatementStatistics statistics) {}

  private Answer answer(String query) {
    try (DecodedStatement execution = session.driver().execute(query)) {
      Row row = new RowIterator(execution).next();
      assertThat(execution.next()).isNull();
      return new Answer(row.values(), execution.statistics());
    }
  }

  /** The sum of all values of some days. */
  private static long sum(long... days) {
    long sum = 0;
    for (long day : days) {
      sum += 50 * 50 * day + 49 * 50 / 2;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv", "json"})
  void aJoinOfTheSameTaskSaysWhichFilesAreOpened(String format) {
    writeSales(format);
    Answer answer =
        answer("SELECT count(*), sum(v) FROM sales JOIN days USING (day) WHERE name = 'name 1'");
    assertThat(answer.row()).containsExactly(200L, sum(1, 6, 11, 16));
    assertThat(answer.statistics().scans().filesPruned()).isEqualTo(DAYS + 1 - 4);
    assertThat(answer.statistics().scans().splitsPruned()).isEqualTo(DAYS + 1 - 4);
  }
}
