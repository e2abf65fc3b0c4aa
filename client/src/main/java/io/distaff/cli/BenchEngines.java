package io.distaff.cli;

import io.distaff.cli.bench.Engine;
import io.distaff.cli.bench.LatencyBenchmark;
import io.distaff.cluster.ClusterOptions;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileStore;
import io.distaff.submit.DistributionFiles;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands by which a benchmark starts engines. All get the same number of cores and the same
 * memory: what the options say of this engine's slots, driver and executors.
 */
final class BenchEngines {
  private static final String DUCKDB_MAIN = "io.distaff.bench.DuckDbEngine";
  private static final String SPARK_MAIN = "io.distaff.bench.SparkEngine";

  private static final String SPARK_BUILD = "mvn -f client/bench/spark package";

  /** Where they are for containers, on the cluster's file system. */
  private static final String SPARK_JARS = "/tmp/distaff-bench-spark";

  private static final String INSTALLED = "_INSTALLED";

  /** What Spark's own launcher opens to it on Java 17. */
  private static final List<String> SPARK_OPENS =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  private final ParsedArguments arguments;
  private final LaunchSettings settings;
  private final FileStore files;
  private final Console console;

  /**
   * @param files where the tables are
   */
  BenchEngines(
      ParsedArguments arguments, LaunchSettings settings, FileStore files, Console console) {
    this.arguments = arguments;
    this.settings = settings;
    this.files = files;
    this.console = console;
  }

  /** Makes the tables, through this engine. */
  void makeTables(String scale, String data) throws InterruptedException {
    List<String> command = distaff("tpch");
    command.addAll(List.of("--scale", scale, "--output", data));
    try {
      int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (exitCode != 0) {
        throw new DistaffException(
            ErrorCode.USER_PROGRAM_FAILED, "the tables can't be made in " + data);
      }
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION, "can't run distaff tpch: " + e.getMessage(), e);
    }
  }

  /** A whole run of an engine's client for a query over 25 rows. */
  LatencyBenchmark.Client smallStatement(Engine engine, String data) {
    String table = data + "/nation";
    String statement = engine.countStatement(table);
    if (engine != Engine.DISTAFF) {
      // There are no tables in a table: no views are made.
      return new LatencyBenchmark.Client(command(engine, table), statement + "\n;\n");
    }
    List<String> command = distaff("sql");
    command.addAll(List.of("--timing", "-e", statement));
    return new LatencyBenchmark.Client(new ProcessBuilder(command), "");
  }

  /** An engine that runs the statements of its standard input, with the tables as views. */
  ProcessBuilder command(Engine engine, String data) {
    return switch (engine) {
      case DISTAFF -> distaffEngine(data);
      case DUCKDB -> duckDb(data);
      case SPARK -> spark(data);
    };
  }

  private ProcessBuilder distaffEngine(String data) {
    List<String> command = distaff("sql");
    command.addAll(List.of("--format", "json", "--timing", "--views", data));
    if (!settings.master().isLocal() && !arguments.has(LaunchOptions.VERBOSE.key())) {
      // Only then it says which application it is, whose containers are to be measured.
      command.add(LaunchOptions.VERBOSE.dashed());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    // As at a terminal: a statement runs as soon as it is complete.
    builder
        .environment()
        .merge(
            "DISTAFF_JAVA_OPTS", "-Ddistaff.terminal.in=true", (given, own) -> given + " " + own);
    return builder;
  }

  private List<String> distaff(String name) {
    Path home = DistributionFiles.ofThisProcess().home();
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/distaff").toString(), name));
    for (ParsedArguments.Given given : arguments.given()) {
      if (LaunchOptions.TABLE.find(given.option().key()).isPresent()) {
        command.add(given.option().dashed());
        if (given.value() != null) {
          command.add(given.value());
        }
      }
    }
    return command;
  }

  private ProcessBuilder duckDb(String data) {
    URI location = URI.create(data);
    if (location.getScheme() != null && !location.getScheme().equals("file")) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "duckdb reads local files only, and --data is %s: say --data file:/..., or leave duckdb out of --engines"
              .formatted(data));
    }
    List<String> command = java(source().directory("client/bench/target/lib", "mvn package"));
    command.addAll(List.of(DUCKDB_MAIN, location.getPath(), Integer.toString(numCores())));
    return new ProcessBuilder(command);
  }

  /**
   * Puts what an engine's containers need on the cluster, where it stays, as an installation of the
   * engine would have it.
   */
  void install(Engine engine) {
    if (engine != Engine.SPARK || settings.master().isLocal()) {
      return;
    }
    String target = files.qualify(SPARK_JARS);
    if (files.exists(target + "/" + INSTALLED)) {
      return;
    }
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(sparkLibrary(), "*.jar")) {
      files.delete(target);
      for (Path jar : jars) {
        try (OutputStream out = files.create(target + "/" + jar.getFileName())) {
          Files.copy(jar, out);
        }
      }
      files.create(target + "/" + INSTALLED).close();
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED, "can't put Spark's jars in %s: %s".formatted(target, e), e);
    }
  }

  private Path sparkLibrary() {
    return source().directory("client/bench/spark/target/lib", SPARK_BUILD);
  }

  private ProcessBuilder spark(String data) {
    Path library = sparkLibrary();
    List<String> command = java(library);
    SPARK_OPENS.forEach(opened -> command.add("--add-opens=" + opened + "=ALL-UNNAMED"));
    boolean local = settings.master().isLocal();
    command.add("-Xmx" + settings.config().value(ClusterOptions.DRIVER_MEMORY).bytes());
    command.addAll(
        List.of(
            SPARK_MAIN,
            data,
            local ? "local[" + numCores() + "]" : "yarn",
            "spark.sql.shuffle.partitions=" + numCores(),
            // Spark would look for a path without a scheme on this machine.
            "spark.yarn.jars=" + files.qualify(SPARK_JARS) + "/*.jar",
            "spark.executor.instances="
                + settings.config().value(ClusterOptions.EXECUTOR_INSTANCES),
            "spark.executor.cores=" + settings.config().value(ClusterOptions.EXECUTOR_CORES),
            "spark.executor.memory="
                + settings.config().value(ClusterOptions.EXECUTOR_MEMORY).bytes()
                + "b"));
    return new ProcessBuilder(command);
  }

  private SourceCheckout source() {
    return SourceCheckout.of(
        console,
        "this distribution has no other engines: say --engines distaff, or run this command from a"
            + " source checkout");
  }

  /** A JVM with these jars, and Hadoop's configuration where there is one. */
  private List<String> java(Path library) {
    String classPath = library + File.separator + "*";
    if (settings.hadoopConfiguration() != null) {
      classPath += File.pathSeparator + settings.hadoopConfiguration();
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ArrayList<>(List.of(java.toString(), "-cp", classPath));
  }

  private int numCores() {
    return settings.master().isLocal()
        ? settings.master().slots()
        : settings.config().value(ClusterOptions.EXECUTOR_INSTANCES)
            * settings.config().value(ClusterOptions.EXECUTOR_CORES);
  }
}
