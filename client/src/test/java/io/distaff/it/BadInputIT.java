package io.distaff.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users get wrong: one clear message, the right exit code, and nothing left behind; what can
 * be known before an application is submitted is told before.
 */
@ExtendWith(SharedCluster.class)
class BadInputIT {
  private static final String QUERY = "VALUES 1";

  /** In the name of the directory beside the target that holds what isn't committed yet. */
  private static final String TEMPORARY = ".distaff-";

  @TempDir Path directory;
  private Set<String> applicationsBefore;

  @BeforeEach
  void rememberTheApplications(TestCluster cluster) {
    applicationsBefore = cluster.applications();
  }

  @AfterEach
  void nothingIsLeft(TestCluster cluster) {
    cluster.expectNothingLeft();
  }

  /** Checks a failure that comes before YARN has heard of anything. */
  private void expectRefusal(
      TestCluster cluster, DistaffProcess.Ended ended, int exitCode, String... words) {
    expectMessage(ended, exitCode, words);
    assertThat(cluster.applications()).isEqualTo(applicationsBefore);
  }

  private static void expectMessage(DistaffProcess.Ended ended, int exitCode, String... words) {
    var unused = ended.expectExit(exitCode);
    assertThat(ended.errors()).as("%s", ended).hasSize(1);
    assertThat(ended.err()).contains(words).doesNotContain("\tat ", "Exception", "WARN");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void theHadoopConfigurationIsMissingOrEmpty(TestCluster cluster) throws IOException {
    Distaff none = Distaff.ofThisBuild();
    expectRefusal(cluster, none.run("sql", "-e", QUERY), 2, "HADOOP_CONF_DIR is not set");
    expectRefusal(
        cluster,
        none.run("submit", "--status", "application_1700000000000_0001"),
        2,
        "HADOOP_CONF_DIR is not set");
    Path missing = directory.resolve("missing");
    expectRefusal(
        cluster,
        none.withHadoop(missing).run("sql", "-e", QUERY),
        2,
        missing + " is not a directory");
    Path empty = Files.createDirectory(directory.resolve("empty"));
    DistaffProcess.Ended ended = none.withHadoop(empty).run("sql", "-e", QUERY).expectExit(2);
    assertThat(ended.errors())
        .containsExactly(
            "error: HADOOP_CONF_DIR = " + empty + " has no core-site.xml",
            "error: HADOOP_CONF_DIR = " + empty + " has no yarn-site.xml");
  }

  @Test
  void aServiceThatCannotBeReachedIsNamedWithinSeconds(TestCluster cluster) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    String closedAddress;
    try (ServerSocket closed = new ServerSocket(0, 50, loopback)) {
      closedAddress = "localhost:" + closed.getLocalPort();
    }
    try (ServerSocket silent = new ServerSocket(0, 50, loopback)) {
      String silentAddress = "localhost:" + silent.getLocalPort();
      List<String> addresses = new ArrayList<>();
      List<DistaffProcess> processes = new ArrayList<>();
      for (String address : List.of(closedAddress, silentAddress)) {
        addresses.add(address);
        processes.add(sqlWith(configuration(cluster, "yarn.resourcemanager.address", address)));
        addresses.add(address);
        processes.add(sqlWith(configuration(cluster, "fs.defaultFS", "hdfs://" + address)));
      }
      for (int i = 0; i < processes.size(); i++) {
        DistaffProcess.Ended ended = processes.get(i).awaitEnd();
        expectRefusal(cluster, ended, 3, "can't reach the", addresses.get(i));
        assertThat(ended.millis()).as("%s", ended).isLessThan(20_000);
      }
    }
  }

  private static DistaffProcess sqlWith(Path configuration) {
    return Distaff.ofThisBuild().withHadoop(configuration).start(List.of("sql", "-e", QUERY));
  }

  /** The cluster's configuration with one setting changed. */
  private Path configuration(TestCluster cluster, String key, String value) throws IOException {
    Path changed = Files.createTempDirectory(directory, "conf");
    try (Stream<Path> files = Files.list(cluster.confDirectory())) {
      for (Path file : files.toList()) {
        String property =
            "<property><name>%s</name><value>%s</value></property></configuration>"
                .formatted(key, value);
        Files.writeString(
            changed.resolve(file.getFileName().toString()),
            Files.readString(file).replace("</configuration>", property));
      }
    }
    return changed;
  }

  @Test
  void theClusterWouldNotTakeTheApplication(TestCluster cluster) {
    Distaff distaff = cluster.distaff();
    expectRefusal(
        cluster,
        distaff.run("sql", "--queue", "nightly", "-e", QUERY),
        3,
        "unknown queue 'nightly'",
        "--queue",
        "default, other");
    expectRefusal(
        cluster,
        distaff.run("sql", "--executor-memory", "100g", "-e", QUERY),
        3,
        "8192 MB",
        "yarn.scheduler.maximum-allocation-mb",
        "--executor-memory");
    expectRefusal(
        cluster,
        distaff.run("sql", "--driver-memory", "100g", "-e", QUERY),
        3,
        "8192 MB",
        "yarn.scheduler.maximum-allocation-mb",
        "--driver-memory");
    expectRefusal(
        cluster,
        distaff.run("sql", "--executor-cores", "100", "-e", QUERY),
        3,
        "yarn.scheduler.maximum-allocation-vcores",
        "--executor-cores");
    expectRefusal(
        cluster,
        distaff.run("sql", "--conf", "distaff.yarn.nodeLabel=gpu", "-e", QUERY),
        3,
        "unknown node label 'gpu'",
        "distaff.yarn.nodeLabel");
  }

