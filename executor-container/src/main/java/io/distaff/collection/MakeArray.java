package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;

/** ARRAY: one element of each argument, nulls among them. */
public final class MakeArray implements VectorFunction {
  private final ArrayType type;
  private final Interleaved elements;
  private final Buffers ranges;

  public MakeArray(ArrayType type, ReservedArrays arrays) {
    this.type = type;
    this.elements = new Interleaved(arrays);
    this.ranges = new Buffers(arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    int width = arguments.length;
    elements.load(type.element(), arguments, 0, 1, rows);
    int[] starts = ranges.ints(rows.length());
    int[] lengths = ranges.lengths(rows.length());
    Interleaved.ranges(rows, width, starts, lengths);
    return new ArrayVector(type, starts, lengths, elements.vector(), null, rows.length());
  }
}
