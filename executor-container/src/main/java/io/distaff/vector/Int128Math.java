package io.distaff.vector;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Arithmetic on 128-bit two's complement integers held as two longs: {@code high} signed, {@code
 * low} unsigned. For the unscaled values of wide decimals. Nothing here allocates except the
 * conversions to BigInteger and BigDecimal; results of two longs are written to slot {@code i} of
 * two arrays, which is where kernels want them, or computed by a pair of functions.
 *
 * <p>The low half of a sum, difference or product needs no function: {@code al + bl}, {@code al -
 * bl}, {@code al * bl}.
 */
public final class Int128Math {
  private static final int MAX_POWER = 38;
  private static final long LOWER_32_BITS = 0xFFFFFFFFL;
  private static final long[] LONG_POWERS = new long[19];
  private static final long[] POWERS_HIGH = new long[MAX_POWER + 1];
  private static final long[] POWERS_LOW = new long[MAX_POWER + 1];

  static {
    BigInteger power = BigInteger.ONE;
    for (int i = 0; i <= MAX_POWER; i++) {
      if (i < LONG_POWERS.length) {
        LONG_POWERS[i] = power.longValueExact();
      }
      POWERS_HIGH[i] = high(power);
      POWERS_LOW[i] = low(power);
      power = power.multiply(BigInteger.TEN);
    }
  }

  private Int128Math() {}

  /** 10^exponent, for 0 to 18. */
  public static long longPowerOfTen(int exponent) {
    return LONG_POWERS[exponent];
  }

  /** The upper half of 10^exponent, for 0 to 38. */
  public static long powerOfTenHigh(int exponent) {
    return POWERS_HIGH[exponent];
  }

  /** The lower half of 10^exponent, for 0 to 38. */
  public static long powerOfTenLow(int exponent) {
    return POWERS_LOW[exponent];
  }

  /** The upper half of a + b. */
  public static long addHigh(long aHigh, long aLow, long bHigh, long bLow) {
    long carry = ((aLow & bLow) | ((aLow | bLow) & ~(aLow + bLow))) >>> 63;
    return aHigh + bHigh + carry;
  }

  /** The upper half of a - b. */
  public static long subtractHigh(long aHigh, long aLow, long bHigh, long bLow) {
    long borrow = ((~aLow & bLow) | ((~aLow | bLow) & (aLow - bLow))) >>> 63;
    return aHigh - bHigh - borrow;
  }

  /** The upper half of a * b, modulo 2^128. */
  public static long multiplyHigh(long aHigh, long aLow, long bHigh, long bLow) {
    return unsignedMultiplyHigh(aLow, bLow) + aHigh * bLow + aLow * bHigh;
  }

