package io.distaff.scalar;

import io.distaff.kernel.Argument;
import io.distaff.kernel.Buffers;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.ResultNulls;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import java.util.Arrays;

/**
 * A function whose result is a part of its first argument: a view of the argument's bytes, but a
 * copy in batches that have a token among the texts.
 */
final class TextPart implements VectorFunction {
  private final DataType type;
  private final RowFunctions.ToPart function;
  private final int leastLargeBytes;
  private final Row row;
  private final BytesBuilder copies;
  private final Buffers buffers;
  private final ResultNulls nulls = new ResultNulls();
  private int from;
  private int to;

  TextPart(CallSite site, RowFunctions.ToPart function) {
    this.type = site.type();
    this.function = function;
    this.leastLargeBytes = site.values().leastBytes();
    this.row = new Row(site);
    this.copies = new BytesBuilder(site.arrays(), site.values());
    this.buffers = new Buffers(site.arrays());
  }

  /** Says which part it is, by the offsets of its bytes. */
  void is(int begin, int end) {
    from = begin;
    to = end;
  }

  @Override
  public boolean takesTokens() {
    return true;
  }

  @Override
  public ColumnVector apply(Argument[] arguments, RowSet rows, long[] validity) {
    row.load(arguments, rows);
    nulls.begin(validity, rows.length());
    BytesVector text = arguments[0].bytes(rows);
    ColumnVector parts = hasTokens(text, rows) ? copies(rows) : views(text, rows);
    row.release();
    return parts;
  }

  private boolean hasTokens(BytesVector text, RowSet rows) {
    if (text.data().length < leastLargeBytes) {
      return false;
    }
    for (int i = 0; i < rows.count(); i++) {
      int r = rows.row(i);
      if (text.lengths()[r] >= leastLargeBytes && !nulls.isNull(r)) {
        return true;
      }
    }
    return false;
  }

  private ColumnVector views(BytesVector text, RowSet rows) {
    int[] starts = buffers.ints(rows.length());
    int[] lengths = buffers.lengths(rows.length());
    // Rows that aren't selected must not point outside of the data.
    Arrays.fill(starts, 0, rows.length(), 0);
    Arrays.fill(lengths, 0, rows.length(), 0);
    for (int i = 0; i < rows.count(); i++) {
      int r = rows.row(i);
      if (!nulls.isNull(r)) {
        row.moveTo(r);
        function.find(row, this);
        starts[r] = text.starts()[r] + from;
        lengths[r] = to - from;
      }
    }
    return new BytesVector(type, text.data(), starts, lengths, nulls.validity(), rows.length());
  }

  private ColumnVector copies(RowSet rows) {
    copies.reset(rows.length());
    for (int i = 0; i < rows.count(); i++) {
      int r = rows.row(i);
      if (!nulls.isNull(r)) {
        row.moveTo(r);
        function.find(row, this);
        row.value(0).copy(from, to, copies);
        copies.endRow(r);
      }
    }
    return copies.vector(type, nulls.validity());
  }
}
