package io.distaff.submit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * The cluster that HADOOP_CONF_DIR names: a client of its ResourceManager and of its default file
 * system. Both are asked at once when it is opened, so that an unreachable one is reported within
 * seconds, by host and port. Thread-safe.
 */
public final class HadoopCluster implements AutoCloseable {
  private static final int REACH_SECONDS = 12;

  private final Configuration configuration;
  private final YarnClient yarn;
  private final FileSystem fileSystem;

  private HadoopCluster(Configuration configuration, YarnClient yarn, FileSystem fileSystem) {
    this.configuration = configuration;
    this.yarn = yarn;
    this.fileSystem = fileSystem;
  }

  /**
   * Connects to the cluster.
   *
   * @param configurationDirectory with core-site.xml and yarn-site.xml; null when HADOOP_CONF_DIR
   *     isn't set
   */
  public static HadoopCluster connect(Path configurationDirectory) {
    Configuration configuration = load(configurationDirectory);
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(REACH_SECONDS);
    CompletableFuture<FileSystem> fileSystem =
        CompletableFuture.supplyAsync(() -> openFileSystem(configuration));
    YarnClient yarn = YarnClient.createYarnClient();
    yarn.init(configuration);
    yarn.start();
    CompletableFuture<?> resourceManager = CompletableFuture.runAsync(() -> ask(yarn));
    try {
      await(
          resourceManager,
          "ResourceManager at "
              + configuration.get(
                  YarnConfiguration.RM_ADDRESS, YarnConfiguration.DEFAULT_RM_ADDRESS),
          YarnConfiguration.RM_ADDRESS,
          configurationDirectory,
          deadlineNanos);
      await(
          fileSystem,
          "file system " + configuration.get(FileSystem.FS_DEFAULT_NAME_KEY),
          FileSystem.FS_DEFAULT_NAME_KEY,
          configurationDirectory,
          deadlineNanos);
      return new HadoopCluster(configuration, yarn, fileSystem.join());
    } catch (RuntimeException e) {
      yarn.stop();
      throw e;
    }
  }

  private static Configuration load(Path directory) {
    if (directory == null) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "HADOOP_CONF_DIR is not set: export HADOOP_CONF_DIR=<directory with core-site.xml and"
              + " yarn-site.xml>, or use --master local[N]");
    }
    Configuration configuration = new YarnConfiguration();
    for (String name : new String[] {"core-site.xml", "hdfs-site.xml", "yarn-site.xml"}) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        configuration.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
      } else if (!name.startsWith("hdfs")) {
        throw new DistaffException(
            ErrorCode.INVALID_CONFIGURATION, "HADOOP_CONF_DIR = " + directory + " has no " + name);
      }
    }
    // An interactive client gives up early: 6 attempts of 2 connections at a ResourceManager that
    // refuses them take 4 s. What runs in the cluster keeps the cluster's own patience, and
    // ApplicationMonitor has its own.
    configuration.setInt("ipc.client.connect.max.retries", 1);
    configuration.setInt("ipc.client.connect.retry.interval", 200);
    configuration.setInt("ipc.client.connect.timeout", 5_000);
    configuration.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
    // A signal's clean-up still needs the file system when Hadoop's own hook would close it.
    configuration.setBoolean("fs.automatic.close", false);
    configuration.setInt("dfs.client.failover.max.attempts", 4);
    configuration.setInt("dfs.client.retry.max.attempts", 2);
    configuration.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 2_500);
    configuration.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, 500);
    // A submission returns, as does a kill, when YARN says so: its client asks this often.
    configuration.setLong(
        YarnConfiguration.YARN_CLIENT_APPLICATION_CLIENT_PROTOCOL_POLL_INTERVAL_MS, 20);
    return configuration;
  }

  private static FileSystem openFileSystem(Configuration configuration) {
    try {
      FileSystem fileSystem = FileSystem.get(configuration);
      var unused = fileSystem.getFileStatus(new org.apache.hadoop.fs.Path("/"));
      return fileSystem;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static void ask(YarnClient yarn) {
    try {
      var unused = yarn.getYarnClusterMetrics();
    } catch (YarnException | IOException e) {
      throw new CompletionException(e);
    }
  }

  private static void await(
      CompletableFuture<?> answer, String what, String key, Path directory, long deadlineNanos) {
    String reason;
    Throwable cause;
    try {
      answer.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
      return;
    } catch (TimeoutException e) {
      reason = "no answer within " + REACH_SECONDS + " s";
      cause = e;
    } catch (ExecutionException e) {
      cause = e.getCause();
      reason = rootMessage(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "interrupted";
      cause = e;
    }
    throw new DistaffException(
        ErrorCode.CLUSTER_UNREACHABLE,
        "can't reach the " + what + ": " + reason + " (" + key + " in " + directory + ")",
        cause);
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return RemoteError.reason(root);
  }

  public Configuration configuration() {
    return configuration;
  }

  public YarnClient yarn() {
    return yarn;
  }

  /** The default file system; shared, not to be closed. */
  public FileSystem fileSystem() {
    return fileSystem;
  }

  @Override
  public void close() {
    yarn.stop();
  }
}
