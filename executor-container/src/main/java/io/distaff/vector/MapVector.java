package io.distaff.vector;

import io.distaff.types.MapType;

/**
 * Maps: row i has the entries {@code keys[k] -> values[k]} for k in {@code starts[i] .. starts[i] +
 * lengths[i]}. The ranges may overlap, lie in any order and leave gaps; keys and values are vectors
 * of one length and any form.
 */
public final class MapVector implements ColumnVector {
  private final MapType type;
  private final int[] starts;
  private final int[] lengths;
  private final ColumnVector keys;
  private final ColumnVector values;
  private final long[] validity;
  private final int length;

  /**
   * @param validity null when no row is null; a null row has length 0
   */
  public MapVector(
      MapType type,
      int[] starts,
      int[] lengths,
      ColumnVector keys,
      ColumnVector values,
      long[] validity,
      int length) {
    this.type = type;
    this.starts = starts;
    this.lengths = lengths;
    this.keys = keys;
    this.values = values;
    this.validity = validity;
    this.length = length;
  }

  public int[] starts() {
    return starts;
  }

  public int[] lengths() {
    return lengths;
  }

  public ColumnVector keys() {
    return keys;
  }

  public ColumnVector values() {
    return values;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  @Override
  public Form form() {
    return Form.MAP;
  }

  @Override
  public MapType type() {
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
