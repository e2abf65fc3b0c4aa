package io.distaff.operator.window;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;

/** Fetches a column's values from given rows of a unit. Confined to a task's thread. */
final class ColumnFetcher {
  /** In the place of a row: null. */
  static final long NULL = -1;

  /** In the place of a row: the default. */
  static final long DEFAULT = -2;

  private final int column;
  private final int defaultColumn;
  private final Cursor cursor;
  private final ColumnBuffer buffer;
  private int[] from = new int[0];
  private int[] to = new int[0];

  /**
   * @param defaultColumn of the same type; -1 = null
   */
  ColumnFetcher(
      int column, int defaultColumn, DataType type, Cursor cursor, ReservedArrays arrays) {
    this.column = column;
    this.defaultColumn = defaultColumn;
    this.cursor = cursor;
    this.buffer = new ColumnBuffer(type, arrays);
  }

  /**
   * @param rows for each row of the batch that {@code at} stands on the row to fetch, {@link #NULL}
   *     or {@link #DEFAULT}; in ascending order as a rule, since going back may read a file anew
   */
  ColumnVector fetch(long[] rows, int count, Cursor at) {
    if (from.length < count) {
      from = new int[count];
      to = new int[count];
    }
    buffer.beginNull(count);
    if (defaultColumn >= 0) {
      int n = 0;
      for (int i = 0; i < count; i++) {
        from[n] = i;
        to[n] = i;
        n += rows[i] == DEFAULT ? 1 : 0;
      }
      copy(at, defaultColumn, n);
    }
    int i = 0;
    while (i < count) {
      if (rows[i] < 0) {
        i++;
        continue;
      }
      cursor.seek(rows[i]);
      int n = 0;
      for (; i < count && (rows[i] < 0 || isOn(cursor, rows[i])); i++) {
        if (rows[i] >= 0) {
          from[n] = (int) (rows[i] - cursor.start());
          to[n++] = i;
        }
      }
      copy(cursor, column, n);
    }
    return buffer.vector();
  }

  private static boolean isOn(Cursor cursor, long row) {
    return row >= cursor.start() && row < cursor.end();
  }

  private void copy(Cursor source, int sourceColumn, int count) {
    if (count == 0) {
      return;
    }
    FlatView view = new FlatView();
    view.set(source.batch().column(sourceColumn), from, count);
    buffer.copy(view, to, count);
  }
}
