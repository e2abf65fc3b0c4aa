package io.distaff.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Engines here are shell scripts, which know only how engines answer. */
final class BenchmarkTest {
  /** Answers every statement with one row. */
  private static final String SAME_ROW =
      "while read -r line; do [ \"$line\" = ';' ] && echo '{\"a\":%s}' && echo 'distaff>"
          + " {\"statement\":1,\"rows\":1,\"bytesShuffled\":7}' >&2; done";

  private static final String FAILS =
      "while read -r line; do [ \"$line\" = ';' ] && echo 'error: no such table' >&2; done";

  private final List<String> progress = new ArrayList<>();

  @Test
  void everyEngineRunsEveryPassAndTheTableShowsThem() throws Exception {
    Map<Engine, ProcessBuilder> engines = new LinkedHashMap<>();
    engines.put(Engine.DISTAFF, shell(SAME_ROW.formatted("1")));
    engines.put(Engine.DUCKDB, shell(SAME_ROW.formatted("1.0")));
    try (Benchmark benchmark = new Benchmark(Workload.TPCH, engines, "/unused", progress::add)) {
      BenchReport report = benchmark.run(2);
      assertThat(benchmark.differences()).isEmpty();
      assertThat(report.table().lines())
          .anyMatch(line -> line.matches("\\| q22 +(\\| +\\d+ ){4}\\| +\\d+\\.\\d\\d \\|"))
          .anyMatch(line -> line.startsWith("| geometric mean"));
      assertThat(report.json())
          .contains("\"engine\":\"duckdb\"", "\"q22\":[", "\"bytesShuffled\":154");
    }
    assertThat(progress)
        .extracting(line -> line.replaceFirst(" took .*", ""))
        .containsExactly("distaff: pass 1", "duckdb: pass 1", "duckdb: pass 2", "distaff: pass 2");
  }

  @Test
  void whoAnswersDifferentlyIsNamed() throws Exception {
    Map<Engine, ProcessBuilder> engines = new LinkedHashMap<>();
    engines.put(Engine.DISTAFF, shell(SAME_ROW.formatted("1")));
    engines.put(Engine.DUCKDB, shell(SAME_ROW.formatted("2")));
    try (Benchmark benchmark = new Benchmark(Workload.MICRO, engines, "/unused", progress::add)) {
      var unused = benchmark.run(1);
      assertThat(benchmark.differences())
          .hasSize(Workload.MICRO.queries().size())
          .contains("join: duckdb answers in pass 1 not as distaff: [2.0] instead of [1.0]");
    }
  }

  @Test
  void anEngineThatFailsEndsTheBenchmarkWithItsWords() {
    assertThatThrownBy(() -> run(FAILS))
        .isInstanceOf(DistaffException.class)
        .hasMessage("spark can't run SELECT 1 AS one: no such table");
    assertThatThrownBy(() -> run("echo 'no memory' >&2; exit 3"))
        .isInstanceOf(DistaffException.class)
        .hasMessage("spark ended by itself; its last words:\nno memory");
  }

  private void run(String script) throws InterruptedException {
    Map<Engine, ProcessBuilder> engines = Map.of(Engine.SPARK, shell(script));
    try (Benchmark benchmark = new Benchmark(Workload.TPCH, engines, "/unused", progress::add)) {
      var unused = benchmark.run(1);
    }
  }

  private static ProcessBuilder shell(String script) {
    return new ProcessBuilder("sh", "-c", script);
  }
}
