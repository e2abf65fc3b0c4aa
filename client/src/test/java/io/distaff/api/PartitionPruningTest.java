package io.distaff.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.driver.DecodedStatement;
import io.distaff.metrics.Counter;
import io.distaff.row.Row;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    assertThat(answer.statistics().count(Counter.FILES_PRUNED)).isEqualTo(DAYS + 1 - 4);
    assertThat(answer.statistics().count(Counter.SPLITS_PRUNED)).isEqualTo(DAYS + 1 - 4);
  }

  /** All files of the days that aren't among these. */
  private static long filesBut(long... days) {
    return DAYS + 1L - days.length;
  }

  private static final String OF_NAME =
      "SELECT count(*), sum(v) FROM sales JOIN days USING (day) WHERE name = 'name 1'";

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv", "json"})
  void aTaskForFilesThatNoJoinLooksForDoesNotRun(String format) {
    writeSales(format);
    planStages();
    for (String threshold : List.of("10MiB", "0")) {
      session.conf().set("distaff.sql.broadcast.threshold", threshold);
      assertThat(session.sql("EXPLAIN " + OF_NAME).collect().toString())
          .contains("cast(day as bigint) among the keys of stage");
      session.conf().set("distaff.sql.runtime-filters", "true");
      Answer answer = answer(OF_NAME);
      session.conf().set("distaff.sql.runtime-filters", "false");
      Answer unfiltered = answer(OF_NAME);
      assertThat(answer.row()).containsExactly(200L, sum(1, 6, 11, 16)).isEqualTo(unfiltered.row());
      assertThat(answer.statistics().count(Counter.FILES_PRUNED)).isEqualTo(filesBut(1, 6, 11, 16));
      assertThat(unfiltered.statistics().count(Counter.FILES_PRUNED)).isZero();
      session.conf().unset("distaff.sql.runtime-filters");
    }
  }

  @Test
  void aJoinThatFindsNothingOpensNothing() {
    writeSales("parquet");
    planStages();
    for (String threshold : List.of("10MiB", "0")) {
      session.conf().set("distaff.sql.broadcast.threshold", threshold);
      Answer answer = answer(OF_NAME.replace("name 1", "nobody"));
      assertThat(answer.row()).containsExactly(0L, null);
      assertThat(answer.statistics().count(Counter.FILES_PRUNED)).isEqualTo(filesBut());
    }
  }

  /** The rows of no day have no match, but a left join keeps them. */
  @Test
  void outerJoinsAndComparisonsOfNullsKeepTheirRows() {
    writeSales("parquet");
    planStages();
    Answer all =
        answer(
            "SELECT count(*), count(name) FROM sales LEFT JOIN (SELECT * FROM days WHERE name ="
                + " 'name 1') AS d ON sales.day = d.day");
    assertThat(all.row()).containsExactly(50L * (DAYS + 1), 200L);
    assertThat(all.statistics().count(Counter.FILES_PRUNED)).isZero();
    Answer nulls =
        answer(
            "SELECT count(*), sum(v) FROM sales JOIN (SELECT CASE WHEN day > 5 THEN day END AS day"
                + " FROM days WHERE name = 'name 1') AS d ON sales.day IS NOT DISTINCT FROM d.day");
    assertThat(nulls.row()).containsExactly(200L, sum(6, 11, 16, DAYS));
  }

  @Test
  void subQueriesSayWhichFilesAreOpenedToo() {
    writeSales("parquet");
    planStages();
    Answer some =
        answer(
            "SELECT count(*), sum(v) FROM sales WHERE day IN"
                + " (SELECT day FROM days WHERE name = 'name 1')");
    assertThat(some.row()).containsExactly(200L, sum(1, 6, 11, 16));
    assertThat(some.statistics().count(Counter.FILES_PRUNED)).isEqualTo(filesBut(1, 6, 11, 16));
  }

  /** As in TPC-DS: a table of facts with dimensions around it, of which two say which days. */
  @Test
  void theDimensionsOfAStarSayTogetherWhichFilesAreOpened() {
    writeSales("parquet");
    planStages();
    session
        .sql("SELECT id AS item, id % 10 AS class FROM range(50)")
        .createOrReplaceTempView("items");
    session.sql("SELECT day, day DIV 7 AS week FROM days").createOrReplaceTempView("weeks");
    Answer star =
        answer(
            "SELECT max(class), sum(v) FROM sales JOIN items ON v % 50 = item JOIN days ON"
                + " sales.day = days.day JOIN weeks ON sales.day = weeks.day"
                + " WHERE name = 'name 1' AND week % 3 = 0 AND class < 10");
    assertThat(star.row()).containsExactly(9L, sum(1, 6));
    assertThat(star.statistics().count(Counter.FILES_PRUNED)).isEqualTo(filesBut(1, 6));
  }

  @Test
  void explainTellsHowManyFilesWereNotOpened() {
    writeSales("parquet");
    planStages();
    assertThat(session.sql("EXPLAIN ANALYZE " + OF_NAME).collect().toString())
        .contains("17 files not opened, 17 splits not read");
    assertThat(session.sql("EXPLAIN ANALYZE FORMAT JSON " + OF_NAME).collect().toString())
        .contains("\"filesPruned\":17,\"splitsPruned\":17");
  }

  @Test
  void rowsOfTextThatNoJoinLooksForAreNotExchanged() {
    writeSales("json");
    planStages();
    session.conf().set("distaff.sql.broadcast.threshold", "0");
    Answer answer =
        answer(
            "SELECT count(*), sum(v) FROM sales JOIN days ON v = days.day WHERE name = 'name 1'");
    assertThat(answer.row()).containsExactly(40L, 40L * 1 + 5L * 39 * 40 / 2);
    assertThat(answer.statistics().count(Counter.ROWS_FILTERED)).isGreaterThanOrEqualTo(1010L);
  }
}
