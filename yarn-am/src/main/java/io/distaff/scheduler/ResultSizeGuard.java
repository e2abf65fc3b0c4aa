package io.distaff.scheduler;

import io.distaff.config.DataSize;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;

/**
 * Bounds what a result may take of the driver's memory. Whoever gathers a result adds each piece
 * before it keeps it. Confined to its owner.
 */
public final class ResultSizeGuard {
  private final long limitBytes;
  private long heldBytes;

  public ResultSizeGuard(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Throws RESULT_TOO_LARGE when the pieces held would exceed the limit together. */
  public void add(long bytes) {
    if (heldBytes + bytes > limitBytes) {
      throw new DistaffException(
          ErrorCode.RESULT_TOO_LARGE,
          "the result takes more than %s of the driver's memory (%s = %s): write it to files, select less, or raise the limit"
              .formatted(
                  new DataSize(limitBytes),
                  SchedulerOptions.MAX_RESULT_SIZE.key(),
                  new DataSize(limitBytes)));
    }
    heldBytes += bytes;
  }

  public void remove(long bytes) {
    heldBytes -= bytes;
  }

  public long heldBytes() {
    return heldBytes;
  }
}
