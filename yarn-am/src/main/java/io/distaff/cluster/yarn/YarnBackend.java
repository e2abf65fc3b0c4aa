package io.distaff.cluster.yarn;

import io.distaff.cluster.ClusterBackend;
import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.Topology;
import io.distaff.config.DistaffConfig;
import io.distaff.ids.Epoch;
import io.distaff.rpc.ControlMessage.RegisterExecutor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.LocalResource;

/**
 * Executors in containers that the ResourceManager grants to this ApplicationMaster. Thread-safe.
 */
public final class YarnBackend implements ClusterBackend {
  private final ContainerAllocator allocator;

  /**
   * What every executor container gets.
   *
   * @param resources files to localise, by link name
   * @param user whose application it is
   * @param tokens the credentials of the container, without the ApplicationMaster's own token
   */
  public record Launch(
      RuntimeLayout runtime,
      Map<String, LocalResource> resources,
      Map<String, String> environment,
      String user,
      ByteBuffer tokens) {
    public Launch {
      resources = Map.copyOf(resources);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * @param driverAddress host:port that executors connect to
   */
  public YarnBackend(
      Configuration hadoop,
      DistaffConfig config,
      Epoch epoch,
      String driverAddress,
      Launch launch) {
    this.allocator = new ContainerAllocator(hadoop, config, epoch, driverAddress, launch);
  }

  /**
   * Registers the ApplicationMaster with the ResourceManager.
   *
   * @param trackingUrl where people can look at it
   */
  public void register(String host, int port, String trackingUrl) {
    allocator.register(host, port, trackingUrl);
  }

  @Override
  public void start(ExecutorListener listener) {
    allocator.start(listener);
  }

  @Override
  public void requestExecutors(ExecutorDemand demand) {
    allocator.requestExecutors(demand);
  }

  @Override
  public Topology topology() {
    return allocator.topology();
  }

  @Override
  public void release(ExecutorHandle executor) {
    allocator.release(executor.id());
  }

  /**
   * The rack of an executor that registers, if it was launched here; for {@code ExecutorEndpoint}.
   */
  public Optional<String> admit(RegisterExecutor registration) {
    return allocator.admit(registration);
  }

  /** Tells the ResourceManager that the application has ended. */
  public void unregister(FinalApplicationStatus status, String diagnostics, String trackingUrl) {
    allocator.unregister(status, diagnostics, trackingUrl);
  }

  @Override
  public void close() {
    allocator.close();
  }
}
