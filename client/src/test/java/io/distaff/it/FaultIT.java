package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Executors die in the middle of a query. Without recovery it can't end: of each executor that is
 * killed a task was running, and where all of them are, what the first tasks wrote is gone too.
 */
@ExtendWith(SharedCluster.class)
class FaultIT {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  /** Scans in many tasks, exchanges, and aggregates. */
  private static final String QUERY =
      """
      SELECT sum(c) AS numRows, sum(q) AS quantity, count(*) AS suppliers
      FROM (SELECT l_suppkey, count(*) AS c, sum(l_quantity) AS q
            FROM tpch.sf1.lineitem GROUP BY l_suppkey)
      """;

  /** What TPC-H says of scale 1. */
  private static final String ANSWER = "numRows,quantity,suppliers\n6001215,153078795.00,10000\n";

  @Test
  void aKilledExecutorIsReplacedAndItsPartOfTheWorkDoneAgain(TestCluster cluster) {
    expectRightAnswerWithout(1, cluster);
  }

  @Test
  void whenAllExecutorsAreKilledOthersDoAllTheWork(TestCluster cluster) {
    expectRightAnswerWithout(2, cluster);
  }

  private static void expectRightAnswerWithout(int numKilled, TestCluster cluster) {
    try (DistaffProcess query = start(cluster)) {
      // Tasks have ended, so that executors take map outputs along, and others are running.
      awaitFirstTasks(query);
      String application = firstMatch("application_\\d+_\\d+", query);
      List<ContainerProcess> before = ContainerProcess.executors(application);
      assertThat(before).hasSize(2);
      kill(before.subList(0, numKilled));
      await()
          .atMost(LONG_ENOUGH)
          .until(
              () ->
                  ContainerProcess.executors(application).stream()
                      .anyMatch(executor -> !before.contains(executor)));

      DistaffProcess.Ended ended = query.awaitEnd().expectExit(0);
      assertThat(ended.out()).isEqualTo(ANSWER);
      String logs = cluster.distaff().run("logs", application).expectExit(0).out();
      assertThat(logs.lines().filter(line -> line.contains(" is lost: "))).hasSize(numKilled);
      assertThat(logs.lines().filter(line -> line.contains(": launching executor-")))
          .as("the first executors and those in the place of the dead")
          .hasSize(before.size() + numKilled);
      assertThat(logs.lines().filter(line -> line.contains("was killed by signal 9")))
          .hasSize(numKilled);
    }
    cluster.expectNothingLeft();
  }

  private static DistaffProcess start(TestCluster cluster) {
    return cluster
        .distaff()
        .start(
            List.of(
                "sql",
                "--verbose",
                "--format",
                "csv",
                "--conf",
                "distaff.sql.exchange.partitions=4",
                "-e",
                QUERY));
  }

  private static void kill(List<ContainerProcess> executors) {
    for (ContainerProcess executor : executors) {
      assertThat(executor.handle().destroyForcibly()).isTrue();
    }
  }

  /** Waits until progress tells of the first tasks, which must not be the last. */
  private static void awaitFirstTasks(DistaffProcess query) {
    Pattern progress = Pattern.compile("stages \\d+/\\d+, tasks ([1-9]\\d*)/(\\d+)");
    await().atMost(LONG_ENOUGH).until(() -> progress.matcher(query.err()).find());
    Matcher matcher = progress.matcher(query.err());
    assertThat(matcher.find()).isTrue();
    assertThat(Integer.parseInt(matcher.group(1))).isLessThan(Integer.parseInt(matcher.group(2)));
  }

  private static String firstMatch(String pattern, DistaffProcess query) {
    Matcher matcher = Pattern.compile(pattern).matcher(query.err());
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }
}
