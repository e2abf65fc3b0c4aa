package io.distaff.operator.aggregation;

import io.distaff.memory.ReservedArrays;
import io.distaff.plan.SortKey;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Aggregates of how often each value of a group occurs, MODE and HISTOGRAM: the rows that are
 * collected are the different values, each with its count.
 *
 * <pre>
 *   rows that came    row of the table   group   value   count
 *   0 a, 1 x, 0 a     0                  0       a       2
 *   0 b, 1 x, 0 b     1                  1       x       2
 *                     2                  0       b       2
 * </pre>
 */
final class CountedValues extends CollectedRows {
  /** What is computed. */
  enum Statistic {
    MODE,
    HISTOGRAM
  }

  private static final int GROUP = 0;
  private static final int VALUE = 1;

  /** Of what is collected, and moved out. */
  private static final int COUNT = 1;

  private final Statistic statistic;
  private final DataType valueType;

  /** Of group and value. */
  private final GroupTable table;

  /** By row of the table, in pages. */
  private long[][] counts = new long[0][];

  private final FlatView part = new FlatView();
  private final ColumnBuffer values;
  private int[] tableRows = new int[0];
  private final RowNumberSort sort = new RowNumberSort(List.of(new SortKey(VALUE, false, false)));

  /**
   * @param stateType as {@link #stateType(DataType)} gives it
   */
  CountedValues(Statistic statistic, DataType type, ArrayType stateType, boolean groupsBeginEmpty) {
    super(type, stateType, 1, groupsBeginEmpty);
    this.statistic = statistic;
    this.valueType = types.get(0);
    this.table = GroupTable.of(List.of(DataType.INT, valueType), new int[] {GROUP, VALUE});
    this.values = new ColumnBuffer(valueType, ReservedArrays.uncounted()).keepingDictionaries();
  }

  /** The state for values of a type. */
  static ArrayType stateType(DataType valueType) {
    return CollectedRows.stateType(List.of(valueType, DataType.BIGINT));
  }

  @Override
  void viewRows(FlatView[] views, AggregateInput in) {
    views[0].set(in.column(0), in.countingRows(), in.count());
  }

  // The rows.

  @Override
  int numRowsHeld() {
    return table.numGroups();
  }

  @Override
  long rowsBytes() {
    return table.heldBytes()
        + table.keys().heldBytes()
        + (long) counts.length * RowStore.PAGE_ROWS * Long.BYTES;
  }

  @Override
  long appendBytes(FlatView[] added, int count) {
    part.set(
        new ConstantVector(new IntVector(DataType.INT, new int[1], null, 1), count),
        added[0].rows(),
        count);
    long keyBytes = table.keys().appendBytes(new FlatView[] {part, added[0]}, count);
    int morePages = count / RowStore.PAGE_ROWS + 2;
    return 2 * keyBytes
        + table.tableGrowBytes(table.numGroups() + count)
        + (long) morePages * RowStore.PAGE_ROWS * Long.BYTES;
  }

  /** Adds to the counts, in portions so that what is kept for each row is little. */
  @Override
  void append(FlatView[] added, int[] groups, int count, boolean areStates) {
    for (int from = 0; from < count; from += VectorBatch.TARGET_ROWS) {
      int n = Math.min(VectorBatch.TARGET_ROWS, count - from);
      find(added[0], groups, from, n);
      long[] weights = null;
      int[] positions = null;
      if (areStates) {
        weights = ((LongVector) added[COUNT].values()).values();
        positions = added[COUNT].positions();
      }
      for (int k = 0; k < n; k++) {
        int row = tableRows[k];
        counts[row / RowStore.PAGE_ROWS][row % RowStore.PAGE_ROWS] +=
            areStates ? weights[positions[from + k]] : 1;
      }
    }
  }

