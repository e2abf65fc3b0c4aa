package io.distaff.concurrent;

/**
 * Exponential pauses between retries, bounded: first, first * 2, first * 4, ... up to a largest.
 * Immutable.
 */
public record Backoff(long firstMillis, long largestMillis) {
  public Backoff {
    if (firstMillis < 1 || largestMillis < firstMillis) {
      throw new IllegalArgumentException("backoff " + firstMillis + ".." + largestMillis + " ms");
    }
  }

  /** The pause before retry number {@code retry}, counted from 0. */
  public long pauseMillis(int retry) {
    return retry >= 32
        ? largestMillis
        : Math.min(largestMillis, firstMillis << Math.min(retry, 30));
  }
}
