package io.distaff.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.event.Dispatcher;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.api.ResourceTracker;
import org.apache.hadoop.yarn.server.api.protocolrecords.NodeHeartbeatRequest;
import org.apache.hadoop.yarn.server.api.protocolrecords.NodeHeartbeatResponse;
import org.apache.hadoop.yarn.server.api.protocolrecords.RegisterNodeManagerRequest;
import org.apache.hadoop.yarn.server.api.protocolrecords.RegisterNodeManagerResponse;
import org.apache.hadoop.yarn.server.api.protocolrecords.UnRegisterNodeManagerRequest;
import org.apache.hadoop.yarn.server.api.protocolrecords.UnRegisterNodeManagerResponse;
import org.apache.hadoop.yarn.server.nodemanager.Context;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.nodemanager.NodeStatusUpdater;
import org.apache.hadoop.yarn.server.nodemanager.NodeStatusUpdaterImpl;
import org.apache.hadoop.yarn.server.nodemanager.health.NodeHealthCheckerService;
import org.apache.hadoop.yarn.server.resourcemanager.ClusterMetrics;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.QueueMetrics;
import org.apache.hadoop.yarn.util.resource.ResourceUtils;

/**
 * The ResourceManager and the NodeManagers, which speak to each other over RPC like everywhere.
 * What the ResourceManager knows is on disk, so that it can be restarted under running
 * applications; a start of the whole cluster begins without applications. Not thread-safe.
 */
final class YarnDaemons {
  private final ClusterOptions options;
  private final YarnConfiguration conf;
  private final List<Node> nodes = new ArrayList<>();
  private Resources resourceManager;

  YarnDaemons(ClusterOptions options) {
    this.options = options;
    this.conf = settings(options);
    // The smallest and largest grant are static in YARN, and read from whatever conf comes first.
    ResourceUtils.resetResourceTypes(conf);
  }

  private static YarnConfiguration settings(ClusterOptions options) {
    YarnConfiguration conf = new YarnConfiguration();
    Path directory = options.directory();
    conf.set("hadoop.tmp.dir", directory.resolve("yarn-tmp").toString());
    conf.set("hadoop.user.group.static.mapping.overrides", HdfsDaemons.groups());

    conf.set("yarn.resourcemanager.bind-host", "127.0.0.1");
    conf.set("yarn.resourcemanager.hostname", "localhost");
    conf.set("yarn.resourcemanager.address", "localhost:0");
    conf.set("yarn.resourcemanager.scheduler.address", "localhost:0");
    conf.set("yarn.resourcemanager.resource-tracker.address", "localhost:0");
    conf.set("yarn.resourcemanager.admin.address", "localhost:0");
    for (String service : List.of("client", "scheduler.client", "resource-tracker.client")) {
      conf.setInt("yarn.resourcemanager." + service + ".thread-count", 10);
    }
    conf.setInt("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", 100);
    conf.setInt("yarn.resourcemanager.connect.retry-interval.ms", 500);
    conf.setInt("yarn.nm.liveness-monitor.expiry-interval-ms", 10_000);

    conf.setBoolean("yarn.resourcemanager.recovery.enabled", true);
    conf.set(
        "yarn.resourcemanager.store.class",
        "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore");
    conf.set("yarn.resourcemanager.fs.state-store.uri", stateDirectory(options).toUri().toString());
    conf.setInt("yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms", 500);

    conf.setInt("yarn.scheduler.minimum-allocation-mb", 128);
    conf.setInt("yarn.scheduler.maximum-allocation-mb", options.nodeMemoryMegabytes());
    conf.setInt("yarn.scheduler.maximum-allocation-vcores", options.nodeVcores());
    String queues = "yarn.scheduler.capacity.root";
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    conf.set(queues + ".queues", "default,other");
    conf.set(queues + ".default.capacity", "70");
    conf.set(queues + ".other.capacity", "30");
    for (String queue : List.of("default", "other")) {
      conf.set(queues + "." + queue + ".maximum-capacity", "100");
      conf.set(queues + "." + queue + ".user-limit-factor", "100");
    }

    conf.setInt("yarn.nodemanager.resource.memory-mb", options.nodeMemoryMegabytes());
    conf.setInt("yarn.nodemanager.resource.cpu-vcores", options.nodeVcores());
    conf.set("yarn.nodemanager.bind-host", "127.0.0.1");
    conf.set("yarn.nodemanager.address", "localhost:0");
    conf.set("yarn.nodemanager.localizer.address", "localhost:0");
    conf.setInt("yarn.nodemanager.sleep-delay-before-sigkill.ms", 250);
    // A disk that is nearly full is the machine's affair: the nodes stay healthy.
    conf.setFloat(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 100f);
    conf.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    conf.setBoolean("yarn.nodemanager.pmem-check-enabled", options.enforceMemory());
    if (options.enforceMemory()) {
      // Kill by looking at the processes, not by cgroups.
      conf.setBoolean("yarn.nodemanager.resource.memory.enforced", false);
      conf.setInt("yarn.nodemanager.container-monitor.interval-ms", 200);
    }

    HdfsDaemons.RETRIES.forEach(conf::set);
    conf.setBoolean("yarn.log-aggregation-enable", true);
    conf.set("yarn.nodemanager.remote-app-log-dir", "/tmp/logs");
    conf.setInt("yarn.nodemanager.log.retain-seconds", 0);
    conf.setInt("yarn.nodemanager.delete.debug-delay-sec", 0);
    if (!System.getProperty("java.home").equals(System.getenv("JAVA_HOME"))) {
      conf.set("yarn.nodemanager.admin-env", "JAVA_HOME=" + System.getProperty("java.home"));
    }
    options.settings().forEach(conf::set);
    return conf;
  }

