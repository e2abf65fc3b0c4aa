package io.distaff.vector;

import io.distaff.types.DataType;

/** A byte a row: 0 = false, 1 = true, nothing else. */
public final class BooleanVector implements ColumnVector {
  private final DataType type;
  private final byte[] values;
  private final long[] validity;
  private final int length;

  /**
   * @param validity null when no row is null
   */
  public BooleanVector(DataType type, byte[] values, long[] validity, int length) {
    this.type = type;
    this.values = values;
    this.validity = validity;
    this.length = length;
  }

  public byte[] values() {
    return values;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  @Override
  public Form form() {
    return Form.BOOLEAN;
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
