package io.distaff.embedded;

import io.distaff.embedded.ControlServer.Answer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.service.Service;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of the embedded cluster. It prints {@code READY <conf dir>} when every daemon is up
 * and registered, and obeys {@link ControlCommand}s until {@code stop}, a signal, or (attached) the
 * end of standard input. It always ends by halting: no thread of any daemon can keep it.
 *
 * <p>Commands run one at a time, under the lock of this object.
 */
public final class EmbeddedClusterMain {
  private static final long STOP_BUDGET_MILLIS = 600;
  private static final long KILL_BUDGET_MILLIS = 1000;

  private final Logger log;
  private final ClusterOptions options;
  private final ContainerProcesses containers;
  private final HdfsDaemons hdfs;
  private final YarnDaemons yarn;
  private final Object stopLock = new Object();
  private volatile boolean stopping;

  private EmbeddedClusterMain(ClusterOptions options) {
    this.log = LoggerFactory.getLogger(EmbeddedClusterMain.class);
    this.options = options;
    this.containers = new ContainerProcesses(options.directory());
    this.hdfs = new HdfsDaemons(options);
    this.yarn = new YarnDaemons(options);
  }

  /** Runs the cluster; see {@link ClusterOptions#USAGE}. */
  public static void main(String[] arguments) {
    // Before anything logs: jars of the class path have a log4j.properties of their own.
    if (System.getProperty("log4j.configuration") == null) {
      System.setProperty("log4j.configuration", "embedded-cluster-log4j.properties");
    }
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    ClusterOptions options;
    try {
      options = ClusterOptions.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.println(ClusterOptions.USAGE);
      Runtime.getRuntime().halt(2);
      return;
    }
    try {
      new EmbeddedClusterMain(options).run(out);
    } catch (Throwable t) {
      Throwable cause = t instanceof CompletionException && t.getCause() != null ? t.getCause() : t;
      cause.printStackTrace(err);
      err.println("The embedded cluster in " + options.directory() + " did not start: " + cause);
      new ContainerProcesses(options.directory()).kill();
      Runtime.getRuntime().halt(1);
    }
  }

