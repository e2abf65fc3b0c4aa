package io.distaff.cluster.yarn;

import io.distaff.cluster.ClusterOptions;
import io.distaff.cluster.ContainerSize;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.ExecutorLoss;
import io.distaff.concurrent.EventLoop;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.RegisterExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps as many executors alive as were asked for. One event loop owns the state and talks to the
 * ResourceManager: every 150 ms while something is awaited, every second otherwise. Launches, which
 * block for a round trip to a NodeManager, run on threads of their own and report back to the loop.
 *
 * <p>A container is <em>requested</em> (counted by {@code requests}), then <em>granted</em>: a
 * member of {@code members} that isn't registered yet, then registered, then gone. The target is
 * met when requests + members = target.
 */
final class ContainerAllocator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ContainerAllocator.class);
  private static final long BUSY_HEARTBEAT_MILLIS = 150;
  private static final long IDLE_HEARTBEAT_MILLIS = 1_000;
  private static final int LAUNCH_THREADS = 4;
  private static final Priority PRIORITY = Priority.newInstance(1);

  private final EventLoop loop;
  private final ExecutorService launches;
  private final AMRMClient<ContainerRequest> resourceManager;
  private final NMClient nodeManagers;
  private final ContainerLauncher launcher;
  private final Epoch epoch;
  private final Resource resource;
  private final int registrationTimeoutMillis;
  private final int maxLaunchFailures;

  /**
   * Executors that were launched and haven't registered yet; read by event loops of connections.
   */
  private final Map<ExecutorId, Member> awaited = new ConcurrentHashMap<>();

  // State of the loop.
  private final Map<ContainerId, Member> members = new LinkedHashMap<>();
  private final List<ContainerRequest> requests = new ArrayList<>();
  private ExecutorListener listener;
  private int target;
  private int executorsNamed;
  private int launchFailuresInARow;
  private boolean stopped;

  /** A granted container. */
  private static final class Member {
    final ExecutorId executor;
    final Container container;
    final long launchedNanos = System.nanoTime();
    boolean registered;

    Member(ExecutorId executor, Container container) {
      this.executor = executor;
      this.container = container;
    }

    String describe() {
      return executor + " in " + container.getId() + " on " + container.getNodeId().getHost();
    }
  }

  ContainerAllocator(
      Configuration hadoop,
      DistaffConfig config,
      Epoch epoch,
      String driverAddress,
      ContainerSize size,
      YarnBackend.Launch launch) {
    this.epoch = epoch;
    this.resource = Resource.newInstance(size.containerMebibytes(), size.vcores());
    this.registrationTimeoutMillis = config.value(ClusterOptions.REGISTRATION_TIMEOUT_MILLIS);
    this.maxLaunchFailures = config.value(ClusterOptions.MAX_LAUNCH_FAILURES);
    this.loop = new EventLoop("container-allocator", this::failed);
    this.launches =
        Executors.newFixedThreadPool(
            LAUNCH_THREADS,
            body -> {
              Thread thread = new Thread(body, "container-launcher");
              thread.setDaemon(true);
              return thread;
            });
    this.resourceManager = AMRMClient.createAMRMClient();
    resourceManager.init(hadoop);
    resourceManager.start();
    this.nodeManagers = NMClient.createNMClient();
    nodeManagers.init(hadoop);
    nodeManagers.cleanupRunningContainersOnStop(false);
    nodeManagers.start();
    this.launcher = new ContainerLauncher(nodeManagers, epoch, driverAddress, size, launch);
  }

  void register(String host, int port, String trackingUrl) {
    try {
      resourceManager.registerApplicationMaster(host, port, trackingUrl);
    } catch (YarnException | IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "the ResourceManager refused the ApplicationMaster: " + e.getMessage(),
          e);
    }
  }

  void start(ExecutorListener executorListener) {
    loop.execute(
        () -> {
          listener = executorListener;
          heartbeat();
        });
  }

  void requestExecutors(int total) {
    loop.execute(
        () -> {
          target = total;
          adjustRequests();
        });
  }

  void release(ExecutorId executor) {
    loop.execute(
        () ->
            members.values().stream()
                .filter(member -> member.executor.equals(executor))
                .findFirst()
                .ifPresent(
                    member -> resourceManager.releaseAssignedContainer(member.container.getId())));
  }

  boolean expects(RegisterExecutor registration) {
    Member member = awaited.remove(registration.executor());
    if (member == null) {
      return false;
    }
    loop.execute(
        () -> {
          member.registered = true;
          launchFailuresInARow = 0;
        });
    return true;
  }

  private void heartbeat() {
    if (stopped) {
      return;
    }
    adjustRequests();
    try {
      AllocateResponse response = resourceManager.allocate(0.5f);
      for (Container container : response.getAllocatedContainers()) {
        granted(container);
      }
      for (ContainerStatus status : response.getCompletedContainersStatuses()) {
        completed(status);
      }
    } catch (ApplicationAttemptNotFoundException e) {
      failed(
          new DistaffException(
              ErrorCode.CLUSTER_REFUSED, "the ResourceManager no longer knows this attempt", e));
      return;
    } catch (YarnException | IOException e) {
      // The next heartbeat tries again; the client behind it retries within its own bounds.
      log.warn("heartbeat to the ResourceManager failed: {}", e.toString());
    }
    expireLaunches();
    boolean waiting =
        !requests.isEmpty() || members.values().stream().anyMatch(member -> !member.registered);
    var unused =
        loop.schedule(waiting ? BUSY_HEARTBEAT_MILLIS : IDLE_HEARTBEAT_MILLIS, this::heartbeat);
  }

  private void adjustRequests() {
    while (!stopped && requests.size() + members.size() < target) {
      ContainerRequest request = new ContainerRequest(resource, null, null, PRIORITY, true);
      requests.add(request);
      resourceManager.addContainerRequest(request);
    }
    while (!requests.isEmpty() && requests.size() + members.size() > target) {
      resourceManager.removeContainerRequest(requests.remove(requests.size() - 1));
    }
  }

  private void granted(Container container) {
    // The ResourceManager may grant other vcores than were asked for: priority and memory are what
    // identifies a grant.
    boolean fits =
        container.getPriority().equals(PRIORITY)
            && container.getResource().getMemorySize() >= resource.getMemorySize();
    if (!fits || requests.isEmpty()) {
      log.info("releasing {}: not needed", container.getId());
      resourceManager.releaseAssignedContainer(container.getId());
      return;
    }
    resourceManager.removeContainerRequest(requests.remove(requests.size() - 1));
    executorsNamed++;
    Member member =
        new Member(new ExecutorId("executor-" + epoch.number() + "." + executorsNamed), container);
    members.put(container.getId(), member);
    awaited.put(member.executor, member);
    log.info("launching {}", member.describe());
    launches.execute(
        () -> {
          try {
            launcher.launch(container, member.executor);
          } catch (YarnException | IOException | RuntimeException e) {
            loop.execute(() -> launchFailed(member, "could not be started: " + e.getMessage()));
          }
        });
  }

  private void completed(ContainerStatus status) {
    Member member = members.remove(status.getContainerId());
    if (member == null) {
      return;
    }
    awaited.remove(member.executor);
    ExecutorLoss loss =
        ContainerExit.classify(status.getExitStatus(), status.getDiagnostics(), member.describe());
    log.info("{}", loss.message());
    if (member.registered) {
      listener.executorLost(member.executor, loss);
    } else if (loss.taskFault() || status.getExitStatus() == 0) {
      countLaunchFailure(loss.message());
    }
    adjustRequests();
  }

  private void expireLaunches() {
    long now = System.nanoTime();
    for (Member member : List.copyOf(members.values())) {
      if (!member.registered
          && now - member.launchedNanos
              > TimeUnit.MILLISECONDS.toNanos(registrationTimeoutMillis)) {
        stop(member);
        launchFailed(member, "did not register within " + registrationTimeoutMillis + " ms");
      }
    }
  }

  private void launchFailed(Member member, String reason) {
    if (members.remove(member.container.getId()) == null) {
      return;
    }
    awaited.remove(member.executor);
    resourceManager.releaseAssignedContainer(member.container.getId());
    countLaunchFailure(member.describe() + " " + reason);
    adjustRequests();
  }

  private void countLaunchFailure(String reason) {
    launchFailuresInARow++;
    log.warn(
        "launch failure {} of at most {}: {}", launchFailuresInARow, maxLaunchFailures, reason);
    if (launchFailuresInARow >= maxLaunchFailures) {
      target = 0;
      listener.clusterFailed(
          new DistaffException(
              ErrorCode.EXECUTOR_LAUNCH_FAILED,
              launchFailuresInARow
                  + " executors in a row could not be started; the last one: "
                  + reason));
    }
  }

  private void stop(Member member) {
    NodeId node = member.container.getNodeId();
    launches.execute(
        () -> {
          try {
            launcher.stop(member.container.getId(), node);
          } catch (YarnException | IOException e) {
            log.info("{} can't be stopped: {}", member.describe(), e.getMessage());
          }
        });
  }

  private void failed(Throwable cause) {
    log.error("the container allocator failed", cause);
    stopped = true;
    if (listener != null) {
      listener.clusterFailed(DistaffException.of(cause, ErrorCode.INTERNAL_ERROR));
    }
  }

  void unregister(FinalApplicationStatus status, String diagnostics, String trackingUrl) {
    try {
      loop.submit(
              () -> {
                stopped = true;
                try {
                  resourceManager.unregisterApplicationMaster(status, diagnostics, trackingUrl);
                } catch (YarnException | IOException e) {
                  throw new CompletionException(e);
                }
                return null;
              })
          .get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      log.warn("could not unregister from the ResourceManager", e);
    }
  }

  /**
   * Ends the talk with YARN. The ResourceManager ends the containers of an application that has
   * unregistered.
   */
  @Override
  public void close() {
    loop.execute(() -> stopped = true);
    loop.close();
    launches.shutdownNow();
    resourceManager.stop();
    nodeManagers.stop();
  }
}
