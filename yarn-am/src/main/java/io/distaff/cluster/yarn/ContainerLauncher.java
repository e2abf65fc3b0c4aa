package io.distaff.cluster.yarn;

import io.distaff.cluster.ContainerSize;
import io.distaff.ids.ExecutorId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * Starts and stops executors in granted containers. Thread-safe; calls block for a round trip to
 * the NodeManager.
 */
final class ContainerLauncher {
  private static final String EXECUTOR_MAIN = "io.distaff.executor.ExecutorMain";

  private final NMClient nodeManagers;
  private final ContainerPool.Options options;
  private final String driverAddress;
  private final ContainerSize size;
  private final RuntimeLayout runtime;
  private final Map<String, LocalResource> resources;
  private final Map<String, String> environment;
  private final ByteBuffer tokens;

  ContainerLauncher(
      NMClient nodeManagers,
      ContainerPool.Options options,
      String driverAddress,
      ContainerSize size,
      YarnBackend.Launch launch) {
    this.nodeManagers = nodeManagers;
    this.options = options;
    this.driverAddress = driverAddress;
    this.size = size;
    this.runtime = launch.runtime();
    this.resources = launch.resources();
    this.environment = launch.environment();
    this.tokens = launch.tokens();
  }

  void launch(Container container, ExecutorId executor) throws IOException, YarnException {
    JavaCommand command =
        new JavaCommand(
            EXECUTOR_MAIN,
            size.heapMebibytes(),
            runtime,
            JavaCommand.Compilation.ROWS,
            List.of(
                collector(size.vcores()),
                "-XX:MaxDirectMemorySize=" + Math.max(64, size.overheadMebibytes() / 3) + "m"),
            List.of(
                "--driver", driverAddress,
                "--executor", executor.name(),
                "--epoch", Integer.toString(options.epoch().number()),
                "--slots", Integer.toString(size.vcores()),
                "--registration-millis", Long.toString(options.registrationTimeoutMillis())));
    ContainerLaunchContext context =
        ContainerLaunchContext.newInstance(
            resources,
            environment,
            List.of(
                StartWatch.shellCommand(options.registrationTimeoutMillis())
                    + command.shellCommand()),
            null,
            tokens.duplicate(),
            null);
    nodeManagers.startContainer(container, context);
  }

  /**
   * With one core the parallel collector is no faster than the serial one, and leaves a young
   * generation that grows until it hardly ever has to collect.
   */
  private static String collector(int vcores) {
    return vcores == 1 ? "-XX:+UseSerialGC" : "-XX:+UseParallelGC";
  }

  void stop(ContainerId container, NodeId node) throws IOException, YarnException {
    nodeManagers.stopContainer(container, node);
  }
}
