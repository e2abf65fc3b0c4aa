package io.distaff.vector;

import io.distaff.types.DataType;

/** The same value, or null, in every row. */
public final class ConstantVector implements ColumnVector {
  private final ColumnVector single;
  private final int length;

  /**
   * @param single a flat vector of one row
   */
  public ConstantVector(ColumnVector single, int length) {
    this.single = single;
    this.length = length;
  }

  /** A column of nulls. */
  public static ConstantVector ofNull(DataType type, int length) {
    return new ConstantVector(Vectors.nullOf(type), length);
  }

  /** The value: a flat vector of one row. */
  public ColumnVector single() {
    return single;
  }

  public boolean isNull() {
    return single.isNull(0);
  }

  @Override
  public Form form() {
    return Form.CONSTANT;
  }

  @Override
  public DataType type() {
    return single.type();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public boolean mayHaveNulls() {
    return single.isNull(0);
  }

  @Override
  public boolean isNull(int row) {
    return single.isNull(0);
  }
}
