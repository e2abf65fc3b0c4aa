package io.distaff.executor;

import io.distaff.rpc.ControlMessage.FromExecutor;
import io.distaff.rpc.ControlMessage.LocateMapOutputs;
import io.distaff.rpc.ControlMessage.MapOutputs;
import java.util.concurrent.CompletableFuture;

/** An executor's way to its driver. Thread-safe; returns at once. */
public interface DriverChannel {
  /**
   * Says something; a driver that is gone doesn't hear it. Throws LIMIT_EXCEEDED when it is too
   * long to be said: then nothing was.
   */
  void send(FromExecutor message);

  /** Asks where a stage's outputs are; completes when all of them exist. */
  CompletableFuture<MapOutputs> locate(LocateMapOutputs question);
}
