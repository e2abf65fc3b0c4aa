package io.distaff.vector;

import io.distaff.types.DataType;

/** FLOAT values. */
public final class FloatVector implements ColumnVector {
  private final DataType type;
  private final float[] values;
  private final long[] validity;
  private final int length;

  /**
   * @param validity null when no row is null
   */
  public FloatVector(DataType type, float[] values, long[] validity, int length) {
    this.type = type;
    this.values = values;
    this.validity = validity;
    this.length = length;
  }

  public float[] values() {
    return values;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  @Override
  public Form form() {
    return Form.FLOAT;
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