  private static Path stateDirectory(ClusterOptions options) {
    return options.directory().resolve("resourcemanager");
  }

  /** Starts the ResourceManager, without the applications of an earlier cluster. */
  void startResourceManager() throws IOException {
    deleteTree(stateDirectory(options));
    Files.createDirectories(stateDirectory(options));
    conf.set("yarn.resourcemanager.webapp.address", "localhost:" + freePort());
    resourceManager = new Resources();
    resourceManager.init(conf);
    resourceManager.start();
  }

  /**
   * Starts the web pages of the ResourceManager, which are also the proxy to those of the
   * applications. They take longer than all the rest, and nobody waits for them.
   */
  void startWebPages() {
    resourceManager.startWebPages();
  }

  /** Starts the NodeManagers side by side and waits until each is registered. */
  void startNodeManagers(String defaultFileSystem)
      throws IOException, InterruptedException, TimeoutException {
    conf.set("fs.defaultFS", defaultFileSystem);
    List<CompletableFuture<Void>> starting = new ArrayList<>();
    for (int i = 0; i < options.numNodes(); i++) {
      YarnConfiguration own = new YarnConfiguration(conf);
      Path directory = options.directory().resolve("nodemanager-" + i);
      deleteTree(directory);
      own.set("yarn.nodemanager.local-dirs", directory.resolve("local").toString());
      own.set("yarn.nodemanager.log-dirs", directory.resolve("logs").toString());
      Node node = new Node();
      nodes.add(node);
      starting.add(
          CompletableFuture.runAsync(
              () -> {
                node.init(own);
                node.disableWebServer();
                node.start();
              },
              body -> new Thread(body, "nodemanager-start").start()));
    }
    CompletableFuture.allOf(starting.toArray(CompletableFuture<?>[]::new)).join();
    awaitNodes();
  }

  private void awaitNodes() throws InterruptedException, TimeoutException {
    HdfsDaemons.await("the NodeManagers", () -> numRegistered() >= numHealthy());
  }

  private long numHealthy() {
    return nodes.stream().filter(node -> node.state().equals("running")).count();
  }

  private long numRegistered() {
    return resourceManager.getRMContext().getRMNodes().values().stream()
        .filter(node -> node.getState() == NodeState.RUNNING)
        .count();
  }

