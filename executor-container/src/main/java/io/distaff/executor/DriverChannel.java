package io.distaff.executor;

import io.distaff.ids.BroadcastId;
import io.distaff.rpc.ControlMessage.FromExecutor;
import io.distaff.rpc.ControlMessage.Question;
import io.distaff.rpc.ControlMessage.ToExecutor;
import java.util.concurrent.CompletableFuture;

/** An executor's way to its driver. Thread-safe; returns at once. */
public interface DriverChannel {
  /**
   * Says something; a driver that is gone doesn't hear it. Throws LIMIT_EXCEEDED when it is too
   * long to be said: then nothing was.
   */
  void send(FromExecutor message);

  /** Fetches a chunk of a broadcast from the driver. Not verified. */
  CompletableFuture<byte[]> fetchChunk(BroadcastId broadcast, int chunk);

  /** Asks; completes when there is an answer. */
  <A extends ToExecutor> CompletableFuture<A> ask(Question<A> question);
}
