package io.distaff.operator.aggregation;

import java.math.BigInteger;

/** A power of ten in 128 bits: the bound of a decimal's unscaled values. Immutable. */
record Int128Limit(long high, long low) {
  static Int128Limit powerOfTen(int exponent) {
    BigInteger power = BigInteger.TEN.pow(exponent);
    return new Int128Limit(power.shiftRight(64).longValueExact(), power.longValue());
  }

  /** Whether this is more than the absolute value of a number. */
  boolean exceedsMagnitudeOf(long valueHigh, long valueLow) {
    long h = valueHigh;
    long l = valueLow;
    if (h < 0) {
      l = -l;
      h = ~h + (l == 0 ? 1 : 0);
    }
    // The smallest number has no positive counterpart: it is still negative here.
    return h >= 0 && (h < high || (h == high && Long.compareUnsigned(l, low) < 0));
  }
}
