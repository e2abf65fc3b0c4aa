package io.distaff.parquet.write;

/**
 * The smallest and the largest of some values, in Parquet's PLAIN encoding without length.
 *
 * @param min null when there are no values, or when they have no order because of a NaN
 * @param max null when {@code min} is
 * @param nanCount values that are NaN
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record ValueRange(byte[] min, byte[] max, long nanCount) {
  static final ValueRange NONE = new ValueRange(null, null, 0);

  boolean isEmpty() {
    return min == null && nanCount == 0;
  }
}
