package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.NestedCopy;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import java.util.Arrays;

/** Some of the arguments side by side: those of a row, then those of the next. */
final class Interleaved {
  private final NestedCopy copy;
  private final Buffers positions;

  Interleaved(ReservedArrays arrays) {
    this.copy = new NestedCopy(arrays);
    this.positions = new Buffers(arrays);
  }

  /** Takes every {@code step}-th argument, beginning with {@code first}. */
  void load(DataType type, Argument[] arguments, int first, int step, RowSet rows) {
    int width = (arguments.length - first + step - 1) / step;
    copy.begin(type, ElementRows.checked((long) width * rows.count()));
    int[] from = positions.ints(rows.count());
    int[] at = positions.lengths(rows.count());
    for (int i = 0; i < rows.count(); i++) {
      from[i] = rows.row(i);
    }
    for (int k = 0; k < width; k++) {
      for (int i = 0; i < rows.count(); i++) {
        at[i] = i * width + k;
      }
      copy.put(arguments[first + k * step].vector(), from, at, rows.count());
    }
  }

  ColumnVector vector() {
    return copy.finish();
  }

  /** The ranges of rows that have {@code width} values each. */
  static void ranges(RowSet rows, int width, int[] starts, int[] lengths) {
    Arrays.fill(starts, 0, rows.length(), 0);
    Arrays.fill(lengths, 0, rows.length(), 0);
    for (int i = 0; i < rows.count(); i++) {
      starts[rows.row(i)] = i * width;
      lengths[rows.row(i)] = width;
    }
  }
}
