package io.distaff.cluster.local;

import io.distaff.broadcast.ChunkStore;
import io.distaff.cluster.ClusterBackend;
import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.Topology;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.executor.Executor;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One executor in this process. Thread-safe. */
public final class LocalBackend implements ClusterBackend {
  /** The name of the only host. */
  public static final String HOST = "localhost";

  private final int slots;
  private final Executor.Resources resources;
  private final ChunkStore driverChunks;
  private LocalExecutor executor;

  /**
   * @param resources of the executor; the directories of its disks are deleted when it ends
   * @param driverChunks what the driver has of broadcasts
   */
  public LocalBackend(int slots, Executor.Resources resources, ChunkStore driverChunks) {
    this.slots = slots;
    this.driverChunks = driverChunks;
    this.resources = resources;
  }

  @Override
  public void start(ExecutorListener listener) {
    executor =
        new LocalExecutor(
            new Executor.Identity(new Epoch(1), new ExecutorId("local"), HOST, slots),
            resources,
            listener,
            driverChunks);
    listener.executorRegistered(executor);
    executor.start();
  }

  /** The one executor is all there is. */
  @Override
  public void requestExecutors(ExecutorDemand demand) {}

  @Override
  public Topology topology() {
    return Topology.flat();
  }

  @Override
  public void release(ExecutorHandle released) {
    executor.close();
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.close();
    }
    resources.disks().directories().forEach(LocalBackend::delete);
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED,
          "can't delete the local directory " + directory + ": " + e.getMessage(),
          e);
    }
  }

  /** Where shuffle and spill files of a process go, below the directory for temporary files. */
  public static List<Path> temporaryDirectories() {
    try {
      return List.of(Files.createTempDirectory("distaff-local-"));
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED, "can't make a temporary directory: " + e.getMessage(), e);
    }
  }
}
