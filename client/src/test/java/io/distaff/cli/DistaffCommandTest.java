package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistaffCommandTest {
  private final TestConsole console = new TestConsole();
  @TempDir Path directory;

  @Test
  void helpListsEveryCommand() {
    assertThat(console.run("--help")).isEqualTo(ExitCode.OK);
    assertThat(console.out())
        .contains("  submit ", "  sql ", "  tpch ", "  logs ", "  quickstart ", "  cluster ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit", "sql", "tpch", "logs", "bench", "quickstart", "cluster"})
  void everyCommandHasHelpThatFitsTheScreen(String command) {
    assertThat(console.run(command, "--help")).isEqualTo(ExitCode.OK);
    assertThat(console.out()).startsWith("usage: distaff " + command).contains("-h, --help");
    assertThat(console.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(console.err()).isEmpty();
  }

  @Test
  void helpNamesSettingAndDefault() {
    console.run("submit", "--help");
    assertThat(console.out())
        .contains("--executor-memory SIZE", "distaff.executor.memory; default");
  }

  @Test
  void nothingIsWrongUsage() {
    assertThat(console.run()).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).startsWith("usage:");
  }

  @Test
  void anUnknownCommandGetsAHint() {
    assertThat(console.run("sumbit")).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("unknown command 'sumbit'; did you mean submit?");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    int exitCode =
        console.run(
            "submit",
            "--execcutor-memory",
            "4g",
            "--num-executors",
            "many",
            "--driver-memory",
            "2x",
            "--conf",
            "distaff.executor.memry=1g",
            "--conf",
            "nonsense",
            "--master",
            "mesos",
            "--jars",
            "missing-library.jar",
            "missing.jar",
            "--not-ours");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(console.err().lines().filter(line -> line.startsWith("error: ")))
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line).contains("--execcutor-memory; did you mean --executor-memory?"),
            line -> assertThat(line).contains("distaff.executor.instances = 'many'"),
            line -> assertThat(line).contains("distaff.driver.memory = '2x'"),
            line ->
                assertThat(line)
                    .contains("distaff.executor.memry; did you mean distaff.executor.memory?"),
            line -> assertThat(line).contains("--conf 'nonsense' is not of the form key=value"),
            line -> assertThat(line).contains("--master 'mesos'"),
            line -> assertThat(line).contains("HADOOP_CONF_DIR is not set"),
            line -> assertThat(line).contains("--jars missing-library.jar: no such file"),
            line -> assertThat(line).contains("the program's jar missing.jar: no such file"));
    assertThat(console.err()).doesNotContain("\tat ");
  }

  @Test
  void aMissingArgumentIsTold() {
    assertThat(console.run("sql", "--master", "local", "-e")).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("error: option -e needs an argument");
  }

  @Test
  void sqlChecksFormatAndFiles() {
    int exitCode =
        console.run("sql", "--master=local", "--format", "xml", "-f", "gone.sql", "word");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(console.err())
        .contains("--format 'xml' is not one of table|csv|tsv|json|markdown")
        .contains("-f gone.sql: no such file")
        .contains("unexpected argument 'word'");
  }

  @Test
  void sqlRunsNothingWhenAStatementIsWrong() {
    int exitCode =
        console.run("sql", "--master=local", "-e", "SELECT 1; SELECT 2", "-e", "SELECT a b c");
    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualTo(
            """
            error: statement 3: line 1, column 12: unexpected 'c'
              SELECT a b c
                         ^
            """);
  }

  @Test
  void tpchChecksScaleAndOutput() {
    assertThat(console.run("tpch", "--master=local", "--scale", "big")).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("--scale 'big'", "--output is missing");
  }

  @Test
  void benchTellsAllMistakesAtOnce() {
    int exitCode =
        console.run(
            "bench", "tpcds", "--master=local", "--engines", "distaff,oracle", "--passes", "0");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(console.err())
        .contains("bench needs one of tpch, micro, latency and plan")
        .contains("--data is missing")
        .contains("'oracle' is not one of distaff,duckdb,spark")
        .contains("--passes '0'");
  }

  @Test
  void benchPlanTakesNeitherEnginesNorJson() {
    int exitCode =
        console.run(
            "bench",
            "plan",
            "--master=local",
            "--data",
            "tables",
            "--engines",
            "distaff,spark",
            "--json",
            "figures.json");
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(console.err().lines().filter(line -> line.startsWith("error: ")))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("--engines is not for bench plan"),
            line ->
                assertThat(line)
                    .contains("--json is for bench tpch and micro only, not for bench plan"));
  }

  @Test
  void aHadoopConfigurationWithoutYarnIsTold() {
    console.withEnvironment("HADOOP_CONF_DIR", directory.toString());
    assertThat(console.run("sql", "-e", "SELECT 1")).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("has no core-site.xml", "has no yarn-site.xml");
  }

  @Test
  void anUnreachableClusterIsNamed() throws IOException {
    Files.writeString(
        directory.resolve("core-site.xml"),
        property("fs.defaultFS", "hdfs://127.0.0.1:1")
            .replace(
                "</configuration>",
                "<property><name>ipc.client.connect.retry.interval</name><value>1</value></property></configuration>"));
    Files.writeString(
        directory.resolve("yarn-site.xml"),
        property("yarn.resourcemanager.address", "127.0.0.1:1"));
    console.withEnvironment("HADOOP_CONF_DIR", directory.toString());
    assertThat(console.run("submit", "--status", "application_1700000000000_0001"))
        .isEqualTo(ExitCode.CLUSTER);
    assertThat(console.err()).contains("can't reach", "127.0.0.1:1").doesNotContain("\tat ");
  }

  private static String property(String name, String value) {
    return "<configuration><property><name>"
        + name
        + "</name><value>"
        + value
        + "</value></property></configuration>";
  }

  @Test
  void statusAndKillTakeNoProgram() {
    assertThat(console.run("submit", "--status", "x", "--kill", "y", "app.jar"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(console.err())
        .contains("--status and --kill can't be given together")
        .contains("unexpected argument 'app.jar'")
        .contains("'x' is not an application id");
  }

  @Test
  void anEmbeddedClusterNeedsASourceCheckout() {
    assertThat(console.run("quickstart")).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("run this command from a source checkout");
  }

  @Test
  void aClassWithoutMainIsTold() throws IOException {
    Path jar = jar(null, DistaffCommandTest.class);
    String name = DistaffCommandTest.class.getName();
    assertThat(submit("--class", name, jar.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(console.err())
        .contains("class " + name + " has no method public static void main(String[])");
  }

  @Test
  void aMissingClassIsTold() throws IOException {
    Path jar = jar(null, DistaffCommandTest.class);
    assertThat(submit("--class", "org.example.Gone", jar.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("class org.example.Gone is not in " + jar);
  }

  @Test
  void aJarWithoutMainClassIsTold() throws IOException {
    assertThat(submit(jar(null, DistaffCommandTest.class).toString())).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("--class is not given, and the manifest of");
  }

  @Test
  void aFileThatIsNoJarIsTold() throws IOException {
    Path file = Files.writeString(directory.resolve("text.jar"), "no jar");
    assertThat(submit(file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("can't read the program's jars: " + file);
  }

  @Test
  void theManifestsMainRunsInLocalMode() throws IOException {
    Path jar = jar(SampleProgram.class, SampleProgram.class);
    System.clearProperty(SampleProgram.SEEN);
    assertThat(submit(jar.toString(), "--name", "x")).isEqualTo(ExitCode.OK);
    assertThat(System.clearProperty(SampleProgram.SEEN)).isEqualTo("--name x");
  }

  @Test
  void aFailingProgramShowsItsExceptionWithoutTrace() throws IOException {
    Path jar = jar(SampleProgram.class, SampleProgram.class);
    assertThat(submit(jar.toString(), "fail")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err())
        .contains("the program failed: java.lang.IllegalStateException: as told")
        .doesNotContain("\tat ");
  }

  private int submit(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "submit";
    all[1] = "--master";
    all[2] = "local[2]";
    System.arraycopy(words, 0, all, 3, words.length);
    return console.run(all);
  }

  private Path jar(Class<?> main, Class<?> content) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (main != null) {
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
    }
    Path jar = directory.resolve("program.jar");
    String entry = content.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var in = content.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
      out.closeEntry();
    }
    return jar;
  }

  @Test
  void exitCodesSayWhoHasToAct() {
    assertThat(ExitCode.of(ErrorCode.CLUSTER_UNREACHABLE)).isEqualTo(3);
    assertThat(ExitCode.of(ErrorCode.CLUSTER_REFUSED)).isEqualTo(3);
    assertThat(ExitCode.of(ErrorCode.USAGE)).isEqualTo(2);
    assertThat(ExitCode.of(ErrorCode.INVALID_CONFIGURATION)).isEqualTo(2);
    assertThat(ExitCode.of(ErrorCode.SYNTAX_ERROR)).isEqualTo(1);
    assertThat(ExitCode.of(ErrorCode.TASK_FAILED)).isEqualTo(1);
    assertThat(ExitCode.of(ErrorCode.INTERNAL_ERROR)).isEqualTo(1);
  }
}