  /** Finds the table's rows of some values, which new ones become. */
  private void find(FlatView added, int[] groups, int from, int count) {
    part.set(added.column(), Arrays.copyOfRange(added.rows(), from, from + count), count);
    values.begin(count);
    values.copy(part, null, count);
    IntVector group =
        new IntVector(DataType.INT, Arrays.copyOfRange(groups, from, from + count), null, count);
    if (tableRows.length < count) {
      tableRows = new int[VectorBatch.TARGET_ROWS];
    }
    int before = table.numGroups();
    table.assign(new VectorBatch(count, group, values.vector()), tableRows);
    int pages = table.keys().numPages();
    for (int page = counts.length; page < pages; page++) {
      counts = Arrays.copyOf(counts, pages);
      counts[page] = new long[RowStore.PAGE_ROWS];
    }
    ensureLinks(pages);
    for (int row = before; row < table.numGroups(); row++) {
      IntVector groupsOfPage = (IntVector) table.keys().column(GROUP, row / RowStore.PAGE_ROWS);
      link(row, groupsOfPage.values()[row % RowStore.PAGE_ROWS]);
    }
  }

  private long count(int row) {
    return counts[row / RowStore.PAGE_ROWS][row % RowStore.PAGE_ROWS];
  }

  @Override
  long valueBytes(int row) {
    return table.keys().valueBytes(row) + Long.BYTES;
  }

  @Override
  ColumnVector copy(int column, int[] rows, int count) {
    if (column == COUNT) {
      long[] ofRows = new long[count];
      for (int i = 0; i < count; i++) {
        ofRows[i] = count(rows[i]);
      }
      return new LongVector(DataType.BIGINT, ofRows, null, count);
    }
    ColumnBuffer buffer = new ColumnBuffer(valueType, ReservedArrays.uncounted());
    buffer.begin(count);
    table.keys().copyOut(VALUE, rows, null, count, buffer);
    return buffer.vector();
  }

  @Override
  void dropRows() {
    table.clear();
    counts = new long[0][];
  }

  // Results.

  /** The rows, and the keys and counts of a histogram. */
  @Override
  int resultRowBytes() {
    return 2 * Integer.BYTES + Long.BYTES;
  }

  /** A histogram is as large as what it is made of. */
  @Override
  boolean canMoveRowsOut() {
    return statistic == Statistic.MODE;
  }

  @Override
  ColumnVector results(int from, int count) {
    SortedValues sorted = sortedValues();
    return switch (statistic) {
      case MODE -> sorted == null ? modes(from, count) : modesOfSorted(sorted, from, count);
      case HISTOGRAM -> histograms(from, count);
    };
  }

  private ColumnVector modes(int from, int count) {
    int[] rows = new int[longest(from, count)];
    int[] chosen = new int[count];
    int[] at = new int[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      int length = length(from + i);
      if (length > 0) {
        rowsOf(from + i, rows, 0);
        chosen[n] = mode(rows, length);
        at[n++] = i;
      }
    }
    ColumnBuffer out = new ColumnBuffer(type, ReservedArrays.uncounted());
    out.beginNull(count);
    table.keys().copyOut(VALUE, chosen, at, n, out);
    return out.vector();
  }

  private int mode(int[] rows, int length) {
    int best = rows[0];
    for (int i = 1; i < length; i++) {
      int row = rows[i];
      int more = Long.compare(count(row), count(best));
      if (more > 0 || (more == 0 && table.keys().compare(VALUE, row, best) < 0)) {
        best = row;
      }
    }
    return best;
  }

  /** Of groups whose values were moved out, in ascending order from call to call. */
  private ColumnVector modesOfSorted(SortedValues sorted, int from, int count) {
    ColumnBuffer out = new ColumnBuffer(type, ReservedArrays.uncounted()).copying();
    out.beginNull(count);
    for (int i = 0; i < count; i++) {
      if (movedLength(from + i) > 0) {
        sorted.copyMode(movedLength(from + i), out, i);
      }
    }
    return out.vector();
  }

  private MapVector histograms(int from, int count) {
    int[] rows = new int[totalLength(from, count)];
    int[] starts = new int[count];
    int[] lengths = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = at;
      lengths[i] = length(from + i);
      rowsOf(from + i, rows, at);
      sort.sort(table.keys(), rows, at, at + lengths[i]);
      at += lengths[i];
    }
    return new MapVector(
        (MapType) type,
        starts,
        lengths,
        copy(0, rows, at),
        copy(COUNT, rows, at),
        nonEmpty(from, count),
        count);
  }
}
