package io.distaff.cluster.local;

import io.distaff.broadcast.ChunkStore;
import io.distaff.cluster.ExecutorHandle;
import io.distaff.cluster.ExecutorListener;
import io.distaff.cluster.Topology;
import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.executor.DriverChannel;
import io.distaff.executor.Executor;
import io.distaff.ids.BroadcastId;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.FromExecutor;
import io.distaff.rpc.ControlMessage.Question;
import io.distaff.rpc.ControlMessage.ToExecutor;
import java.util.concurrent.CompletableFuture;

/**
 * An executor in the driver's process, and the scheduler's way to it: direct calls. Thread-safe.
 */
public final class LocalExecutor implements ExecutorHandle, AutoCloseable {
  private final Executor.Identity identity;
  private final Executor executor;

  /**
   * @param listener hears what it says
   * @param driverChunks what the driver has of broadcasts
   */
  public LocalExecutor(
      Executor.Identity identity,
      Executor.Resources resources,
      ExecutorListener listener,
      ChunkStore driverChunks) {
    this.identity = identity;
    this.executor =
        new Executor(
            identity, resources, new DirectChannel(listener, driverChunks), RecordCodec.cbor());
  }

  /** Begins to tell regularly that it is alive. */
  void start() {
    executor.start();
  }

  @Override
  public ExecutorId id() {
    return identity.id();
  }

  @Override
  public String host() {
    return identity.host();
  }

  /** None: its blocks are for this process. */
  @Override
  public int blockPort() {
    return 0;
  }

  @Override
  public String rack() {
    return Topology.DEFAULT_RACK;
  }

  @Override
  public int slots() {
    return identity.slots();
  }

  @Override
  public void send(ToExecutor message) {
    executor.handle(message);
  }

  /** Cancels what runs, waits a little for it, and deletes its files. */
  @Override
  public void close() {
    executor.close();
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
}
