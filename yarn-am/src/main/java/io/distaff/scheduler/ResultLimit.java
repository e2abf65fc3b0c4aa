package io.distaff.scheduler;

import io.distaff.cluster.ClusterOptions;
import io.distaff.config.DataSize;
import io.distaff.config.DistaffConfig;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;

/**
 * How much of the driver's memory a result may take.
 *
 * @param gathered of the rows that are kept, as {@code distaff.driver.maxResultSize} says
 * @param heapBytes what the driver's heap has for rows that are kept and for what is under way
 */
public record ResultLimit(DataSize gathered, long heapBytes) {
  /**
   * The limit that settings and the heap give.
   *
   * @param heapBytes what the driver's heap has for results
   */
  public static ResultLimit of(DistaffConfig config, long heapBytes) {
    return new ResultLimit(config.value(SchedulerOptions.MAX_RESULT_SIZE), heapBytes);
  }

  /** Throws RESULT_TOO_LARGE where so much may not be kept. */
  void checkGathered(long bytes) {
    if (bytes > gathered.bytes()) {
      throw new DistaffException(
          ErrorCode.RESULT_TOO_LARGE,
          "the result takes more than %s of the driver's memory (%s = %s): write() it to files, take() fewer rows, select less, read it with toLocalIterator(), or raise the limit"
              .formatted(gathered, SchedulerOptions.MAX_RESULT_SIZE.key(), gathered));
    }
    checkHeap(bytes, 0);
  }

  /**
   * Throws RESULT_TOO_LARGE where the heap can't be expected to have room.
   *
   * @param underWay of the block or row that is read
   */
  void checkHeap(long gatheredBytes, long underWay) {
    if (gatheredBytes + underWay > heapBytes) {
      throw new DistaffException(
          ErrorCode.RESULT_TOO_LARGE,
          "the result takes more than the driver's heap has for it: %d bytes are gathered and a row or block takes %d bytes more while it is read, of %d: write() it to files, take() fewer rows, select less or shorter values, read it with toLocalIterator(), or give the driver more memory (--driver-memory, %s)"
              .formatted(gatheredBytes, underWay, heapBytes, ClusterOptions.DRIVER_MEMORY.key()));
    }
  }
}
