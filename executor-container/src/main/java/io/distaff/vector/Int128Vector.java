package io.distaff.vector;

import io.distaff.types.DataType;

/** The unscaled values of a wide decimal: 128-bit two's complement in two arrays. */
public final class Int128Vector implements ColumnVector {
  private final DataType type;
  private final long[] high;
  private final long[] low;
  private final long[] validity;
  private final int length;

  /**
   * @param high the upper 64 bits, signed
   * @param low the lower 64 bits, unsigned
   * @param validity null when no row is null
   */
  public Int128Vector(DataType type, long[] high, long[] low, long[] validity, int length) {
    this.type = type;
    this.high = high;
    this.low = low;
    this.validity = validity;
    this.length = length;
  }

  public long[] high() {
    return high;
  }

  public long[] low() {
    return low;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  @Override
  public Form form() {
    return Form.INT128;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public boolean mayHaveNulls() {
    return validity != null;
  }

  @Override
  public boolean isNull(int row) {
    return validity != null && !Validity.isValid(validity, row);
  }
}
