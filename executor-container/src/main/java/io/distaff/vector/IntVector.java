package io.distaff.vector;

import io.distaff.types.DataType;

/** TINYINT, SMALLINT and INT values, or the days of a DATE. */
public final class IntVector implements ColumnVector {
  private final DataType type;
  private final int[] values;
  private final long[] validity;
  private final int length;

  /**
   * @param validity null when no row is null
   */
  public IntVector(DataType type, int[] values, long[] validity, int length) {
    this.type = type;
    this.values = values;
    this.validity = validity;
    this.length = length;
  }

  public int[] values() {
    return values;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  @Override
  public Form form() {
    return Form.INT;
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
