package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.cluster.ClusterOptions;
import io.distaff.cluster.Master;
import io.distaff.config.DataSize;
import io.distaff.submit.SubmitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchSettingsTest {
  private final TestConsole console = new TestConsole();
  private final Problems problems = new Problems();
  @TempDir Path home;

  private LaunchSettings settings(String... words) {
    ParsedArguments arguments =
        ParsedArguments.parse(
            LaunchOptions.TABLE, ParsedArguments.Words.MIXED, List.of(words), problems);
    return LaunchSettings.of(arguments, problems, console.console());
  }

  private void installed(String defaults) throws IOException {
    Files.createDirectory(home.resolve("conf"));
    Files.writeString(home.resolve("conf/distaff-defaults.conf"), defaults);
    console.withProperty("distaff.home", home.toString());
  }

  @Test
  void theNearerWordWins() throws IOException {
    installed(
        """
        distaff.executor.memory 1g
        distaff.executor.cores 2
        distaff.yarn.queue a
        distaff.yarn.tags t
        """);
    Path file =
        Files.writeString(
            home.resolve("mine.conf"),
            "distaff.executor.memory=2g\ndistaff.executor.cores = 3\ndistaff.yarn.queue\tb");
    LaunchSettings settings =
        settings(
            "--properties-file",
            file.toString(),
            "--executor-memory",
            "4g",
            "--conf",
            "distaff.executor.cores=5");
    assertThat(settings.config().value(ClusterOptions.EXECUTOR_MEMORY))
        .isEqualTo(DataSize.parse("4g"));
    assertThat(settings.config().value(ClusterOptions.EXECUTOR_CORES)).isEqualTo(5);
    assertThat(settings.config().value(SubmitOptions.QUEUE)).isEqualTo("b");
    assertThat(settings.config().value(SubmitOptions.TAGS)).isEqualTo("t");
  }

  @Test
  void aDedicatedOptionAndConfMustNotContradict() {
    settings("--queue", "a", "--conf", "distaff.yarn.queue=b", "--master=local");
    assertThat(problems.all())
        .containsExactly("--queue a and --conf distaff.yarn.queue=b contradict each other");
  }

  @Test
  void theLastOfRepeatedOptionsCounts() {
    LaunchSettings settings = settings("--queue=a", "--queue=b", "--master=local");
    assertThat(problems.all()).isEmpty();
    assertThat(settings.config().value(SubmitOptions.QUEUE)).isEqualTo("b");
  }

  @Test
  void mastersAreParsed() {
    assertThat(Master.parse("yarn")).contains(Master.YARN);
    assertThat(Master.parse("local")).contains(new Master(1));
    assertThat(Master.parse("local[7]")).contains(new Master(7));
    assertThat(Master.parse("local[*]").orElseThrow().slots()).isPositive();
    assertThat(Master.parse("local[0]")).isEmpty();
    assertThat(Master.parse("spark://host")).isEmpty();
  }

  @Test
  void badLinesOfAPropertiesFileAreNumbered() throws IOException {
    Path file = Files.writeString(home.resolve("bad.conf"), "# fine\n\ndistaff.yarn.queue\n");
    settings("--master=local", "--properties-file", file.toString());
    assertThat(problems.all()).singleElement().asString().contains("bad.conf, line 3");
  }

  @Test
  void aMissingPropertiesFileIsTold() {
    settings("--master=local", "--properties-file", "gone.conf");
    assertThat(problems.all())
        .containsExactly("can't read the settings in gone.conf: no such file");
  }

  @Test
  void aHeapThatTheLauncherDidNotSetIsRefused() throws IOException {
    installed("");
    settings("--master", "local", "--driver-memory", "3g");
    assertThat(problems.all()).singleElement().asString().contains("a heap of a client's size");
  }

  @Test
  void theLaunchersHeapIsAccepted() throws IOException {
    installed("");
    console.withProperty("distaff.launcher.heap", "3072m");
    settings("--master", "local", "--driver-memory", "3g");
    assertThat(problems.all()).isEmpty();
  }
}
