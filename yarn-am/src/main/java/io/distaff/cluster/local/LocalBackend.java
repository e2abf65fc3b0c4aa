package io.distaff.cluster.local;

import io.distaff.broadcast.ChunkStore;
import io.distaff.cluster.ClusterBackend;
import io.distaff.cluster.ExecutorDemand;
import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.Topology;
import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.executor.DriverChannel;
import io.distaff.executor.Executor;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.Epoch;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.FromExecutor;
import io.distaff.rpc.ControlMessage.Question;
import io.distaff.rpc.ControlMessage.ToExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** One executor in this process. Thread-safe. */
public final class LocalBackend implements ClusterBackend {
  /** The name of the only host. */
  public static final String HOST = "localhost";

  private final int slots;
  private final Executor.Resources resources;
  private final ChunkStore driverChunks;
  private Executor executor;

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
    Epoch epoch = new Epoch(1);
    ExecutorId id = new ExecutorId("local");
    executor =
        new Executor(
            new Executor.Identity(epoch, id, HOST, slots),
            resources,
            new DirectChannel(listener, driverChunks),
            RecordCodec.cbor());
    listener.executorRegistered(new LocalExecutor(id, slots, executor));
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

  /** The executor's way to the scheduler, which takes everything on its own event loop. */
  private record DirectChannel(ExecutorListener listener, ChunkStore driverChunks)
      implements DriverChannel {
    @Override
    public void send(FromExecutor message) {
      listener.messageReceived(message);
    }

    /** Reads it here, as a task's thread may. */
    @Override
    public CompletableFuture<byte[]> fetchChunk(BroadcastId broadcast, int chunk) {
      return driverChunks
          .read(broadcast, chunk)
          .map(CompletableFuture::completedFuture)
          .orElseGet(
              () ->
                  CompletableFuture.failedFuture(
                      new DistaffException(
                          ErrorCode.READ_FAILED,
                          "chunk %d of %s isn't here".formatted(chunk, broadcast))));
    }

    @Override
    public <A extends ToExecutor> CompletableFuture<A> ask(Question<A> question) {
      return listener.asked(question);
    }
  }

  private record LocalExecutor(ExecutorId id, int slots, Executor executor)
      implements ExecutorHandle {
    @Override
    public String host() {
      return HOST;
    }

    @Override
    public int blockPort() {
      return 0;
    }

    @Override
    public String rack() {
      return Topology.DEFAULT_RACK;
    }

    @Override
    public void send(ToExecutor message) {
      executor.handle(message);
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
