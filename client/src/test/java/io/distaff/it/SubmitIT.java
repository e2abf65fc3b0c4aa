package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code distaff submit}: programs, from their jar to what YARN says of them. */
@ExtendWith(SharedCluster.class)
class SubmitIT {
  private static final String OUTPUT = "/it/top-customers";

  @TempDir Path directory;
  private Path jar;

  @BeforeEach
  void makeTheProgramsJar() {
    jar = ProgramJar.in(directory);
  }

  @AfterEach
  void nothingIsLeft(TestCluster cluster) {
    cluster.expectNothingLeft();
  }

  private List<String> program(List<String> options, String mainClass, String... arguments) {
    List<String> words = new ArrayList<>(List.of("submit"));
    words.addAll(options);
    words.addAll(List.of("--class", mainClass, jar.toString()));
    words.addAll(List.of(arguments));
    return words;
  }

  @Test
  void aProgramRunsOnTheClusterAndAlikeInLocalMode(TestCluster cluster) {
    String tables = cluster.tpch().onHdfs();
    String main = "io.distaff.examples.TopCustomers";
    DistaffProcess.Ended first =
        cluster
            .distaff()
            .run(program(List.of("--tags", "it,top"), main, tables, OUTPUT))
            .expectExit(0);
    assertThat(first.out())
        .contains("c_custkey")
        .endsWith("10 customers written to top-customers\n");
    ApplicationReport report = cluster.report(first.application());
    assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.SUCCEEDED);
    assertThat(report.getApplicationType()).isEqualTo("DISTAFF");
    assertThat(report.getApplicationTags()).containsExactlyInAnyOrder("it", "top");
    assertThat(cluster.exists(OUTPUT + "/_SUCCESS")).isTrue();

    Set<String> uploaded = cluster.uploads();
    DistaffProcess.Ended second =
        cluster.distaff().run(program(List.of(), main, tables, OUTPUT)).expectExit(0);
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(cluster.uploads()).isEqualTo(uploaded);

    DistaffProcess.Ended local =
        cluster
            .distaff()
            .run(program(List.of("--master", "local[2]"), main, tables, OUTPUT))
            .expectExit(0);
    assertThat(local.out()).isEqualTo(first.out());
  }

  @Test
  void aProgramThatThrowsFailsWithItsOwnWords(TestCluster cluster) {
    DistaffProcess.Ended ended =
        cluster.distaff().run(program(List.of(), "io.distaff.examples.Failing")).expectExit(1);
    String thrown = "java.lang.IllegalStateException: the input is not what I expected";
    assertThat(lastLines(ended)).contains(thrown);
    assertThat(ended.err()).doesNotContain("at io.distaff.driver", "at java.base");
    ApplicationReport report = cluster.report(ended.application());
    assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
    assertThat(report.getDiagnostics()).contains(thrown);

    DistaffProcess.Ended local =
        cluster
            .distaff()
            .run(program(List.of("--master", "local[1]"), "io.distaff.examples.Failing"))
            .expectExit(1);
    assertThat(lastLines(local)).contains(thrown);
    assertThat(local.err()).doesNotContain("\tat ");
  }

  @Test
  void aProgramsBadQueryIsShownWithItsPlace(TestCluster cluster) {
    DistaffProcess.Ended ended =
        cluster.distaff().run(program(List.of(), "io.distaff.examples.BadSql")).expectExit(1);
    assertThat(lastLines(ended)).contains("line 1", "o_orderdat", "^");
    assertThat(ended.err()).doesNotContain("\tat ");
  }

  @Test
  void aProgramThatEndsItsProcessHasFailed(TestCluster cluster) {
    DistaffProcess.Ended ended =
        cluster.distaff().run(program(List.of(), "io.distaff.it.program.Exit")).expectExit(1);
    assertThat(lastLines(ended)).contains("System.exit");
    assertThat(cluster.report(ended.application()).getFinalApplicationStatus())
        .isEqualTo(FinalApplicationStatus.FAILED);
  }

  @Test
  void filesAreInTheWorkingDirectoryAndStreamsStayApart(TestCluster cluster) throws Exception {
    Path greeting = Files.writeString(directory.resolve("greeting.txt"), "hello\n");
    Path renamed = Files.writeString(directory.resolve("a.txt"), "renamed\n");
    DistaffProcess.Ended ended =
        cluster
            .distaff()
            .run(
                program(
                    List.of("--files", greeting + "," + renamed + "#b.txt"),
                    "io.distaff.it.program.PrintFile",
                    "greeting.txt",
                    "b.txt"))
            .expectExit(0);
    assertThat(ended.out()).isEqualTo("greeting.txt: hello\nb.txt: renamed\n");
    assertThat(ended.err()).contains("this goes to standard error");
  }

  @Test
  void jarsFilesAndArchivesComeAlong(TestCluster cluster) throws Exception {
    Path archive = directory.resolve("words-1.0.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("en/words.txt"));
      zip.write("seven\n".getBytes(StandardCharsets.UTF_8));
    }
    Path settings = Files.writeString(directory.resolve("settings.txt"), "World\n");
    List<String> options =
        List.of(
            "--jars",
            ProgramJar.libraryIn(directory).toString(),
            "--files",
            settings.toString(),
            "--archives",
            archive + "#words");
    DistaffProcess.Ended ended =
        cluster.distaff().run(program(options, "io.distaff.examples.WordLengths")).expectExit(0);
    assertThat(ended.out())
        .startsWith("Hello, World!\n")
        .contains(" seven |      5\n")
        .contains(" seven   | 1000\n");
  }

  @Test
  void aDetachedApplicationCanBeAskedAboutAndKilled(TestCluster cluster) {
    Distaff distaff = cluster.distaff();
    DistaffProcess.Ended submitted =
        distaff
            .run(
                program(List.of("--detach", "--name", "idle"), "io.distaff.it.program.WaitForever"))
            .expectExit(0);
    assertThat(submitted.outLines()).hasSize(1);
    String application = submitted.outLines().get(0);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                cluster.report(application).getYarnApplicationState()
                    == YarnApplicationState.RUNNING);

    DistaffProcess.Ended status = distaff.run("submit", "--status", application).expectExit(0);
    assertThat(status.out()).contains(application, "idle", "RUNNING", "UNDEFINED", "default");
    assertThat(distaff.run("logs", application).expectExit(1).errors())
        .singleElement()
        .asString()
        .contains("is still RUNNING");

    var unused = distaff.run("submit", "--kill", application).expectExit(0);
    assertThat(cluster.report(application).getYarnApplicationState())
        .isEqualTo(YarnApplicationState.KILLED);
    assertThat(distaff.run("submit", "--status", application).expectExit(0).out())
        .contains("KILLED");
    assertThat(distaff.run("logs", application).expectExit(0).out()).contains("waiting");
  }

  @Test
  void outputIsSeenWhileTheProgramRunsAndASignalEndsIt(TestCluster cluster) {
    try (DistaffProcess process =
        cluster.distaff().start(program(List.of(), "io.distaff.it.program.WaitForever"))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> process.out().equals("waiting\n"));
      assertThat(process.handle().destroy()).isTrue();
      DistaffProcess.Ended ended = process.awaitEnd().expectExit(143);
      assertThat(cluster.report(ended.application()).getYarnApplicationState())
          .isEqualTo(YarnApplicationState.KILLED);
    }
  }

  /** What a user sees without scrolling. */
  private static String lastLines(DistaffProcess.Ended ended) {
    List<String> lines = ended.errLines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }
}
