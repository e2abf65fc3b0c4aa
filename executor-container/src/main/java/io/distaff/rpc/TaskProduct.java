package io.distaff.rpc;

import io.distaff.plan.KeySummary;
import java.util.List;

/** What an attempt that succeeded has made. */
public sealed interface TaskProduct {
  /**
   * A shuffle file.
   *
   * @param dataPath on the executor's host
   * @param partitionBytes as stored, by reduce partition
   * @param partitionRows by reduce partition
   * @param keys of the rows written, one for each that the fragment publishes
   */
  record ShuffleFile(
      String dataPath, long[] partitionBytes, long[] partitionRows, List<KeySummary> keys)
      implements TaskProduct {
    public ShuffleFile {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Rows of the result, small enough to travel with the status.
   *
   * @param batches as {@code io.distaff.serde} writes them
   */
  record InlineRows(byte[] batches, long rows) implements TaskProduct {}

  /**
   * A cached partition, which stays at the executor.
   *
   * @param columnBytes as stored, by column
   * @param kept from query to query; else it had no room, and is there for its own query only
   */
  record CachedPartition(long rows, long[] columnBytes, boolean kept) implements TaskProduct {}

  /** Files below the attempt's directory, which become visible when the driver commits. */
  record OutputFiles(List<OutputFile> files) implements TaskProduct {}

  /** A file written. */
  record OutputFile(String path, long rows, long sizeBytes) {}
}
