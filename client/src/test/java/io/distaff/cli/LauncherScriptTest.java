package io.distaff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bin/distaff with a JVM that only writes its arguments down. */
class LauncherScriptTest {
  private static final Path SCRIPT = Path.of("..", "bin", "distaff");

  @TempDir Path directory;
  private Path home;
  private Path javaHome;

  @BeforeEach
  void makeADistributionInAPathWithSpaces() throws IOException {
    home = Files.createDirectories(directory.toRealPath().resolve("the distribution"));
    for (String part : List.of("bin", "lib", "conf")) {
      Files.createDirectory(home.resolve(part));
    }
    Files.copy(SCRIPT, home.resolve("bin/distaff"));
    executable(home.resolve("bin/distaff"));
    for (String jar : List.of("b.jar", "a-1.jar", "a_2.jar")) {
      Files.createFile(home.resolve("lib").resolve(jar));
    }
    javaHome = Files.createDirectories(directory.resolve("jvm/bin")).getParent();
    Path java = javaHome.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    executable(java);
    release("17.0.1");
  }

  private void release(String version) throws IOException {
    Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ended(int exitCode, List<String> out, String err) {}

  private Ended run(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("HADOOP_CONF_DIR", "/etc/hadoop conf");
    environment.remove("DISTAFF_JAVA_OPTS");
    Path err = directory.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out.lines().toList(), Files.readString(err));
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return run(home.resolve("bin/distaff"), arguments);
  }

  private String classPath() {
    return home + "/lib/a-1.jar:" + home + "/lib/a_2.jar:" + home + "/lib/b.jar:/etc/hadoop conf";
  }

  @Test
  void linksAndSpacesAreFollowed() throws IOException, InterruptedException {
    Path first =
        Files.createSymbolicLink(directory.resolve("first link"), home.resolve("bin/distaff"));
    Path second = Files.createSymbolicLink(directory.resolve("second"), first.getFileName());
    Ended ended = run(second, "sql", "-e", "SELECT  'a b'");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("-Ddistaff.home=" + home, classPath())
        .endsWith("io.distaff.cli.DistaffCommand", "sql", "-e", "SELECT  'a b'");
  }

  @Test
  void aClientStartsFastAndSmall() throws IOException, InterruptedException {
    assertThat(run("submit", "app.jar", "--master", "local").out())
        .contains("-XX:TieredStopAtLevel=1", "-Xmx512m", "-Ddistaff.log.level=WARN");
  }

  @Test
  void localModeGetsTheDriversMemory() throws IOException, InterruptedException {
    assertThat(run("sql", "--master", "local[2]", "--driver-memory", "3G", "--verbose").out())
        .contains("-Xmx3g", "-Ddistaff.launcher.heap=3g", "-Ddistaff.log.level=INFO")
        .doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(run("sql", "--master=local", "--driver-memory=700").out())
        .contains("-Xmx700m", "-Ddistaff.launcher.heap=700");
    assertThat(run("tpch", "--master=local").out()).contains("-Xmx1g");
  }

  @Test
  void localModeIsFoundInConfAndFiles() throws IOException, InterruptedException {
    assertThat(
            run("sql", "--conf", "distaff.master=local[2]", "--conf=distaff.driver.memory=2g")
                .out())
        .contains("-Xmx2g");
    Path file =
        Files.writeString(
            directory.resolve("p.conf"), "distaff.master local\ndistaff.driver.memory = 900m\n");
    assertThat(run("sql", "--properties-file", file.toString()).out()).contains("-Xmx900m");
    Files.writeString(
        home.resolve("conf/distaff-defaults.conf"),
        "# distaff.driver.memory 1g\ndistaff.driver.memory   600m\ndistaff.master=local[3]\n");
    assertThat(run("sql", "-e", "--").out()).contains("-Xmx600m");
    assertThat(run("sql", "--master", "yarn").out()).contains("-Xmx512m");
  }

  @Test
  void theProgramsArgumentsAreItsOwn() throws IOException, InterruptedException {
    assertThat(
            run("submit", "--detach", "app.jar", "--driver-memory", "9g", "--master", "local")
                .out())
        .contains("-Xmx512m");
  }

  @Test
  void theEmbeddedClusterDoesNotSeeAnother() throws IOException, InterruptedException {
    assertThat(run("quickstart").out()).noneMatch(line -> line.contains("/etc/hadoop conf"));
  }

  @Test
  void anOldJvmIsRefused() throws IOException, InterruptedException {
    release("11.0.2");
    Ended ended = run("--help");
    assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains("Distaff needs Java 17 or newer").contains("is version 11");
  }

  @Test
  void aMissingJvmIsTold() throws IOException, InterruptedException {
    Files.delete(javaHome.resolve("bin/java"));
    Ended ended = run("--help");
    assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).startsWith("error: JAVA_HOME = ").contains("has no bin/java");
  }
}
