package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.StructVector;

/** ARRAYS_ZIP: structs of the elements at one place, with nulls where an array is shorter. */
public final class Zip implements VectorFunction {
  private final ArrayType type;
  private final Aligned aligned;

  public Zip(ArrayType type, ReservedArrays arrays) {
    this.type = type;
    this.aligned = new Aligned(((StructType) type.element()).size(), arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ColumnVector[] members = aligned.load(arguments, rows, validity);
    return new ArrayVector(
        type,
        aligned.starts(),
        aligned.lengths(),
        new StructVector((StructType) type.element(), members, null, aligned.count()),
        validity,
        rows.length());
  }
}