  private void run(PrintStream out) throws Exception {
    Path directory = options.directory();
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("cluster.pid"), ProcessHandle.current().pid() + "\n");
    Runtime.getRuntime().addShutdownHook(new Thread(this::halt, "stop-on-signal"));
    DefaultMetricsSystem.setMiniClusterMode(true);
    start();
    Path conf = new ClientConfiguration(options).write(hdfs.uri(), yarn.configuration()::get);
    openControlPort();
    out.println("READY " + conf);
    CompletableFuture<Void> unused = onThread("web-pages", this::startWebPages);
    ControlServer.serve(System.in, out, this::handle);
    if (options.attached()) {
      halt();
    }
    Thread.currentThread().join();
  }

  private void start() throws Exception {
    CompletableFuture<Void> fileSystem = onThread("hdfs-start", hdfs::startNameNode);
    CompletableFuture<Void> resources =
        onThread("resourcemanager-start", yarn::startResourceManager);
    CompletableFuture<Void> data =
        onThread(
            "datanode-start",
            () -> {
              fileSystem.join();
              hdfs.startDataNodes();
            });
    fileSystem.join();
    containers.killLeftovers(); // The NameNode's lock says that no other cluster runs here.
    resources.join();
    yarn.startNodeManagers(hdfs.uri());
    data.join();
  }

  private void startWebPages() {
    try {
      yarn.startWebPages();
    } catch (RuntimeException e) {
      if (!stopping) {
        log.warn("The ResourceManager has no web pages", e);
      }
    }
  }

  private void openControlPort() throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    Path tokenFile = options.directory().resolve("control.token");
    Files.deleteIfExists(tokenFile);
    Files.createFile(
        tokenFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokenFile, token + "\n");
    ControlServer server = ControlServer.start(token, this::handle);
    Path written = options.directory().resolve("control.port.new");
    Files.writeString(written, server.port() + "\n");
    Files.move(
        written, options.directory().resolve("control.port"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The answer to a line: {@code OK ...} or {@code ERROR ...}, never more than a line. */
  private Answer handle(String line) {
    try {
      ControlCommand command = ControlCommand.parse(line);
      synchronized (this) {
        return execute(command);
      }
    } catch (IllegalArgumentException e) {
      return Answer.of("ERROR " + e.getMessage());
    } catch (Exception e) {
      log.warn("Command '{}' failed", line, e);
      return Answer.of("ERROR " + e.toString().lines().findFirst().orElse(""));
    }
  }

  private Answer execute(ControlCommand command) throws Exception {
    switch (command.kind()) {
      case STATUS -> {
        return Answer.of("OK " + hdfs.status() + " " + yarn.status());
      }
      case STOP -> {
        stop();
        return new Answer("OK stopped", this::haltStopped);
      }
      case RESTART_RESOURCEMANAGER -> yarn.restartResourceManager();
      case STOP_NODEMANAGER -> yarn.stopNodeManager(index(command, yarn.numNodes()));
      case FREEZE_NODEMANAGER -> yarn.freezeNodeManager(index(command, yarn.numNodes()));
      case STOP_DATANODE -> hdfs.stopDataNode(index(command, hdfs.numDataNodes()));
      case RESTART_NAMENODE -> hdfs.restartNameNode();
    }
    return Answer.of("OK " + command.kind().word());
  }

  private static int index(ControlCommand command, int count) {
    if (command.index() >= count) {
      throw new IllegalArgumentException(
          command.kind().word()
              + ": there is no "
              + command.index()
              + ", only 0 to "
              + (count - 1));
    }
    return command.index();
  }

  /**
   * Stops the daemons side by side, and does not wait long for them; containers are killed
   * meanwhile and, when no NodeManager starts one any more, once and for all. Whoever comes second
   * waits.
   */
  private void stop() throws InterruptedException {
    synchronized (stopLock) {
      if (!stopping) {
        stopping = true;
        stopDaemons();
        deleteFiles();
      }
    }
  }

  private void stopDaemons() throws InterruptedException {
    // What daemons say while they are torn down side by side would only hide what mattered.
    LogManager.getLogger("org.apache.hadoop").setLevel(Level.OFF);
    List<CompletableFuture<Void>> stops = new ArrayList<>();
    for (Service service : yarn.services()) {
      stops.add(onThread("stop-" + service.getName(), service::stop));
    }
    stops.add(onThread("stop-hdfs", hdfs::stop));
    CompletableFuture<Void> all =
        CompletableFuture.allOf(stops.toArray(CompletableFuture<?>[]::new));
    long deadlineNanos = System.nanoTime() + STOP_BUDGET_MILLIS * 1_000_000;
    while (!all.isDone() && System.nanoTime() < deadlineNanos) {
      containers.kill();
      Thread.sleep(20);
    }
    if (!containers.killAll(KILL_BUDGET_MILLIS)) {
      log.warn("Containers in {} could not be killed", options.directory());
    }
  }

  private void deleteFiles() {
    try {
      for (String name : List.of("control.port", "control.token", "cluster.pid")) {
        Files.deleteIfExists(options.directory().resolve(name));
      }
      if (options.deleteOnStop()) {
        YarnDaemons.deleteTree(options.directory());
      }
    } catch (IOException e) {
      log.warn("Can't delete all of {}", options.directory(), e);
    }
  }

  private void haltStopped() {
    containers.kill();
    Runtime.getRuntime().halt(0);
  }

  private void halt() {
    try {
      stop();
    } catch (InterruptedException e) {
      log.warn("Interrupted while stopping", e);
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> onThread(String name, Body body) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
                done.complete(null);
              } catch (Throwable t) {
                done.completeExceptionally(t);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return done;
  }
}
