package io.distaff.metrics;

/**
 * Where chunks of broadcast values came from. Bytes as stored, compressed; each counts for the task
 * that fetched it for its executor.
 */
public record BroadcastCounters(long bytesFromDriver, long bytesFromPeers) {
  public static final BroadcastCounters ZERO = new BroadcastCounters(0, 0);

  /** The sum. */
  public BroadcastCounters plus(BroadcastCounters other) {
    return new BroadcastCounters(
        bytesFromDriver + other.bytesFromDriver, bytesFromPeers + other.bytesFromPeers);
  }
}
