package io.distaff.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * Watches, as long as a cluster is used, that no JVM of its containers is ever larger than its
 * container: the kernel remembers a process's largest resident size, which is read several times a
 * second and held against what the ResourceManager granted. Thread-safe.
 */
final class ContainerMemory implements AutoCloseable {
  private static final long MILLIS_PER_LOOK = 200;

  private final Path clusterDirectory;
  private final YarnClient yarn;
  private final ScheduledExecutorService sampler;

  /** Megabytes granted, by container. Only the sampler's thread uses it. */
  private final Map<String, Long> limits = new HashMap<>();

  /** Why the last look failed; null when it didn't. */
  private volatile RuntimeException failure;

  private final Set<String> tooLarge = new ConcurrentSkipListSet<>();
  private final Set<String> measured = new ConcurrentSkipListSet<>();

  ContainerMemory(Path clusterDirectory, YarnClient yarn) {
    this.clusterDirectory = clusterDirectory;
    this.yarn = yarn;
    this.sampler =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "container-memory");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        sampler.scheduleWithFixedDelay(this::look, 0, MILLIS_PER_LOOK, TimeUnit.MILLISECONDS);
  }

  /**
   * The containers that were larger than what was granted: each with its sizes. Throws when nobody
   * could look the last time.
   */
  Set<String> tooLarge() {
    RuntimeException lastFailure = failure;
    if (lastFailure != null) {
      throw new AssertionError("containers can't be looked at", lastFailure);
    }
    return new TreeSet<>(tooLarge);
  }

  /** The containers that were held against a limit so far. */
  Set<String> measured() {
    return new TreeSet<>(measured);
  }

  /** A look that fails loses nothing, as processes remember: the next one makes up for it. */
  private void look() {
    try {
      measure();
      failure = null;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void measure() {
    for (ContainerProcess process : ContainerProcess.ofCluster(clusterDirectory)) {
      long peakMegabytes = process.peakResidentBytes() >> 20;
      Long limit = limits.computeIfAbsent(process.container(), this::limitMegabytes);
      if (limit == null || peakMegabytes == 0) {
        continue; // It has just gone.
      }
      measured.add(process.container());
      if (peakMegabytes > limit) {
        tooLarge.add(
            "%s (%s): %d MB resident in a container of %d MB"
                .formatted(process.container(), process.mainClass(), peakMegabytes, limit));
      }
    }
  }

  /** Null when the ResourceManager doesn't know it any more. */
  private Long limitMegabytes(String container) {
    try {
      return yarn.getContainerReport(ContainerId.fromString(container))
          .getAllocatedResource()
          .getMemorySize();
    } catch (IOException | YarnException e) {
      return null;
    }
  }

  @Override
  public void close() {
    List<Runnable> unused = sampler.shutdownNow();
  }
}
