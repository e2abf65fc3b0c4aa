package io.distaff.api;

import io.distaff.config.DataSize;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.scheduler.SchedulerOptions;

/** Counts what is gathered in this process. Confined to one thread. */
final class CollectGuard {
  private final DataSize limit;
  private long sizeBytes;
  private long rows;

  CollectGuard(Session session) {
    this.limit = session.driver().session().config().value(SchedulerOptions.MAX_RESULT_SIZE);
  }

  /** Throws RESULT_TOO_LARGE where a row is one too many. */
  void add(long rowBytes) {
    sizeBytes += rowBytes;
    if (sizeBytes > limit.bytes()) {
      throw new DistaffException(
          ErrorCode.RESULT_TOO_LARGE,
          "collect() has gathered %s in %d rows, and there are more: write() them, take(n) some, read them with toLocalIterator(), or raise %s"
              .formatted(limit, rows, SchedulerOptions.MAX_RESULT_SIZE.key()));
    }
    rows++;
  }
}
