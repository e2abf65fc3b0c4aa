package io.distaff.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.hdfs.server.protocol.NamenodeProtocols;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * One NameNode and the DataNodes. A directory that already holds a file system is opened as it is.
 *
 * <p>DataNodes and NodeManagers all call themselves {@code localhost}, so that the host of a block
 * is the host of a node. Not thread-safe.
 */
final class HdfsDaemons {
  /**
   * Clients go on over a restart of the NameNode, as they do where HDFS is highly available: pairs
   * of milliseconds to wait and how often.
   */
  static final Map<String, String> RETRIES =
      Map.of(
          "dfs.client.retry.policy.enabled", "true",
          "dfs.client.retry.policy.spec", "200,10,1000,10");

  private static final int START_TIMEOUT_MILLIS = 50_000;

  private final ClusterOptions options;
  private final Configuration conf;
  private final List<DataNode> dataNodes = new ArrayList<>();
  private NameNode nameNode;

  HdfsDaemons(ClusterOptions options) {
    this.options = options;
    this.conf = settings(options);
  }

  private static Configuration settings(ClusterOptions options) {
    Configuration conf = new HdfsConfiguration();
    Path names = options.directory().resolve("hdfs/name");
    conf.set("fs.defaultFS", "hdfs://localhost:0");
    conf.set("hadoop.tmp.dir", options.directory().resolve("hdfs/tmp").toString());
    conf.set("dfs.namenode.name.dir", names.toUri().toString());
    conf.set("dfs.namenode.rpc-bind-host", "127.0.0.1");
    conf.set("dfs.namenode.http-address", "127.0.0.1:0");
    conf.set("dfs.datanode.address", "127.0.0.1:0");
    conf.set("dfs.datanode.ipc.address", "127.0.0.1:0");
    conf.set("dfs.datanode.http.address", "127.0.0.1:0");
    conf.set("dfs.datanode.hostname", "localhost");
    conf.setBoolean("dfs.namenode.datanode.registration.ip-hostname-check", false);
    conf.setInt("dfs.replication", replication(options));
    conf.setBoolean("dfs.permissions.enabled", true);
    conf.setInt("dfs.namenode.safemode.extension", 0);
    // A crash of this process loses nothing without fsync; one of the machine may.
    conf.setBoolean("dfs.namenode.edits.noeditlogchannelflush", true);
    // A lost DataNode is noticed after 2 s + 10 heartbeats instead of ten minutes.
    conf.setInt("dfs.heartbeat.interval", 1);
    conf.setInt("dfs.namenode.heartbeat.recheck-interval", 1000);
    conf.set("hadoop.user.group.static.mapping.overrides", groups());
    options.settings().forEach(conf::set);
    return conf;
  }

  static int replication(ClusterOptions options) {
    return Math.min(options.numDataNodes(), 2);
  }

  /** The user is in a group of its own name: known without asking the system in a subprocess. */
  static String groups() {
    String user = System.getProperty("user.name");
    return "dr.who=;" + user + "=" + user;
  }

  /** Starts the NameNode; afterwards {@link #uri} holds. */
  void startNameNode() throws IOException {
    Path names = options.directory().resolve("hdfs/name");
    if (!Files.exists(names.resolve("current/VERSION"))) {
      Files.createDirectories(names);
      NameNode.format(conf);
    }
    nameNode = new NameNode(conf);
    conf.set("fs.defaultFS", uri());
  }

  /** Starts the DataNodes, waits for them, and makes the directories that users expect. */
  void startDataNodes() throws IOException, InterruptedException, TimeoutException {
    for (int i = 0; i < options.numDataNodes(); i++) {
      Configuration own = new HdfsConfiguration(conf);
      Path data = options.directory().resolve("hdfs/data-" + i);
      own.set("dfs.datanode.data.dir", data.toUri().toString());
      DataNode dataNode = DataNode.instantiateDataNode(new String[0], own);
      dataNodes.add(dataNode);
      dataNode.runDatanodeDaemon();
    }
    awaitWritable();
    NamenodeProtocols names = nameNode.getRpcServer();
    String home = "/user/" + UserGroupInformation.getCurrentUser().getShortUserName();
    makeDirectory(names, "/tmp", 01777);
    makeDirectory(names, "/tmp/logs", 01777);
    makeDirectory(names, "/user", 0755);
    makeDirectory(names, home, 0755);
  }

  private static void makeDirectory(NamenodeProtocols names, String path, int mode)
      throws IOException {
    FsPermission permission = new FsPermission((short) mode);
    if (names.getFileInfo(path) == null) {
      names.mkdirs(path, permission, true);
      names.setPermission(path, permission);
    }
  }

  String uri() {
    return "hdfs://localhost:" + nameNode.getNameNodeAddress().getPort();
  }

  /** Stops the NameNode and starts it on the same port; returns when files can be written. */
  void restartNameNode() throws IOException, InterruptedException, TimeoutException {
    nameNode.stop();
    nameNode.join();
    nameNode = new NameNode(conf);
    awaitWritable();
  }

  /** Ends a DataNode, as if its host were switched off in order. */
  void stopDataNode(int index) {
    DataNode dataNode = dataNodes.get(index);
    dataNode.shutdown();
  }

  int numDataNodes() {
    return dataNodes.size();
  }

  /** {@code namenode=... datanodes=...}, for the answer to {@code status}. */
  String status() {
    List<String> states = new ArrayList<>();
    for (DataNode dataNode : dataNodes) {
      states.add(dataNode.isDatanodeUp() ? "running" : "stopped");
    }
    return "namenode="
        + (nameNode.isInSafeMode() ? "safemode" : "running")
        + " datanodes="
        + String.join(",", states);
  }

  private void awaitWritable() throws InterruptedException, TimeoutException {
    long numRunning = dataNodes.stream().filter(DataNode::isDatanodeUp).count();
    await("the DataNodes", () -> nameNode.getNamesystem().getNumLiveDataNodes() >= numRunning);
    await("the NameNode to leave safe mode", () -> !nameNode.isInSafeMode());
  }

  static void await(String what, BooleanSupplier condition)
      throws InterruptedException, TimeoutException {
    long deadlineNanos = System.nanoTime() + START_TIMEOUT_MILLIS * 1_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadlineNanos) {
        throw new TimeoutException("Waited " + START_TIMEOUT_MILLIS / 1000 + " s for " + what);
      }
      Thread.sleep(5);
    }
  }

  /** Stops all that runs, the DataNodes first. */
  void stop() {
    for (DataNode dataNode : dataNodes) {
      dataNode.shutdown();
    }
    if (nameNode != null) {
      nameNode.stop();
    }
  }
}
