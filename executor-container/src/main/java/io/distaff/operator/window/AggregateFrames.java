package io.distaff.operator.window;

import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.Validity;

/**
 * An aggregate over ranges of rows, frames or parts of them, that don't go back: rows come in at
 * the end and go at the start. A subclass keeps what the rows of the frame amount to.
 *
 * <pre>
 *   rows of the unit   . . . . low [ the frame ] high . . . .
 *                              remove ->    add ->
 * </pre>
 */
abstract class AggregateFrames implements WindowFunction {
  private final RowRanges ranges;
  private final int column;
  private final Cursor entering;

  /** For {@link #remove}; also goes back where a subclass needs it to. */
  final Cursor leaving;

  private long low;
  private long high;

  AggregateFrames(RowRanges ranges, int column, WindowRows rows) {
    this.ranges = ranges;
    this.column = column;
    this.entering = rows.newCursor();
    this.leaving = rows.newCursor();
  }

  @Override
  public final ColumnVector compute(RowPlaces places, Cursor at) {
    int count = places.count();
    long[] starts = ranges.starts();
    long[] ends = ranges.ends();
    begin(count);
    int from = 0;
    for (int i = 0; i < count; i++) {
      boolean changes = starts[i] != low || ends[i] != high;
      if (changes) {
        give(from, i);
        from = i;
        move(starts[i], ends[i]);
      }
    }
    give(from, count);
    return end(count);
  }

  private void move(long start, long end) {
    if (start >= high) {
      reset();
      low = start;
      high = start;
    } else if (start > low) {
      remove(start);
      low = start;
    }
    for (long row = high; row < end; ) {
      entering.seek(row);
      long to = Math.min(end, entering.end());
      add(entering, (int) (row - entering.start()), (int) (to - entering.start()));
      row = to;
      high = to;
    }
  }

  /** The first row of the frame. */
  final long low() {
    return low;
  }

  /** Behind the last row of the frame. */
  final long high() {
    return high;
  }

  final int column() {
    return column;
  }

  static boolean isValid(FlatView view, int i) {
    return view.validity() == null || Validity.isValid(view.validity(), view.rows()[i]);
  }

  /** A batch's results follow. */
  abstract void begin(int count);

  /** The frame is empty. */
  abstract void reset();

  /** Rows come in behind {@link #high}: those of the cursor's batch from one to another. */
  abstract void add(Cursor at, int from, int to);

  /** The rows from {@link #low} to this one go. */
  abstract void remove(long start);

  /** The rows of the batch from one to another have the frame that there is now. */
  abstract void give(int from, int to);

  abstract ColumnVector end(int count);
}