  /** Stops the ResourceManager and starts it on the same ports; returns when the nodes are back. */
  void restartResourceManager() throws InterruptedException, TimeoutException {
    resourceManager.stop();
    ClusterMetrics.destroy();
    QueueMetrics.clearQueueMetrics();
    resourceManager = new Resources();
    resourceManager.init(conf);
    resourceManager.start();
    awaitNodes();
    resourceManager.startWebPages();
  }

  /** Ends a node in order: it kills its containers and says goodbye. */
  void stopNodeManager(int index) {
    nodes.get(index).stop();
  }

  /** Silences a node: no heartbeat any more, and its containers go on. There is no way back. */
  void freezeNodeManager(int index) {
    nodes.get(index).frozen = true;
  }

  int numNodes() {
    return nodes.size();
  }

  /** What clients need to know of the addresses that the daemons chose. */
  Configuration configuration() {
    return conf;
  }

  /** {@code resourcemanager=... nodemanagers=...}, for the answer to {@code status}. */
  String status() {
    List<String> states = new ArrayList<>();
    for (Node node : nodes) {
      states.add(node.state());
    }
    return "resourcemanager="
        + (resourceManager.isInState(Service.STATE.STARTED) ? "running" : "stopped")
        + " nodemanagers="
        + String.join(",", states);
  }

  /** What has to be stopped, each independent of the others. */
  List<Service> services() {
    List<Service> services = new ArrayList<>(nodes);
    if (resourceManager != null) {
      services.add(resourceManager);
    }
    return services;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  /** A ResourceManager whose web pages come later. */
  private static final class Resources extends ResourceManager {
    @Override
    protected void doSecureLogin() {
      // The user of the process is the user of the cluster.
    }

    @Override
    protected void startWepApp() {
      // See startWebPages.
    }

    void startWebPages() {
      super.startWepApp();
    }
  }

  /** A NodeManager that can fall silent. */
  private static final class Node extends NodeManager {
    private volatile boolean frozen;

    String state() {
      if (!isInState(STATE.STARTED)) {
        return "stopped";
      }
      return frozen ? "frozen" : "running";
    }

    @Override
    protected void doSecureLogin() {
      // The user of the process is the user of the cluster.
    }

    @Override
    protected NodeStatusUpdater createNodeStatusUpdater(
        Context context, Dispatcher dispatcher, NodeHealthCheckerService healthChecker) {
      return new NodeStatusUpdaterImpl(context, dispatcher, healthChecker, metrics) {
        private ResourceTracker wire;

        @Override
        protected ResourceTracker getRMClient() throws IOException {
          wire = super.getRMClient();
          return new FreezableTracker(wire);
        }

        @Override
        protected void stopRMProxy() {
          if (wire != null) {
            RPC.stopProxy(wire);
          }
        }
      };
    }

    /** The way to the ResourceManager: a frozen node's calls neither arrive nor return. */
    private final class FreezableTracker implements ResourceTracker {
      private final ResourceTracker wire;

      FreezableTracker(ResourceTracker wire) {
        this.wire = wire;
      }

      private void passUnlessFrozen() throws IOException {
        try {
          while (frozen) {
            Thread.sleep(50);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("The frozen node stops", e);
        }
      }

      @Override
      public RegisterNodeManagerResponse registerNodeManager(RegisterNodeManagerRequest request)
          throws YarnException, IOException {
        passUnlessFrozen();
        return wire.registerNodeManager(request);
      }

      @Override
      public NodeHeartbeatResponse nodeHeartbeat(NodeHeartbeatRequest request)
          throws YarnException, IOException {
        passUnlessFrozen();
        return wire.nodeHeartbeat(request);
      }

      @Override
      public UnRegisterNodeManagerResponse unRegisterNodeManager(
          UnRegisterNodeManagerRequest request) throws YarnException, IOException {
        if (frozen) {
          throw new IOException("The node is frozen");
        }
        return wire.unRegisterNodeManager(request);
      }
    }
  }
}
