package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors die in the middle of a query. Without recovery it can't end: of each executor that is
 * killed a task was running, and where all of them are, what the first tasks wrote is gone too. Or
 * they don't come at all.
 */
@ExtendWith(SharedCluster.class)
class FaultIT {
  @TempDir Path directory;

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  /** Generates rows in eight tasks, for some seconds, exchanges, and aggregates. */
  private static final String QUERY =
      """
      SELECT sum(c) AS numRows, sum(q) AS quantity, count(*) AS suppliers
      FROM (SELECT l_suppkey, count(*) AS c, sum(l_quantity) AS q
            FROM tpch.sf10.lineitem GROUP BY l_suppkey)
      """;

  /** At scale 10 TPC-H has so many lines and suppliers; the quantity is the generator's. */
  private static final String ANSWER =
      "numRows,quantity,suppliers\n59986052,1529738036.00,100000\n";

  @Test
  void aKilledExecutorIsReplacedAndItsPartOfTheWorkDoneAgain(TestCluster cluster) {
    expectRightAnswerWithout(1, cluster);
  }

  @Test
  void whenAllExecutorsAreKilledOthersDoAllTheWork(TestCluster cluster) {
    expectRightAnswerWithout(2, cluster);
  }

  /** Each of the tests above is worth what this one says: that what they do needs recovery. */
  @Test
  void withoutSecondAttemptsTheQueryFails(TestCluster cluster) {
    try (DistaffProcess query = start(cluster, "--conf", "distaff.task.maxFailures=1")) {
      String application = awaitFirstTasks(query);
      kill(executors(application).subList(0, 1));
      DistaffProcess.Ended ended = query.awaitEnd().expectExit(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.errors()).singleElement().asString().contains("failed 1 times; attempt 0");
    }
    cluster.expectNothingLeft();
  }

  /** A JVM that hangs that early can't say so itself; YARN must still hand over what it wrote. */
  @Test
  void anExecutorThatHangsBeforeItsMainIsToldWithItsStandardError(TestCluster cluster)
      throws IOException {
    DistaffProcess.Ended ended =
        cluster
            .distaff()
            .run(
                List.of(
                    "sql",
                    "-e",
                    "SELECT count(*) FROM tpch.sf10.lineitem",
                    "--conf",
                    "distaff.yarn.javaHome=" + javaThatHangs(),
                    "--conf",
                    "distaff.executor.registrationTimeoutMillis=3000",
                    "--conf",
                    "distaff.executor.maxLaunchFailures=1"))
            .expectExit(1);
    assertThat(ended.err())
        .contains("did not come to main() in time:\nwaiting for a disk that doesn't answer");
    cluster.expectNothingLeft();
  }

  /** Reads, writes, gives a result that is too large for a message, and ends while others start. */
  @Test
  void littleDataNeedsNoExecutor(TestCluster cluster) throws IOException {
    String written = "/it/little";
    DistaffProcess.Ended ended =
        cluster
            .distaff()
            .run(
                List.of(
                    "sql",
                    "--verbose",
                    "--format",
                    "csv",
                    "--conf",
                    "distaff.yarn.javaHome=" + javaThatHangs(),
                    "-e",
                    "INSERT OVERWRITE DIRECTORY '%s' USING parquet SELECT * FROM range(100000)"
                        .formatted(written),
                    "-e",
                    "SELECT id FROM parquet.`%s` ORDER BY id DESC".formatted(written)))
            .expectExit(0);
    assertThat(ended.outLines())
        .hasSize(100_001)
        .startsWith("id", "99999", "99998")
        .endsWith("1", "0");
    assertThat(cluster.exists(written + "/_SUCCESS")).isTrue();
    String logs = cluster.distaff().run("logs", ended.application()).expectExit(0).out();
    assertThat(logs.lines().filter(line -> line.contains(" runs in the driver, "))).hasSize(2);
    assertThat(logs).doesNotContain(" ERROR ", " registered: ");
    cluster.expectNothingLeft();
  }

  /** The home of a JDK on which drivers run, and executors don't come to their main(). */
  private Path javaThatHangs() throws IOException {
    Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/usr/bin/env bash
        case "$*" in *ExecutorMain*) echo "waiting for a disk that doesn't answer" >&2; exec sleep 60 ;; esac
        exec '%s/bin/java' "$@"
        """
            .formatted(System.getProperty("java.home")));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return directory;
  }

  private static void expectRightAnswerWithout(int numKilled, TestCluster cluster) {
    try (DistaffProcess query = start(cluster)) {
      String application = awaitFirstTasks(query);
      List<ContainerProcess> before = executors(application);
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

  private static DistaffProcess start(TestCluster cluster, String... options) {
    List<String> arguments = new ArrayList<>(List.of("sql", "--verbose", "--format", "csv"));
    arguments.addAll(List.of("--conf", "distaff.sql.exchange.partitions=4"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-e", QUERY));
    return cluster.distaff().start(arguments);
  }

  private static List<ContainerProcess> executors(String application) {
    List<ContainerProcess> executors = ContainerProcess.executors(application);
    assertThat(executors).hasSize(2);
    return executors;
  }

  private static void kill(List<ContainerProcess> executors) {
    for (ContainerProcess executor : executors) {
      assertThat(executor.handle().destroyForcibly()).isTrue();
    }
  }

  /**
   * Waits until progress tells of the first tasks, which must not be the last: executors have map
   * outputs by then, and others are running. Gives the application.
   */
  private static String awaitFirstTasks(DistaffProcess query) {
    Pattern progress = Pattern.compile("stages \\d+/\\d+, tasks ([1-9]\\d*)/(\\d+)");
    await().atMost(LONG_ENOUGH).until(() -> progress.matcher(query.err()).find());
    Matcher tasks = progress.matcher(query.err());
    assertThat(tasks.find()).isTrue();
    assertThat(Integer.parseInt(tasks.group(1))).isLessThan(Integer.parseInt(tasks.group(2)));
    Matcher application = Pattern.compile("application_\\d+_\\d+").matcher(query.err());
    assertThat(application.find()).isTrue();
    return application.group();
  }
}
