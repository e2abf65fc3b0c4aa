package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.StructVector;

/** NAMED_STRUCT: every second argument is a member, as it is. */
public final class MakeStruct implements VectorFunction {
  private final StructType type;

  public MakeStruct(StructType type) {
    this.type = type;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ColumnVector[] members = new ColumnVector[arguments.length / 2];
    for (int m = 0; m < members.length; m++) {
      members[m] = arguments[2 * m + 1].vector();
    }
    return new StructVector(type, members, null, rows.length());
  }
}
