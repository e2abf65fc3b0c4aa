package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that measures: what it makes, compares, shows and leaves. */
class BenchIT {
  @TempDir Path directory;

  @Test
  void makesTablesRunsBothEnginesAndShowsWhatTheyTook() throws Exception {
    Path json = directory.resolve("figures.json");
    DistaffProcess.Ended ended =
        Distaff.ofThisBuild()
            .with("DISTAFF_JAVA_OPTS", "-Ddistaff.source=" + Path.of("..").toAbsolutePath())
            .run(
                "bench",
                "micro",
                "--master",
                "local[2]",
                "--scale",
                "0.01",
                "--passes",
                "2",
                "--engines",
                "distaff,duckdb",
                "--data",
                directory.resolve("tables").toString(),
                "--json",
                json.toString())
            .expectExit(0);
    assertThat(ended.out().lines())
        .anyMatch(line -> line.startsWith("| sort and write"))
        .anyMatch(line -> line.startsWith("| geometric mean"))
        .anyMatch(line -> line.startsWith("| duckdb"));
    assertThat(json).content().contains("\"peakResidentBytes\":", "\"rewrite\":[");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("tables", "figures.json");
    }
  }

  @Test
  void tellsAllMistakesAtOnce() throws Exception {
    DistaffProcess.Ended ended =
        Distaff.ofThisBuild()
            .run(
                "bench",
                "tpcds",
                "--master",
                "local",
                "--engines",
                "distaff,oracle",
                "--passes",
                "0")
            .expectExit(2);
    assertThat(ended.err())
        .contains(
            "bench needs one of tpch, micro, latency and plan",
            "--data is missing",
            "'oracle' is not one of distaff,duckdb,spark",
            "--passes '0'");
  }
}
