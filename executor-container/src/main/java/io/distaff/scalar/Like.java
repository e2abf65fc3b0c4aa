package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.CompareKernels;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;

/** LIKE with a literal pattern. */
public final class Like implements VectorFunction {
  private final LikePattern pattern;
  private final Buffers buffers;

  public Like(LikePattern pattern, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.pattern = pattern;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    BytesVector text = arguments[0].bytes(rows);
    byte[] out = buffers.bytes(rows.length());
    byte[] exact = pattern.exact();
    if (exact != null) {
      CompareKernels.testEqualBytes(text, exact, 0, out, rows);
    } else {
      byte[] data = text.data();
      for (int i = 0; i < rows.count(); i++) {
        int row = rows.row(i);
        int start = text.starts()[row];
        out[row] = (byte) (pattern.matches(data, start, start + text.lengths()[row]) ? 1 : 0);
      }
    }
    return new BooleanVector(DataType.BOOLEAN, out, validity, rows.length());
  }
}
