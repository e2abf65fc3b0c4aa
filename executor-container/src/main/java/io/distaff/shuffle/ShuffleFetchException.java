package io.distaff.shuffle;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;

/** A map output can't be had: its maker is in doubt, not the task that reads it. */
public final class ShuffleFetchException extends RuntimeException {
  private final AttemptId lost;

  /**
   * @param lost the attempt whose output is missing or damaged
   */
  public ShuffleFetchException(AttemptId lost, String where, Throwable cause) {
    super(
        "can't fetch the output of " + lost + " from " + where + ": " + cause.getMessage(),
        new DistaffException(
            ErrorCode.SHUFFLE_FETCH_FAILED,
            "can't fetch the output of " + lost + " from " + where + ": " + cause.getMessage(),
            cause));
    this.lost = lost;
  }

  /** The attempt whose output is missing or damaged. */
  public AttemptId lost() {
    return lost;
  }
}
