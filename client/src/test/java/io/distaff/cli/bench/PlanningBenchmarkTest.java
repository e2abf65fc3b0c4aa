package io.distaff.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine here is a shell script, which says what a statement took. */
final class PlanningBenchmarkTest {
  /** Plans the first statement in 100 ms, the next in 101, and answers with a row. */
  private static final String PLANS =
      "n=100; while read -r line; do [ \"$line\" = ';' ] && echo '{\"plan\":\"scan\"}' && echo"
          + " \"{\\\"statement\\\":1,\\\"planMillis\\\":$n.5,\\\"rows\\\":1}\" >&2 && n=$((n + 1));"
          + " done";

  private final PlanningBenchmark benchmark = new PlanningBenchmark();

  @Test
  void showsTheFirstPassAndTheSecondHalfOfAll() throws InterruptedException {
    List<String> progress = new ArrayList<>();
    benchmark.run(shell(PLANS), 6, progress::add);
    assertThat(progress).hasSize(6).first().isEqualTo("pass 1 took 2442 ms");
    List<String> table = benchmark.table().lines().toList();
    assertThat(table).hasSize(24);
    // Query 1 took 100.5 ms in pass 1, and 22 more in every later one.
    assertThat(table.get(2)).isEqualTo("| q1           |   100.5 |   166.5 |   188.5 |   210.5 |");
    assertThat(table.get(23)).isEqualTo("| q22          |   121.5 |   187.5 |   209.5 |   231.5 |");
    assertThat(table).allMatch(line -> line.length() == table.get(0).length());
  }

  @Test
  void aSinglePassIsFirstAndWarm() throws InterruptedException {
    benchmark.run(shell(PLANS), 1, line -> {});
    assertThat(benchmark.table().lines().skip(2).findFirst())
        .hasValue("| q1           |   100.5 |   100.5 |   100.5 |   100.5 |");
  }

  @Test
  void anEngineThatFailsEndsTheBenchmarkWithItsWords() {
    String fails = "while read -r line; do echo 'error: no such table' >&2; done";
    assertThatThrownBy(() -> benchmark.run(shell(fails), 1, line -> {}))
        .isInstanceOf(DistaffException.class)
        .hasMessageStartingWith("distaff can't run EXPLAIN STAGES")
        .hasMessageEndingWith("no such table");
  }

  private static ProcessBuilder shell(String script) {
    return new ProcessBuilder("sh", "-c", script);
  }
}
