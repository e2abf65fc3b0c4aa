package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import java.util.Arrays;

/** A function whose result holds elements of several vectors, chosen row by row, and copied. */
abstract class Combined implements VectorFunction {
  private final ArrayType type;
  private final int numSources;
  private final Buffers ranges;
  private final Merged merged;
  private final ResultNulls nulls = new ResultNulls();

  Combined(ArrayType type, int numSources, ReservedArrays arrays) {
    this.type = type;
    this.numSources = numSources;
    this.ranges = new Buffers(arrays);
    this.merged = new Merged(numSources, arrays);
  }

  /** Takes the arguments of a batch, and puts the vectors whose elements are chosen. */
  abstract void load(Argument[] arguments, RowSet rows, long[] validity, ColumnVector[] sources);

  /** Adds a row's elements. */
  abstract void choose(int row, Merged to);

  /** To be called in {@link #choose}, which has then to add nothing. */
  final void setNull(int row) {
    nulls.setNull(row);
  }

  @Override
  public final ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ColumnVector[] sources = new ColumnVector[numSources];
    load(arguments, rows, validity, sources);
    int n = rows.length();
    int[] starts = ranges.ints(n);
    int[] lengths = ranges.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    nulls.begin(validity, n);
    merged.clear();
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (!nulls.isNull(row)) {
        starts[row] = merged.size();
        choose(row, merged);
        lengths[row] = merged.size() - starts[row];
      }
    }
    ColumnVector elements = merged.copied(type.element(), sources);
    return new ArrayVector(type, starts, lengths, elements, nulls.validity(), n);
  }
}
