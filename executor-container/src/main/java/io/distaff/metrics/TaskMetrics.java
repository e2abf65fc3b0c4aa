package io.distaff.metrics;

import java.util.List;

/**
 * What one task attempt counts. Written by the task's thread without synchronisation; others see
 * {@link #snapshot}s that may lag.
 */
public final class TaskMetrics {
  public long rowsRead;
  public long bytesRead;

  /** Of files, from memory. */
  public long bytesFromFileCache;

  public long rowGroupsRead;
  public long rowGroupsPruned;

  // Of those pruned; the others by statistics.
  public long rowGroupsPrunedByPageIndex;
  public long rowGroupsPrunedByDictionary;
  public long rowGroupsPrunedByBloomFilter;

  /** Pages of row groups that were read, and their bytes, that were not decompressed. */
  public long pagesSkipped;

  public long pageBytesSkipped;

  /** Files that weren't opened, for their directories' values, and the parts of them. */
  public long filesPruned;

  public long splitsPruned;

  /** Of those read, the rows for which a scan's predicate isn't true. */
  public long rowsFiltered;

  /** Malformed records of text files that were left out. */
  public long recordsDropped;

  /** Malformed records of text files in which what couldn't be read is null. */
  public long recordsWithNulls;

  public long rowsWritten;
  public long bytesWritten;
  public long shuffleBytesWritten;
  public long shuffleRowsWritten;
  public long shuffleBytesRead;
  public long bytesSpilled;
  public long peakMemoryBytes;

  /** Cached partitions read that an earlier query had made. */
  public long cacheHits;

  /** Cached partitions made. */
  public long cacheMisses;

  public long cacheBytesRead;
  public long cacheBytesWritten;

  /** Chunks of broadcasts fetched by this task for its executor, as stored. */
  public long broadcastBytesFromDriver;

  public long broadcastBytesFromPeers;

  /** Spent in functions of the user's, and on making objects for them and of what they give. */
  public long userFunctionNanos;

  /** Set when the task ends. */
  public List<OperatorCounters> operators = List.of();

  /** What has been counted so far. */
  public TaskCounters snapshot() {
    return new TaskCounters(
        rowsRead,
        bytesRead,
        rowGroupsRead,
        rowGroupsPruned,
        recordsDropped,
        recordsWithNulls,
        rowsWritten,
        bytesWritten,
        shuffleBytesWritten,
        shuffleRowsWritten,
        shuffleBytesRead,
        bytesSpilled,
        peakMemoryBytes,
        userFunctionNanos,
        new ScanCounters(
            rowsFiltered,
            rowGroupsPrunedByPageIndex,
            rowGroupsPrunedByDictionary,
            rowGroupsPrunedByBloomFilter,
            pagesSkipped,
            pageBytesSkipped,
            filesPruned,
            splitsPruned,
            bytesFromFileCache),
        new CacheCounters(cacheHits, cacheMisses, cacheBytesRead, cacheBytesWritten),
        new BroadcastCounters(broadcastBytesFromDriver, broadcastBytesFromPeers),
        operators);
  }
}