  @Test
  void allMistakesInOptionsAreToldAtOnce(TestCluster cluster) {
    DistaffProcess.Ended ended =
        cluster
            .distaff()
            .run(
                "sql",
                "--conf",
                "distaff.executor.memroy=1g",
                "--executor-cores",
                "many",
                "--format",
                "xml",
                "--no-such-option",
                "-f",
                directory.resolve("missing.sql").toString())
            .expectExit(2);
    assertThat(ended.errors()).hasSize(5);
    assertThat(ended.err())
        .contains(
            "distaff.executor.memroy",
            "distaff.executor.memory",
            "many",
            "xml",
            "--no-such-option",
            "missing.sql")
        .doesNotContain("\tat ");
    assertThat(cluster.applications()).isEqualTo(applicationsBefore);
  }

  @Test
  void theProgramCannotBeStarted(TestCluster cluster) throws IOException {
    Distaff distaff = cluster.distaff();
    String jar = ProgramJar.in(directory).toString();
    expectRefusal(
        cluster,
        distaff.run("submit", "--class", "com.example.Missing", jar),
        2,
        "class com.example.Missing is not in " + jar);
    expectRefusal(
        cluster,
        distaff.run("submit", "--class", "io.distaff.it.program.NoMain", jar),
        2,
        "io.distaff.it.program.NoMain has no method public static void main(String[])");
    expectRefusal(cluster, distaff.run("submit", jar), 2, "--class is not given", "Main-Class");
    expectRefusal(
        cluster,
        distaff.run("submit", "--class", "A", directory.resolve("no.jar").toString()),
        2,
        "no.jar");
    String program = "io.distaff.it.program.PrintFile";
    expectRefusal(
        cluster,
        distaff.run("submit", "--class", program, "--files", jar + "#application.json", jar),
        2,
        "'application.json' is the engine's own");
    Path text = Files.writeString(directory.resolve("text.jar"), "not a jar");
    expectRefusal(cluster, distaff.run("submit", "--class", "A", text.toString()), 2, "text.jar");
  }

  @Test
  void inputCannotBeRead(TestCluster cluster) throws IOException {
    Distaff local = Distaff.ofThisBuild();
    Path missing = directory.resolve("missing");
    expectRefusal(cluster, localSql(local, select(missing)), 1, missing.toString(), "not exist");
    expectRefusal(
        cluster,
        cluster.distaff().run("sql", "-e", QUERY, "-e", select(Path.of("/it/missing"))),
        1,
        "error: statement 2: path does not exist: /it/missing");
    expectRefusal(
        cluster,
        cluster.distaff().run("sql", "--views", "/it/missing", "-e", QUERY),
        1,
        "/it/missing",
        "not exist");
    Path text = Files.createDirectory(directory.resolve("text"));
    Files.writeString(text.resolve("a.parquet"), "this is only text, although its name says more");
    expectRefusal(
        cluster, localSql(local, select(text)), 1, text + "/a.parquet", "not a Parquet file");

    Path tables = directory.resolve("tables");
    var unused =
        local
            .run("tpch", "--master", "local[1]", "--scale", "0.01", "--output", tables.toString())
            .expectExit(0);
    Path part = onlyParquetFile(tables.resolve("part"));
    byte[] content = Files.readAllBytes(part);
    Path truncated = Files.createDirectory(directory.resolve("truncated"));
    Files.write(truncated.resolve("b.parquet"), Arrays.copyOf(content, content.length / 2));
    expectRefusal(
        cluster, localSql(local, select(truncated)), 1, truncated + "/b.parquet", "truncated");
  }

  /** HDFS's superuser may do everything; this one may not. */
  @Test
  void theUserMayNotReadOrWriteThere(TestCluster cluster) throws IOException {
    var fileSystem = cluster.fileSystem();
    var home = new org.apache.hadoop.fs.Path("/user/alice");
    assertThat(fileSystem.mkdirs(home)).isTrue();
    fileSystem.setOwner(home, "alice", null);
    var secret = new org.apache.hadoop.fs.Path("/it/secret/a.parquet");
    try (var out = fileSystem.create(secret, true)) {
      out.write(new byte[100]);
    }
    fileSystem.setPermission(secret, new FsPermission((short) 0600));
    Distaff alice = cluster.distaff().with("HADOOP_USER_NAME", "alice");

    expectMessage(
        alice.run("sql", "-e", "SELECT * FROM parquet.`/it/secret`"),
        1,
        "/it/secret/a.parquet",
        "Permission denied");
    expectMessage(
        alice.run(
            "sql", "-e", "INSERT OVERWRITE DIRECTORY '/it/closed' USING parquet VALUES 1, 2, 3"),
        1,
        "can't write to hdfs://",
        "/it/closed: ",
        "Permission denied");
    assertThat(cluster.names("/it")).noneMatch(name -> name.contains("closed"));
    assertThat(cluster.names(home + "/.distaff")).containsExactly("files");
  }

