package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesKernels;
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

  /** What is looked for before a text is looked at; null for nothing. */
  private final byte[] contained;

  public Like(LikePattern pattern, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.pattern = pattern;
    this.contained = pattern.contained();
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    BytesVector text = arguments[0].bytes(rows);
    byte[] out = buffers.bytes(rows.length());
    byte[] exact = pattern.exact();
    if (exact != null) {
      CompareKernels.testEqualBytes(text, exact, 0, out, rows);
    } else if (contained != null && liesTogether(text, rows)) {
      search(text, rows, out);
    } else {
      matchEach(text, rows, out);
    }
    return new BooleanVector(DataType.BOOLEAN, out, validity, rows.length());
  }

  private void matchEach(BytesVector text, RowSet rows, byte[] out) {
    byte[] data = text.data();
    int[] starts = text.starts();
    int[] lengths = text.lengths();
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      out[row] = matches(data, starts[row], lengths[row]);
    }
  }

  private byte matches(byte[] data, int start, int length) {
    return (byte) (pattern.matches(data, start, start + length) ? 1 : 0);
  }

  /**
   * True when the rows' values lie in the order of the rows, with little between them, so that they
   * can be searched as one. Where empty values lie doesn't matter.
   */
  private static boolean liesTogether(BytesVector text, RowSet rows) {
    int[] starts = text.starts();
    int[] lengths = text.lengths();
    long bytes = 0;
    int begin = Integer.MAX_VALUE;
    int end = 0;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      if (lengths[row] > 0) {
        if (starts[row] < end) {
          return false;
        }
        begin = Math.min(begin, starts[row]);
        end = starts[row] + lengths[row];
        bytes += lengths[row] + Integer.BYTES;
      }
    }
    return end - (long) begin <= 2 * bytes;
  }

  /**
   * Looks through the values of all rows at once for bytes that are in whatever matches, and then
   * closer at the rows that have them.
   */
  private void search(BytesVector text, RowSet rows, byte[] out) {
    byte[] data = text.data();
    int[] starts = text.starts();
    int[] lengths = text.lengths();
    int end = 0;
    for (int i = rows.count() - 1; i >= 0 && end == 0; i--) {
      int row = rows.row(i);
      end = lengths[row] == 0 ? 0 : starts[row] + lengths[row];
    }
    // Before the first row that isn't passed nothing is found.
    int found = -1;
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.row(i);
      int start = starts[row];
      int length = lengths[row];
      out[row] = 0;
      if (length == 0) {
        continue;
      }
      if (found < start) {
        found = BytesKernels.indexOf(data, start, end, contained);
        found = found < 0 ? Integer.MAX_VALUE - contained.length : found;
      }
      if (found + contained.length <= start + length) {
        out[row] = matches(data, start, length);
      }
    }
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
