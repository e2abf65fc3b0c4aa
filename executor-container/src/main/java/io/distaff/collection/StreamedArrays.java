package io.distaff.collection;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.ElementStream;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.Validity;
import java.util.Arrays;

/** Arrays as a whole, of a function that gives their elements. */
public final class StreamedArrays implements VectorFunction {
  private final ArrayType type;
  private final ElementStream stream;
  private final Buffers ranges;

  public StreamedArrays(ArrayType type, ElementStream stream, ReservedArrays arrays) {
    this.type = type;
    this.stream = stream;
    this.ranges = new Buffers(arrays);
  }

  @Override
  public boolean takesTokens() {
    return stream.takesTokens();
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    int n = rows.length();
    int[] starts = ranges.ints(n);
    int[] lengths = ranges.lengths(n);
    Arrays.fill(starts, 0, n, 0);
    Arrays.fill(lengths, 0, n, 0);
    stream.load(arguments, rows);
    stream.clear();
    stream.ensureRoom(rows, validity);
    int total = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (validity == null || Validity.isValid(validity, row)) {
        stream.moveTo(row);
        starts[row] = total;
        lengths[row] = stream.addAll();
        total += lengths[row];
      }
    }
    stream.release();
    return new ArrayVector(type, starts, lengths, stream.elements(), validity, n);
  }
}
