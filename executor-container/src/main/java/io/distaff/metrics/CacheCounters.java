package io.distaff.metrics;

/**
 * What reading and filling caches came to. Bytes as stored, compressed.
 *
 * @param hits cached partitions read that an earlier query had made
 * @param misses cached partitions that this query had to make
 * @param bytesRead of the columns read
 * @param bytesWritten of all columns of the partitions made
 */
public record CacheCounters(long hits, long misses, long bytesRead, long bytesWritten) {
  public static final CacheCounters ZERO = new CacheCounters(0, 0, 0, 0);

  /** The sum. */
  public CacheCounters plus(CacheCounters other) {
    return new CacheCounters(
        hits + other.hits,
        misses + other.misses,
        bytesRead + other.bytesRead,
        bytesWritten + other.bytesWritten);
  }
}
