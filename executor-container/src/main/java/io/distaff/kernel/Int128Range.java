package io.distaff.kernel;

import io.distaff.vector.Int128Math;
import java.math.BigInteger;

/** The 128-bit integers from a lowest to a highest one, both included. */
public record Int128Range(long lowHigh, long lowLow, long highHigh, long highLow) {
  private static final BigInteger MIN = BigInteger.ONE.shiftLeft(127).negate();
  private static final BigInteger MAX = MIN.not();

  public static Int128Range of(BigInteger low, BigInteger high) {
    BigInteger from = low.max(MIN).min(MAX);
    BigInteger to = high.max(MIN).min(MAX);
    return new Int128Range(
        Int128Math.high(from), Int128Math.low(from), Int128Math.high(to), Int128Math.low(to));
  }

  /** 1 when the range has the value, else 0. */
  public int contains(long high, long low) {
    return Int128Math.compare(high, low, lowHigh, lowLow) >= 0
            && Int128Math.compare(high, low, highHigh, highLow) <= 0
        ? 1
        : 0;
  }
}
