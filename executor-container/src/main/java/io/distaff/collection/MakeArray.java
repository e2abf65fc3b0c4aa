package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.NestedCopy;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import java.util.Arrays;

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

  /** Some of the arguments side by side: those of a row, then those of the next. */
  static final class Interleaved {
    private final NestedCopy copy;
    private final Buffers positions;

    Interleaved(ReservedArrays arrays) {
      this.copy = new NestedCopy(arrays);
      this.positions = new Buffers(arrays);
    }

    /** Takes every {@code step}-th argument, beginning with {@code first}. */
    void load(
        io.distaff.types.DataType type, Argument[] arguments, int first, int step, RowSet rows) {
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
}
