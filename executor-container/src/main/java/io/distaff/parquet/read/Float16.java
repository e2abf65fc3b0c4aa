package io.distaff.parquet.read;

/** IEEE 754 numbers of 16 bits: a sign, 5 bits of exponent, 10 of fraction. */
final class Float16 {
  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int LARGEST_EXPONENT = 31;

  /** What a subnormal number's fraction counts. */
  private static final float SUBNORMAL_UNIT = 0x1p-24f;

  private Float16() {}

  /** The number at a position, little-endian, as a float, which holds them all. */
  static float at(byte[] bytes, int position) {
    int bits = (bytes[position] & 0xff) | bytes[position + 1] << Byte.SIZE;
    int sign = bits & 0x8000_0000;
    int exponent = bits >>> FRACTION_BITS & LARGEST_EXPONENT;
    int fraction = bits & FRACTION;
    if (exponent == 0) {
      float magnitude = fraction * SUBNORMAL_UNIT;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == LARGEST_EXPONENT ? 255 : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << (23 - FRACTION_BITS));
  }
}
