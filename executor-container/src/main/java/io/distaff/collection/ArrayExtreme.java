package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.Gather;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ValueOrder;
import java.util.Arrays;

/** ARRAY_MIN and ARRAY_MAX: the smallest or largest element; null where there is none but nulls. */
public final class ArrayExtreme implements VectorFunction {
  private final int direction;
  private final Ranges ranges = new Ranges();
  private final Buffers buffers;
  private final Gather gather;

  private ArrayExtreme(int direction, ReservedArrays arrays) {
    this.direction = direction;
    this.buffers = new Buffers(arrays);
    this.gather = new Gather(arrays);
  }

  public static ArrayExtreme smallest(ReservedArrays arrays) {
    return new ArrayExtreme(-1, arrays);
  }

  public static ArrayExtreme largest(ReservedArrays arrays) {
    return new ArrayExtreme(1, arrays);
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    ranges.load(arguments[0]);
    int[] best = buffers.ints(rows.length());
    Arrays.fill(best, 0, rows.length(), Gather.NULL);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      best[row] = best(ranges.elements(), ranges.start(row), ranges.length(row));
    }
    return gather.gather(ranges.elements(), best, rows.length());
  }

  private int best(ColumnVector elements, int start, int length) {
    int best = Gather.NULL;
    for (int k = start; k < start + length; k++) {
      if (!elements.isNull(k)
          && (best < 0 || direction * ValueOrder.compareValues(elements, k, elements, best) > 0)) {
        best = k;
      }
    }
    return best;
  }
}
