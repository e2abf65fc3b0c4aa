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

/** LIKE. A pattern that isn't a literal is an argument, taken apart when it changes. */
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

  /** LIKE of a text, a pattern, and perhaps an escape, all of them arguments. */
  public static VectorFunction withPatterns(CallSite site) {
    return RowFunctions.integer(site, new Patterns()::matches);
  }

  private static final class Patterns {
    private String escape;
    private final Remembered<String> escapes = new Remembered<>(text -> text);
    private final Remembered<LikePattern> patterns =
        new Remembered<>(text -> LikePattern.of(text, escape));

    long matches(Row row) {
      if (row.has(2)) {
        String current = escapes.of(row, 2);
        if (!current.equals(escape)) {
          patterns.forget();
        }
        escape = current;
      }
      return patterns.of(row, 1).matches(row.data(0), row.from(0), row.to(0)) ? 1 : 0;
    }
  }
}
