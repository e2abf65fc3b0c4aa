package io.distaff.parquet.read;

/** Decimals on byte arrays: big-endian two's complement of any length. */
final class BigEndian {
  private BigEndian() {}

  /** Passes the length prefix of the next value. */
  static int takeLength(PlainPage page) throws MalformedException {
    int length = LittleEndian.getInt(page.bytes, page.take(1, Integer.BYTES));
    if (length < 0) {
      throw new MalformedException(
          "a value says to be " + Integer.toUnsignedString(length) + " bytes long");
    }
    return length;
  }

  /** The value of {@code length} bytes that are there; they must fit in a long. */
  static long toLong(byte[] bytes, int start, int length) throws MalformedException {
    if (length <= 0) {
      throw new MalformedException("a decimal has no bytes");
    }
    if (length <= Long.BYTES) {
      return LittleEndian.getBigEndianLong(bytes, start) >> (64 - 8 * length);
    }
    long value = LittleEndian.getBigEndianLong(bytes, start + length - Long.BYTES);
    int sign = (int) (value >> 63);
    for (int i = start; i < start + length - Long.BYTES; i++) {
      if (bytes[i] != sign) {
        throw new MalformedException("a decimal has more digits than its column's type");
      }
    }
    return value;
  }
}
