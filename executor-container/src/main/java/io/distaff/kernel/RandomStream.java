package io.distaff.kernel;

/**
 * Random numbers that depend on a seed, a stream and how many came before, on nothing else:
 * SplitMix64 (Steele, Lea, Flood 2014), begun at a place that seed and stream say. Mutable.
 */
public final class RandomStream {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * @param stream tells streams of one seed apart: a task's partition
   */
  public RandomStream(long seed, long stream) {
    state = mix(mix(seed + STEP) ^ stream * STEP);
  }

  /** The next number: any long. */
  public long next() {
    state += STEP;
    return mix(state);
  }

  private static long mix(long bits) {
    long z = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
