package io.distaff.cluster.yarn;

import io.distaff.cluster.ContainerSize;
import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.Topology;
import io.distaff.concurrent.Clock;
import io.distaff.concurrent.EventLoop;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.RegisterExecutor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps as many executors alive as were asked for: the shell around {@link ContainerPool}, which
 * decides. One event loop owns the pool and talks to the ResourceManager: every 150 ms while
 * something is awaited, every second otherwise. Launches, which block for a round trip to a
 * NodeManager, run on threads of their own and report back to the loop.
 */
final class ContainerAllocator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ContainerAllocator.class);
  private static final long BUSY_HEARTBEAT_MILLIS = 150;
  private static final long IDLE_HEARTBEAT_MILLIS = 1_000;
  private static final int LAUNCH_THREADS = 4;
  private static final float PROGRESS = 0.5f;

  private final EventLoop loop;
  private final ExecutorService launches;
  private final AMRMClient<ContainerRequest> resourceManager;
  private final NMClient nodeManagers;
  private final ContainerLauncher launcher;
  private final Topology topology;

  // State of the loop.
  private final ContainerPool pool;
  private ExecutorListener listener;
  private ScheduledFuture<?> nextHeartbeat;
  private boolean stopped;

  ContainerAllocator(
      Configuration hadoop,
      DistaffConfig config,
      Epoch epoch,
      String driverAddress,
      YarnBackend.Launch launch) {
    ContainerSize size = ContainerSize.ofExecutor(config);
    ContainerPool.Options options = ContainerPool.Options.of(config, epoch, size, launch.user());
    this.topology = new YarnTopology(hadoop);
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
    this.launcher = new ContainerLauncher(nodeManagers, options, driverAddress, size, launch);
    this.pool = new ContainerPool(options, new YarnActions(), Clock.system());
  }

  Topology topology() {
    return topology;
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
          pool.tell(executorListener);
          heartbeat();
        });
  }

  void requestExecutors(ExecutorDemand demand) {
    loop.execute(
        () -> {
          pool.demand(demand);
          if (nextHeartbeat != null && pool.isWaiting()) {
            hasten();
          }
        });
  }

  void release(ExecutorId executor) {
    loop.execute(() -> pool.release(executor));
  }

  /** The rack of an executor that was launched here and hasn't registered before. */
  Optional<String> admit(RegisterExecutor registration) {
    Optional<String> rack = pool.claim(registration.executor());
    if (rack.isPresent()) {
      loop.execute(() -> pool.registered(registration.executor()));
    }
    return rack;
  }

  private void heartbeat() {
    if (stopped) {
      return;
    }
    try {
      AllocateResponse response = resourceManager.allocate(PROGRESS);
      pool.granted(response.getAllocatedContainers());
      pool.completed(response.getCompletedContainersStatuses());
    } catch (ApplicationAttemptNotFoundException e) {
      failed(
          new DistaffException(
              ErrorCode.CLUSTER_REFUSED, "the ResourceManager no longer knows this attempt", e));
      return;
    } catch (YarnException | IOException e) {
      // The next heartbeat tries again; the client behind it retries within its own bounds.
      log.warn("heartbeat to the ResourceManager failed: {}", e.toString());
    }
    pool.timePasses();
    nextHeartbeat =
        loop.schedule(
            pool.isWaiting() ? BUSY_HEARTBEAT_MILLIS : IDLE_HEARTBEAT_MILLIS, this::heartbeat);
  }

  /** What has to be asked for doesn't wait for the end of an idle interval. */
  private void hasten() {
    if (nextHeartbeat.getDelay(TimeUnit.MILLISECONDS) > BUSY_HEARTBEAT_MILLIS
        && nextHeartbeat.cancel(false)) {
      nextHeartbeat = loop.schedule(BUSY_HEARTBEAT_MILLIS, this::heartbeat);
    }
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
    } catch (ExecutionException | TimeoutException e) {
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

  /** Carries out what the pool decides, on the loop; what would block goes to other threads. */
  private final class YarnActions implements ContainerPool.Actions {
    @Override
    public void request(ContainerRequest request) {
      resourceManager.addContainerRequest(request);
    }

    @Override
    public void withdraw(ContainerRequest request) {
      resourceManager.removeContainerRequest(request);
    }

    @Override
    public void release(ContainerId container) {
      resourceManager.releaseAssignedContainer(container);
    }

    @Override
    public void exclude(List<String> hosts, List<String> noLonger) {
      resourceManager.updateBlacklist(hosts, noLonger);
    }

    @Override
    public int clusterHosts() {
      return resourceManager.getClusterNodeCount();
    }

    @Override
    public void launch(ContainerPool.Member member) {
      launches.execute(
          () -> {
            try {
              String host = member.host();
              member.standsOn(topology.racksOf(List.of(host)).get(host));
              launcher.launch(member.container(), member.executor());
            } catch (YarnException | IOException | RuntimeException e) {
              loop.execute(
                  () ->
                      pool.launchFailed(
                          member.executor(), "could not be started: " + e.getMessage()));
            }
          });
    }

    @Override
    public void stop(ContainerPool.Member member) {
      launches.execute(
          () -> {
            try {
              launcher.stop(member.container().getId(), member.container().getNodeId());
            } catch (YarnException | IOException e) {
              log.info("{} can't be stopped: {}", member.describe(), e.getMessage());
            }
          });
    }
  }
}
