package io.distaff.cli.cluster;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * An embedded Hadoop cluster in a process of its own: HDFS, a ResourceManager and NodeManagers on
 * 127.0.0.1. Everything that is known of it is in its directory, so that another JVM can {@link
 * #attach} to it. Immutable; thread-safe.
 */
public final class EmbeddedCluster implements AutoCloseable {
  private static final String MAIN_CLASS = "io.distaff.embedded.EmbeddedClusterMain";
  private static final int START_TIMEOUT_SECONDS = 60;
  private static final int STOP_TIMEOUT_SECONDS = 10;
  private static final int ANSWER_TIMEOUT_MILLIS = 90_000;
  private static final int LOG_TAIL_LINES = 20;

  private final Path directory;
  private final ProcessHandle process;
  private final int controlPort;
  private final String controlToken;

  private EmbeddedCluster(
      Path directory, ProcessHandle process, int controlPort, String controlToken) {
    this.directory = directory;
    this.process = process;
    this.controlPort = controlPort;
    this.controlToken = controlToken;
  }

  /**
   * Starts a cluster and waits until it is ready.
   *
   * @param libraryDirectory the jars of the cluster's process, and nothing else
   * @param directory of all the cluster's files; an HDFS that is there already is used again
   * @throws DistaffException if the directory has a running cluster, or the cluster isn't ready
   *     within a minute; the message ends with the last lines of its log
   */
  public static EmbeddedCluster start(
      Path libraryDirectory, Path directory, EmbeddedClusterOptions options) {
    Path root = directory.toAbsolutePath().normalize();
    if (attach(root).isPresent()) {
      throw new DistaffException(
          ErrorCode.USAGE, "An embedded cluster already runs in " + root + "; stop it first");
    }
    Path logFile = root.resolve("logs").resolve("cluster.log");
    try {
      Files.createDirectories(logFile.getParent());
      Files.deleteIfExists(root.resolve("control.port"));
      Process started = builder(libraryDirectory, root, options, logFile).start();
      if (options.lifetime() == EmbeddedClusterOptions.Lifetime.DETACHED) {
        started.getOutputStream().close();
      }
      return awaitReady(started, root, logFile);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INTERNAL_ERROR,
          "Can't start the embedded cluster in " + root + ": " + e.getMessage(),
          e);
    }
  }

  private static ProcessBuilder builder(
      Path libraryDirectory, Path root, EmbeddedClusterOptions options, Path logFile)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (options.lifetime() == EmbeddedClusterOptions.Lifetime.DETACHED) {
      // In a session of its own, neither Ctrl-C nor the end of the terminal reaches it.
      programOnPath("setsid").ifPresent(command::add);
    }
    Path javaHome = Path.of(System.getProperty("java.home"));
    command.add(javaHome.resolve("bin").resolve("java").toString());
    // The daemons are short-lived and small: what matters is that they are soon there.
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.net.preferIPv4Stack=true",
            "-Djava.awt.headless=true"));
    command.addAll(options.jvmArguments());
    command.addAll(List.of("-cp", classPath(libraryDirectory), MAIN_CLASS));
    command.addAll(arguments(root, options));

    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.to(logFile.toFile()));
    // Containers inherit this environment: what a NodeManager of a real cluster has, no more.
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("HADOOP_") || name.startsWith("YARN_") || name.equals("CLASSPATH"));
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("HADOOP_CONF_DIR", root.resolve("conf").toString());
    return builder;
  }

  private static List<String> arguments(Path root, EmbeddedClusterOptions options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--dir", root.toString()));
    arguments.addAll(List.of("--nodes", Integer.toString(options.numNodes())));
    arguments.addAll(List.of("--datanodes", Integer.toString(options.numDataNodes())));
    arguments.addAll(List.of("--node-memory", Integer.toString(options.nodeMemoryMegabytes())));
    arguments.addAll(List.of("--node-vcores", Integer.toString(options.nodeVcores())));
    if (options.enforceMemory()) {
      arguments.add("--enforce-memory");
    }
    if (options.lifetime() == EmbeddedClusterOptions.Lifetime.ATTACHED) {
      arguments.add("--attached");
    }
    if (options.deleteOnStop()) {
      arguments.add("--delete-on-stop");
    }
    options
        .settings()
        .forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    return arguments;
  }

  private static String classPath(Path libraryDirectory) throws IOException {
    if (!Files.isDirectory(libraryDirectory)) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "The embedded cluster's jars are missing: there is no directory " + libraryDirectory);
    }
    try (Stream<Path> files = Files.list(libraryDirectory)) {
      return String.join(
          File.pathSeparator,
          files
              .map(jar -> jar.toAbsolutePath().toString())
              .filter(jar -> jar.endsWith(".jar"))
              .sorted()
              .toList());
    }
  }

  private static Optional<String> programOnPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).resolve(name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static EmbeddedCluster awaitReady(Process started, Path root, Path logFile) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_TIMEOUT_SECONDS);
    try {
      while (!Files.exists(root.resolve("control.port"))) {
        if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw failedToStart("ended with exit code " + started.exitValue(), root, logFile);
        }
        if (System.nanoTime() > deadlineNanos) {
          started.destroyForcibly();
          throw failedToStart("was not ready after " + START_TIMEOUT_SECONDS + " s", root, logFile);
        }
      }
      return read(root)
          .orElseThrow(() -> failedToStart("ended as soon as it was ready", root, logFile));
    } catch (InterruptedException e) {
      started.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DistaffException(
          ErrorCode.CANCELLED, "Interrupted while the embedded cluster in " + root + " started", e);
    }
  }

  private static DistaffException failedToStart(String how, Path root, Path logFile) {
    String tail;
    try {
      List<String> lines = Files.readAllLines(logFile, StandardCharsets.UTF_8);
      tail =
          String.join(
              "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    } catch (IOException e) {
      tail = "(can't be read: " + e.getMessage() + ")";
    }
    return new DistaffException(
        ErrorCode.CLUSTER_UNREACHABLE,
        "The embedded cluster in " + root + " " + how + ". The end of " + logFile + ":\n" + tail);
  }

  /** The cluster that runs in a directory, if one does. */
  public static Optional<EmbeddedCluster> attach(Path directory) {
    return read(directory.toAbsolutePath().normalize()).filter(EmbeddedCluster::isRunning);
  }

  private static Optional<EmbeddedCluster> read(Path root) {
    try {
      Path pidFile = root.resolve("cluster.pid");
      Path portFile = root.resolve("control.port");
      if (!Files.exists(pidFile) || !Files.exists(portFile)) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      int port = Integer.parseInt(Files.readString(portFile).strip());
      String token = Files.readString(root.resolve("control.token")).strip();
      return ProcessHandle.of(pid).map(handle -> new EmbeddedCluster(root, handle, port, token));
    } catch (IOException | NumberFormatException e) {
      throw new DistaffException(
          ErrorCode.INVALID_FILE,
          "Can't read the state of the embedded cluster in " + root + ": " + e.getMessage(),
          e);
    }
  }

  /** Of everything that is the cluster's. */
  public Path directory() {
    return directory;
  }

  /** What a Hadoop client takes as its HADOOP_CONF_DIR. */
  public Path confDirectory() {
    return directory.resolve("conf");
  }

  /** What the cluster's process wrote. */
  public Path logFile() {
    return directory.resolve("logs").resolve("cluster.log");
  }

  public long pid() {
    return process.pid();
  }

  /** True if the process lives and answers. */
  public boolean isRunning() {
    if (!process.isAlive()) {
      return false;
    }
    try {
      return ask("status").startsWith("OK");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends one line of the control protocol ({@code status}, {@code restart-resourcemanager}, {@code
   * stop-nodemanager 0}, ...) and waits until it is done.
   *
   * @return the answer without its leading {@code OK}
   * @throws DistaffException if the cluster is gone or refuses
   */
  public String command(String line) {
    String answer;
    try {
      answer = ask(line);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_UNREACHABLE,
          "The embedded cluster in "
              + directory
              + " does not answer '"
              + line
              + "'; see "
              + logFile(),
          e);
    }
    if (!answer.startsWith("OK")) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "The embedded cluster in " + directory + " refuses '" + line + "': " + answer);
    }
    return answer.substring("OK".length()).strip();
  }

  private String ask(String line) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), controlPort), 2_000);
      socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
      try (Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        out.write(controlToken + "\n" + line + "\n");
        out.flush();
        String answer = in.readLine();
        if (answer == null) {
          throw new IOException("the control connection closed without an answer");
        }
        return answer;
      }
    }
  }

  /** Stops the cluster and all containers, and waits for the end of its process. */
  public void stop() {
    try {
      ask("stop");
    } catch (IOException e) {
      // It doesn't listen (any more): a signal makes it stop in the same order.
      process.destroy();
    }
    try {
      process.onExit().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new DistaffException(
          ErrorCode.INTERNAL_ERROR, "Can't wait for the embedded cluster's process", e);
    }
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
