package io.distaff.kernel;

import io.distaff.vector.Int128Math;
import io.distaff.vector.Int128Vector;
import java.math.BigInteger;

/** Unscaled decimals with more digits after the point, so that two scales become one. */
public final class DecimalShift {
  /** Magnitudes up to 2^126 leave 128-bit kernels room for one addition. */
  public static final int SAFE_BITS = 126;

  private DecimalShift() {}

  /** Bits by which 10^shift lengthens a magnitude, at most. */
  public static int bits(int shift) {
    return shift == 0 ? 0 : BigInteger.TEN.pow(shift).bitLength();
  }

  /** The argument's longs times 10^shift (0 to 18), which must not overflow. */
  public static long[] longs(Argument argument, int shift, Buffers buffers, RowSet rows) {
    long[] values = argument.longs(rows);
    if (shift == 0) {
      return values;
    }
    long[] out = buffers.longs(rows.length());
    LongKernels.multiplyConstant(values, Int128Math.longPowerOfTen(shift), out, rows.dense());
    return out;
  }

  /** The argument's values times 10^shift (0 to 38), which must not overflow. */
  public static Int128Vector wide(Argument argument, int shift, Buffers buffers, RowSet rows) {
    Int128Vector values = argument.wide(rows);
    if (shift == 0) {
      return values;
    }
    long[] high = buffers.highs(rows.length());
    long[] low = buffers.longs(rows.length());
    Int128Kernels.multiplyByPowerOfTen(values.high(), values.low(), shift, high, low, rows);
    return new Int128Vector(values.type(), high, low, values.validity(), rows.length());
  }
}
