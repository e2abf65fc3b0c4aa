package io.distaff.scheduler;

import io.distaff.rpc.ControlMessage.MapOutputLocation;

/** Reads result partitions that are too large to travel with a task's status. Thread-safe. */
public interface ResultFetcher {
  /**
   * Starts to read partition 0, the only one, of a result task's shuffle file.
   *
   * @throws io.distaff.error.DistaffException when the executor can't be reached
   */
  Rows open(MapOutputLocation location);

  /** The rows of one partition, in order. Confined to one thread. */
  interface Rows extends AutoCloseable {
    /**
     * Some batches as {@code io.distaff.serde} writes them, or null at the end; may wait for the
     * network.
     *
     * @throws io.distaff.error.DistaffException when they can't be had
     */
    byte[] next();

    @Override
    void close();
  }
}