  /** The upper half of the product of two unsigned longs. */
  public static long unsignedMultiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }

  /** The upper half of -a; the lower half is {@code -low}. */
  public static long negateHigh(long high, long low) {
    return ~high + (low == 0 ? 1 : 0);
  }

  /** Negative, zero or positive as a is less than, equal to or greater than b. */
  public static int compare(long aHigh, long aLow, long bHigh, long bLow) {
    return aHigh != bHigh ? Long.compare(aHigh, bHigh) : Long.compareUnsigned(aLow, bLow);
  }

  /** True when the value is that of its lower half read as a signed long. */
  public static boolean fitsLong(long high, long low) {
    return high == low >> 63;
  }

  /** True when the value has more than {@code precision} (1 to 38) decimal digits. */
  public static boolean exceedsPrecision(long high, long low, int precision) {
    long absHigh = high < 0 ? negateHigh(high, low) : high;
    long absLow = high < 0 ? -low : low;
    return absHigh < 0 // -2^127
        || compare(absHigh, absLow, POWERS_HIGH[precision], POWERS_LOW[precision]) >= 0;
  }

  /**
   * Slot i of the outputs = the value divided by {@code divisor}, which isn't 0, rounded half up
   * (away from zero).
   */
  public static void divideHalfUp(
      long high, long low, long divisor, long[] outHigh, long[] outLow, int i) {
    divide(high, low, divisor, true, outHigh, outLow, i);
  }

  /** Slot i of the outputs = the value times 10^exponent (0 to 38), modulo 2^128. */
  public static void multiplyByPowerOfTen(
      long high, long low, int exponent, long[] outHigh, long[] outLow, int i) {
    outHigh[i] = multiplyHigh(high, low, POWERS_HIGH[exponent], POWERS_LOW[exponent]);
    outLow[i] = low * POWERS_LOW[exponent];
  }

  /** Slot i of the outputs = the value divided by 10^exponent (0 to 38), rounded towards zero. */
  public static void truncateByPowerOfTen(
      long high, long low, int exponent, long[] outHigh, long[] outLow, int i) {
    outHigh[i] = high;
    outLow[i] = low;
    for (int left = exponent; left > 0; left -= 18) {
      divide(outHigh[i], outLow[i], LONG_POWERS[Math.min(18, left)], false, outHigh, outLow, i);
    }
  }

  /**
   * Slot i of the outputs = the value divided by 10^exponent (0 to 38), rounded half up (away from
   * zero).
   */
  public static void divideByPowerOfTen(
      long high, long low, int exponent, long[] outHigh, long[] outLow, int i) {
    long h = high;
    long l = low;
    int left = exponent;
    // Cutting off digits first doesn't change what the last step rounds to: half is decided by the
    // first digit that goes.
    while (left > 18) {
      divide(h, l, LONG_POWERS[Math.min(18, left - 18)], false, outHigh, outLow, i);
      left -= Math.min(18, left - 18);
      h = outHigh[i];
      l = outLow[i];
    }
    divide(h, l, LONG_POWERS[left], true, outHigh, outLow, i);
  }

  private static void divide(
      long high, long low, long divisor, boolean round, long[] outHigh, long[] outLow, int i) {
    boolean negative = (high ^ divisor) < 0;
    long absHigh = high < 0 ? negateHigh(high, low) : high;
    long absLow = high < 0 ? -low : low;
    long d = Math.abs(divisor); // the lowest long stays itself, which is right when unsigned
    long quotientHigh = 0;
    long rest = absHigh;
    if (absHigh != 0) {
      quotientHigh = Long.divideUnsigned(absHigh, d);
      rest = absHigh - quotientHigh * d;
    }
    long quotientLow = divideUnsigned(rest, absLow, d);
    long remainder = absLow - quotientLow * d;
    if (round && Long.compareUnsigned(remainder, d - remainder) >= 0) {
      quotientLow++;
      quotientHigh += quotientLow == 0 ? 1 : 0;
    }
    outHigh[i] = negative ? negateHigh(quotientHigh, quotientLow) : quotientHigh;
    outLow[i] = negative ? -quotientLow : quotientLow;
  }

  /**
   * The unsigned quotient of (high, low) by a divisor greater than high. Knuth's algorithm D with
   * two digits of 32 bits: Hacker's Delight, 2nd edition, figure 9-3.
   */
  private static long divideUnsigned(long high, long low, long divisor) {
    if (high == 0) {
      return Long.divideUnsigned(low, divisor);
    }
    int shift = Long.numberOfLeadingZeros(divisor);
    long d = divisor << shift;
    long dHigh = d >>> 32;
    long dLow = d & LOWER_32_BITS;
    long upper = shift == 0 ? high : (high << shift) | (low >>> (64 - shift));
    long lower = low << shift;

    long q1 = quotientDigit(upper, lower >>> 32, dHigh, dLow);
    long rest = (upper << 32) + (lower >>> 32) - q1 * d;
    long q0 = quotientDigit(rest, lower & LOWER_32_BITS, dHigh, dLow);
    return (q1 << 32) + q0;
  }

  private static long quotientDigit(long upper, long nextDigit, long dHigh, long dLow) {
    long digit = Long.divideUnsigned(upper, dHigh);
    long rest = upper - digit * dHigh;
    while ((digit >>> 32) != 0
        || Long.compareUnsigned(digit * dLow, (rest << 32) + nextDigit) > 0) {
      digit--;
      rest += dHigh;
      if ((rest >>> 32) != 0) {
        break;
      }
    }
    return digit;
  }

  /** The nearest double of the integer. */
  public static double toDouble(long high, long low) {
    return fitsLong(high, low) ? (double) low : toBigInteger(high, low).doubleValue();
  }

  public static BigInteger toBigInteger(long high, long low) {
    if (fitsLong(high, low)) {
      return BigInteger.valueOf(low);
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
    }
    return new BigInteger(bytes);
  }

  public static BigDecimal toBigDecimal(long high, long low, int scale) {
    return fitsLong(high, low)
        ? BigDecimal.valueOf(low, scale)
        : new BigDecimal(toBigInteger(high, low), scale);
  }

  /** The upper half of a value that fits in 128 bits. */
  public static long high(BigInteger value) {
    return value.shiftRight(64).longValueExact();
  }

  /** The lower half of a value. */
  public static long low(BigInteger value) {
    return value.longValue();
  }
}
