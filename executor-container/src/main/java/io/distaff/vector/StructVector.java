package io.distaff.vector;

import io.distaff.types.StructType;

/**
 * Structs: row i has the values that the members have in row i. Members are vectors of any form,
 * with nulls of their own; what they hold in a row that is null as a whole is arbitrary, but safe
 * to read.
 */
public final class StructVector implements ColumnVector {
  private final StructType type;
  private final ColumnVector[] members;
  private final long[] validity;
  private final int length;

  /**
   * @param members in the order of the type, each of at least this length; kept
   * @param validity null when no row is null
   */
  public StructVector(StructType type, ColumnVector[] members, long[] validity, int length) {
    this.type = type;
    this.members = members;
    this.validity = validity;
    this.length = length;
  }

  public int numMembers() {
    return members.length;
  }

  public ColumnVector member(int index) {
    return members[index];
  }

  /** The members; not to be written to. */
  public ColumnVector[] members() {
    return members;
  }

  /** The bitmap, or null when no row is null. */
  public long[] validity() {
    return validity;
  }

  @Override
  public Form form() {
    return Form.STRUCT;
  }

  @Override
  public StructType type() {
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
