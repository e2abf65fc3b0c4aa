package io.distaff.vector;

import io.distaff.types.ArrayType;

/**
 * Lists: row i is {@code elements[starts[i] .. starts[i] + lengths[i])}. As in {@link BytesVector}
 * the ranges may overlap, lie in any order and leave gaps, so that a selection of rows copies no
 * elements. The elements are a vector of any form, with nulls of their own.
 */
public final class ArrayVector implements ColumnVector {
  private final ArrayType type;
  private final int[] starts;
  private final int[] lengths;
  private final ColumnVector elements;
  private final long[] validity;
  private final int length;

  /**
   * @param validity null when no row is null; a null row has length 0
   */
  public ArrayVector(
      ArrayType type,
      int[] starts,
      int[] lengths,
      ColumnVector elements,
      long[] validity,
      int length) {
    this.type = type;
    this.starts = starts;
    this.lengths = lengths;
    this.elements = elements;
    this.validity = validity;
    this.length = length;
  }

  public int[] starts() {
    return starts;
  }

  public int[] lengths() {
    return lengths;
  }

  public ColumnVector elements() {
    return elements;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  @Override
  public Form form() {
    return Form.ARRAY;
  }

  @Override
  public ArrayType type() {
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
