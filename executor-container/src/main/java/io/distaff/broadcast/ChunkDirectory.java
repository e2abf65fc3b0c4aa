package io.distaff.broadcast;

import io.distaff.ids.BroadcastId;
import io.distaff.ids.ExecutorId;
import io.distaff.rpc.ControlMessage.ChunkLocation;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;

/**
 * An executor's way to the driver, which knows who has which chunks. Thread-safe; returns at once.
 */
public interface ChunkDirectory {
  /**
   * Asks which of some chunks to fetch next, and from where. Completes when one can be had; fails
   * with BROADCAST_DESTROYED. Each answer has to be followed by {@link #held} or {@link
   * #notFetched}: until then others may wait for this executor.
   */
  CompletableFuture<ChunkLocation> locate(BroadcastId broadcast, BitSet wanted);

  /** Fetches a chunk from the driver itself. */
  CompletableFuture<byte[]> fetchFromDriver(BroadcastId broadcast, int chunk);

  /** A chunk is here, and others may have it. */
  void held(BroadcastId broadcast, int chunk);

  /**
   * A chunk isn't here.
   *
   * @param failed who should have had it; null = the driver, or nobody is to blame
   */
  void notFetched(BroadcastId broadcast, int chunk, ExecutorId failed);
}
