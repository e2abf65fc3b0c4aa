package io.distaff.kernel;

/**
 * Upper bounds of magnitudes: what decides, once per batch, that a kernel over longs can't
 * overflow. A bound is at most 2^62, or unknown.
 */
public final class Bounds {
  /** Nothing is known, or the magnitude may pass 2^62. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  private static final long LARGEST = 1L << 62;

  private Bounds() {}

  public static long of(long value) {
    return value == Long.MIN_VALUE ? UNKNOWN : capped(Math.abs(value));
  }

  /** The bound of values whose {@code x ^ (x >> 63)} have only bits that {@code bits} has. */
  public static long ofBits(long bits) {
    return bits == 0 ? 1 : capped(Long.highestOneBit(bits) << 1);
  }

  public static long sum(long a, long b) {
    return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : capped(a + b);
  }

  public static long product(long a, long b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    if (a == UNKNOWN || b == UNKNOWN || Math.multiplyHigh(a, b) != 0) {
      return UNKNOWN;
    }
    return capped(a * b);
  }

  private static long capped(long bound) {
    return bound < 0 || bound > LARGEST ? UNKNOWN : bound;
  }
}