  @Test
  void aFileIsBrokenWhereOnlyTheExecutorsSeeIt(TestCluster cluster) throws IOException {
    String broken = "/it/broken";
    String good =
        cluster.files(cluster.tpch().onHdfs() + "/part").stream()
            .filter(name -> name.contains(".parquet"))
            .findFirst()
            .orElseThrow()
            .replaceAll(" .*", "");
    var fileSystem = cluster.fileSystem();
    byte[] content;
    try (var in =
        fileSystem.open(new org.apache.hadoop.fs.Path(cluster.tpch().onHdfs() + "/part/" + good))) {
      content = in.readAllBytes();
    }
    Arrays.fill(content, 1_000, content.length / 2, (byte) 0x5a);
    try (var out = fileSystem.create(new org.apache.hadoop.fs.Path(broken + "/c.parquet"), true)) {
      out.write(content);
    }
    DistaffProcess.Ended ended =
        cluster
            .distaff()
            .run("sql", "-e", "SELECT min(p_name), max(p_comment) FROM parquet.`" + broken + "`");
    expectMessage(ended, 1, broken + "/c.parquet");
  }

  @Test
  void theOutputExists(TestCluster cluster) throws IOException {
    String tables = cluster.tpch().onHdfs();
    Set<String> filesBefore = cluster.files(tables);
    expectRefusal(
        cluster,
        cluster.distaff().run("tpch", "--scale", "0.01", "--output", tables),
        1,
        tables + "/region",
        "exists",
        "--overwrite");
    assertThat(cluster.files(tables)).isEqualTo(filesBefore);

    String jar = ProgramJar.in(directory).toString();
    Path output = directory.resolve("output");
    String main = "io.distaff.it.program.WriteNumbers";
    Distaff local = Distaff.ofThisBuild();
    List<String> words =
        List.of("submit", "--master", "local[1]", "--class", main, jar, output.toString());
    var unused = local.run(words).expectExit(0);
    List<Path> written = filesIn(output);
    expectRefusal(cluster, local.run(words), 1, output.toString(), "exists");
    assertThat(filesIn(output)).isEqualTo(written);
    assertThat(filesIn(directory)).noneMatch(path -> path.toString().contains(TEMPORARY));
  }

  @Test
  void aFailedWriteLeavesTheOldDataWhole(TestCluster cluster) {
    String output = "/it/kept";
    String insert = "INSERT OVERWRITE DIRECTORY '" + output + "' USING parquet ";
    String readBack = "SELECT count(*) FROM parquet.`" + output + "`";
    String tables = cluster.tpch().onHdfs();
    DistaffProcess.Ended ended =
        cluster
            .distaff()
            .run(
                "sql",
                "--format",
                "csv",
                "--views",
                tables,
                "-e",
                insert + "SELECT n_name FROM nation",
                "-e",
                insert + "SELECT cast(o_orderpriority AS INT) AS broken FROM orders")
            .expectExit(1);
    assertThat(ended.errors()).singleElement().asString().startsWith("error: statement 2: ");
    assertThat(ended.err()).doesNotContain("\tat ");
    assertThat(cluster.names("/it")).noneMatch(name -> name.contains(TEMPORARY));
    assertThat(cluster.distaff().run("sql", "--format", "csv", "-e", readBack).expectExit(0).out())
        .endsWith("\n25\n");
  }

  @Test
  void aStatementIsNotSql(TestCluster cluster) {
    DistaffProcess.Ended ended = localSql(Distaff.ofThisBuild(), "SELECT 1;\nSELECT a b c\nFROM t");
    assertThat(ended.expectExit(1).errLines())
        .anyMatch(line -> line.startsWith("error: statement 2: line 2, column 12"))
        .contains("  SELECT a b c", "             ^");
    assertThat(ended.out()).isEmpty();
    assertThat(cluster.applications()).isEqualTo(applicationsBefore);
    expectRefusal(
        cluster,
        cluster.distaff().run("sql", "-e", "SELECT 1;\nSELECT a b c"),
        1,
        "error: statement 2: line 2, column 12: unexpected 'c'");
  }

  private static DistaffProcess.Ended localSql(Distaff distaff, String sql) {
    return distaff.run("sql", "--master", "local[1]", "-e", sql);
  }

  private static String select(Path path) {
    return "SELECT * FROM parquet.`" + path + "`";
  }

  private static Path onlyParquetFile(Path directory) throws IOException {
    return filesIn(directory).stream()
        .filter(file -> file.toString().endsWith(".parquet"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
