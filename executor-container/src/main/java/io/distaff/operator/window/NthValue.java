package io.distaff.operator.window;

import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.vector.FlatView;
import io.distaff.vector.Validity;

/**
 * Finds in each frame the n-th row in which a column isn't null. Frames don't go back. Confined to
 * a task's thread.
 */
final class NthValue {
  private final int column;
  private final long n;
  private final Cursor entering;
  private final Cursor leaving;

  // Of the rows [low, high) so many have a value, at most n.
  private long low;
  private long high;
  private long numValues;

  NthValue(int column, long n, Cursor entering, Cursor leaving) {
    this.column = column;
    this.n = n;
    this.entering = entering;
    this.leaving = leaving;
  }

  /** Finds rows; {@link ColumnFetcher#NULL} where a frame has too few. */
  void find(long[] starts, long[] ends, int count, long[] found) {
    for (int i = 0; i < count; i++) {
      if (starts[i] >= high) {
        low = starts[i];
        high = starts[i];
        numValues = 0;
      }
      for (; low < starts[i]; low++) {
        numValues -= isNull(leaving, column, low) ? 0 : 1;
      }
      for (; high < ends[i] && numValues < n; high++) {
        numValues += isNull(entering, column, high) ? 0 : 1;
      }
      // The last row that was added has the n-th value.
      found[i] = numValues == n ? high - 1 : ColumnFetcher.NULL;
    }
  }

  static boolean isNull(Cursor cursor, int column, long row) {
    cursor.seek(row);
    FlatView view = cursor.view(column);
    return view.validity() != null
        && !Validity.isValid(view.validity(), view.rows()[(int) (row - cursor.start())]);
  }
}
