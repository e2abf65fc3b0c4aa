package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Gather;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import java.util.Arrays;

/** A function whose result holds elements of one vector, chosen row by row. */
abstract class Rearranged implements VectorFunction {
  private final ArrayType type;
  private final Buffers ranges;
  private final Positions chosen;
  private final Gather gather;
  private final ResultNulls nulls = new ResultNulls();

  Rearranged(ArrayType type, ReservedArrays arrays) {
    this.type = type;
    this.ranges = new Buffers(arrays);
    this.chosen = new Positions(arrays);
    this.gather = new Gather(arrays);
  }

  /** Takes the arguments of a batch; gives the vector whose elements are chosen. */
  abstract ColumnVector load(Argument[] arguments, RowSet rows, long[] validity);

  /** Adds the positions of a row's elements. */
  abstract void choose(int row, Positions to);

  /** To be called in {@link #choose}, which has then to add nothing. */
  final void setNull(int row) {
    nulls.setNull(row);
  }

  @Override
  public final ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ColumnVector elements = load(arguments, rows, validity);
    int n = rows.length();
    int[] starts = ranges.ints(n);
    int[] lengths = ranges.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    nulls.begin(validity, n);
    chosen.clear();
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (!nulls.isNull(row)) {
        starts[row] = chosen.size();
        choose(row, chosen);
        lengths[row] = chosen.size() - starts[row];
      }
    }
    ColumnVector result = gather.gather(elements, chosen.values(), chosen.size());
    return new ArrayVector(type, starts, lengths, result, nulls.validity(), n);
  }
}
