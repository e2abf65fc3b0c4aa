package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The tar.gz as a user gets it: unpacked anywhere, called from anywhere. */
@ExtendWith(SharedCluster.class)
class DistributionIT {
  @TempDir Path directory;
  private Path unpacked;
  private Distaff distaff;

  @BeforeEach
  void unpackIntoAPathWithSpacesAndLinkTheCommand() throws Exception {
    Path target = Files.createDirectory(directory.resolve("my programs"));
    String archive = System.getProperty("distaff.it.archive", Distaff.home() + ".tar.gz");
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive, "-C", target.toString()).inheritIO().start();
    assertThat(tar.waitFor()).isZero();
    unpacked = entries(target).get(0);
    Path links = Files.createDirectory(directory.resolve("links"));
    Path link = Files.createSymbolicLink(links.resolve("distaff"), unpacked.resolve("bin/distaff"));
    Path elsewhere = Files.createDirectory(directory.resolve("else where"));
    distaff =
        Distaff.ofThisBuild()
            .at(Files.createSymbolicLink(links.resolve("d"), Path.of("distaff")))
            .in(elsewhere)
            .with("DISTAFF_NO_CLASS_DATA_ARCHIVE", "1");
    assertThat(link).isExecutable();
  }

  @Test
  void itHoldsWhatTheCommandNeedsAndNoDaemons() throws IOException {
    assertThat(entries(unpacked))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("LICENSE", "NOTICE", "README.md", "bin", "conf", "lib");
    List<String> jars =
        entries(unpacked.resolve("lib")).stream()
            .map(path -> path.getFileName().toString())
            .toList();
    assertThat(jars).allMatch(name -> name.endsWith(".jar"));
    assertThat(jars)
        .filteredOn(name -> name.startsWith("hadoop-"))
        .allMatch(name -> name.matches("hadoop-client-(api|runtime)-[\\d.]+\\.jar"))
        .hasSize(2);
    assertThat(jars)
        .noneMatch(name -> name.matches("(duckdb|junit|assertj|archunit|distaff-embedded).*"));
    assertThat(jars).filteredOn(name -> name.startsWith("distaff-")).hasSize(3);
  }

  @Test
  void itRunsThroughLinksFromAnyDirectory(TestCluster cluster) throws IOException {
    assertThat(distaff.run("--version").expectExit(0).out()).startsWith("distaff ");
    Path script = Files.writeString(distaff.directory().resolve("a script.sql"), "SELECT 1 AS a");
    List<String> words = List.of("--format", "csv", "-f", script.getFileName().toString());
    assertThat(distaff.run(with("sql", List.of("--master", "local[1]"), words)).expectExit(0).out())
        .isEqualTo("a\n1\n");
    Distaff onYarn = distaff.withHadoop(cluster.confDirectory());
    assertThat(onYarn.run(with("sql", List.of(), words)).expectExit(0).out()).isEqualTo("a\n1\n");
    cluster.expectNothingLeft();
  }

  @Test
  void itSaysThatItBringsNoClusterOfItsOwn() {
    for (String command : List.of("quickstart", "cluster")) {
      List<String> words = command.equals("cluster") ? List.of("start") : List.of();
      DistaffProcess.Ended ended = distaff.run(with(command, words, List.of())).expectExit(2);
      assertThat(ended.errors()).hasSize(1);
      assertThat(ended.err()).contains("this distribution has no Hadoop daemons");
    }
  }

  private static List<String> with(String command, List<String> options, List<String> words) {
    return Stream.of(List.of(command), options, words).flatMap(List::stream).toList();
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }
}
