package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An executor dies in the middle of a query. */
@ExtendWith(SharedCluster.class)
class FaultIT {
  private static final int ROWS = 6_001_215;
  private static final Pattern TASKS = Pattern.compile("tasks (\\d+)/(\\d+)");
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  /** Scans in many tasks, exchanges, and aggregates; rows, quantity and groups are known. */
  private static final String QUERY =
      """
      SELECT sum(c) AS numRows, sum(q) AS quantity, count(*) AS suppliers
      FROM (SELECT l_suppkey, count(*) AS c, sum(l_quantity) AS q
            FROM tpch.sf1.lineitem GROUP BY l_suppkey)
      """;

  @Test
  void aKilledExecutorIsReplacedAndTheAnswerIsRight(TestCluster cluster) {
    DistaffProcess query =
        cluster
            .distaff()
            .start(
                List.of(
                    "sql",
                    "--verbose",
                    "--format",
                    "csv",
                    "--timing",
                    "--conf",
                    "distaff.sql.exchange.partitions=4",
                    "-e",
                    QUERY));
    // Tasks have ended, so that map outputs get lost with their executor, and others are running.
    await().atMost(LONG_ENOUGH).until(() -> numTasksDone(query) > 0);
    String application = application(query);
    List<ContainerProcess> before = ContainerProcess.executors(application);
    assertThat(before).hasSize(2);
    ContainerProcess victim = before.get(0);
    assertThat(victim.handle().destroyForcibly()).isTrue();

    Set<String> knownContainers =
        before.stream().map(ContainerProcess::container).collect(Collectors.toSet());
    await()
        .atMost(LONG_ENOUGH)
        .until(
            () ->
                ContainerProcess.executors(application).stream()
                    .anyMatch(executor -> !knownContainers.contains(executor.container())));
    assertThat(query.handle().isAlive()).as("the query still runs").isTrue();
    assertThat(victim.handle().isAlive()).isFalse();

    DistaffProcess.Ended ended = query.awaitEnd().expectExit(0);
    assertThat(ended.out())
        .isEqualTo("numRows,quantity,suppliers\n" + ROWS + ",153078795.00,10000\n");
    String logs = cluster.distaff().run("logs", application).expectExit(0).out();
    assertThat(logs).contains(victim.container());
    assertThat(logs.lines().filter(line -> line.contains("is lost: "))).hasSize(1);
    assertThat(Timing.of(ended))
        .singleElement()
        .satisfies(timing -> assertThat(timing.tasks()).isGreaterThan(numTasks(ended.err())));
    cluster.expectNothingLeft();
  }

  private static int numTasksDone(DistaffProcess query) {
    int done = 0;
    Matcher matcher = TASKS.matcher(query.err());
    while (matcher.find()) {
      done = Integer.parseInt(matcher.group(1));
    }
    return done;
  }

  private static int numTasks(String progress) {
    Matcher matcher = TASKS.matcher(progress);
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(2));
  }

  private static String application(DistaffProcess query) {
    Matcher matcher = Pattern.compile("application_\\d+_\\d+").matcher(query.err());
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }
}
