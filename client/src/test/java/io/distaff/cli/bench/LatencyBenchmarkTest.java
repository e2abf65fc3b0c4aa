package io.distaff.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.cli.bench.LatencyBenchmark.Client;
import io.distaff.error.DistaffException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyBenchmarkTest {
  private final LatencyBenchmark benchmark = new LatencyBenchmark();

  /** A client that reads its input, and says it and so much more. */
  private static Client client(String input, String script) {
    return new Client(new ProcessBuilder("bash", "-c", "cat >&2; " + script), input);
  }

  @Test
  void showsOfEachEngineWhatItTells() throws InterruptedException {
    Map<Engine, Client> clients = new EnumMap<>(Engine.class);
    clients.put(
        Engine.DISTAFF,
        client(
            "{\"statement\":1,\"wallMillis\":250.4,\"planMillis\":81.0,\"tasks\":1}\n",
            "echo '{\"milestones\":{\"submitted\":910,\"AM up\":1777}}' >&2"));
    clients.put(Engine.SPARK, client("SELECT 1\n;\n", "true"));
    List<String> progress = new ArrayList<>();

    benchmark.run(clients, 3, progress::add);

    assertThat(progress)
        .extracting(line -> line.replaceAll("took.*", ""))
        .containsExactly(
            "distaff: run 1 ",
            "spark: run 1 ",
            "distaff: run 2 ",
            "spark: run 2 ",
            "distaff: run 3 ",
            "spark: run 3 ");
    List<String> table = benchmark.table().lines().toList();
    assertThat(table).hasSize(8);
    assertThat(table.subList(2, 8))
        .extracting(line -> line.split("\\|", -1)[1].strip())
        .containsExactly(
            "distaff, start to exit of the client",
            "distaff, of it the statement",
            "distaff, of it planning",
            "distaff, at submitted",
            "distaff, at AM up",
            "spark, start to exit of the client");
    assertThat(table.get(6)).endsWith("|    1777 |    1777 |    1777 |    1777 |");
    assertThat(table).allMatch(line -> line.length() == table.get(0).length());
  }

  @Test
  void leavesOutWhatNotEveryRunTells() throws InterruptedException {
    String all = "{\"milestones\":{\"AM up\":1777,\"first executor\":2000,\"done\":2100}}\n";
    benchmark.run(Map.of(Engine.DISTAFF, client(all, "true")), 2, line -> {});
    String fewer = "{\"milestones\":{\"AM up\":1900,\"done\":1950}}\n";
    benchmark.run(Map.of(Engine.DISTAFF, client(fewer, "true")), 1, line -> {});
    assertThat(benchmark.table().lines().skip(3))
        .extracting(line -> line.split("\\|", -1)[1].strip())
        .containsExactly("distaff, at AM up", "distaff, at done");
  }

  @Test
  void aClientThatFailsEndsTheBenchmarkWithItsWords() {
    Map<Engine, Client> clients = Map.of(Engine.SPARK, client("", "echo 'no cluster' >&2; exit 7"));

    assertThatThrownBy(() -> benchmark.run(clients, 1, line -> {}))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining("ended with 7")
        .hasMessageContaining("no cluster");
  }
}
