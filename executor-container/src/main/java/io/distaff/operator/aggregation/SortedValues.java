package io.distaff.operator.aggregation;

import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.sort.SortOperator;
import io.distaff.operator.spill.SpillFile;
import io.distaff.operator.spill.SpilledInput;
import io.distaff.plan.PlanNode;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.DoubleVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.LongVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Walks through the values of groups that don't go into memory, one group after the other, and
 * those of a group in their order. The caller knows how many a group has. Confined to a task's
 * thread.
 */
final class SortedValues implements AutoCloseable {
  private static final int VALUE = 1;
  private static final int COUNT = 2;

  private final List<DataType> types;
  private final Operator sort;
  private final FlatView view = new FlatView();
  private final FlatView counts = new FlatView();
  private final int[] row = new int[1];
  private VectorBatch batch;

  /** In the batch, of the next value. */
  private int position;

  /**
   * @param rows of group and value, and what goes with the value, in any order; owned by this
   *     object
   */
  SortedValues(SpillFile rows, Schema schema, OperatorContext context) {
    this.types = List.of(schema.type(VALUE));
    this.sort =
        new SortOperator(
            new PlanNode.Sort(
                new PlanNode.Values(schema, List.of()),
                List.of(new SortKey(0, false, false), new SortKey(VALUE, false, false)),
                -1,
                0),
            new SpilledInput(rows),
            context);
  }

  /** Goes past some values. */
  void skip(long count) {
    long left = count;
    while (left > 0) {
      int n = available(left);
      position += n;
      left -= n;
    }
  }

  /** How many of the next values are at hand: one at least. */
  private int available(long wanted) {
    if (batch == null || position == batch.numSelected()) {
      batch = sort.next();
      position = 0;
    }
    return (int) Math.min(wanted, batch.numSelected() - position);
  }

  /** The next value, a double. */
  double nextDouble() {
    available(1);
    look(position++, 1);
    return ((DoubleVector) view.values()).values()[view.positions()[0]];
  }

  /** Copies the next value to a row. */
  void copyNext(ColumnBuffer out, int at) {
    available(1);
    look(position++, 1);
    out.copy(view, new int[] {at}, 1);
  }

  private void look(int from, int count) {
    int[] rows = count == 1 ? row : new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = from + i;
    }
    view.set(batch.column(VALUE), rows, count);
  }

  /**
   * Copies to a row the value that is most frequent among some values that come with their counts,
   * the first of those.
   */
  void copyMode(long count, ColumnBuffer out, int at) {
    RowStore kept = new RowStore(types); // the most frequent so far, and the last one
    int best = -1;
    int current = -1;
    long bestLength = 0;
    long length = 0;
    for (long left = count; left > 0; ) {
      int n = available(left);
      RowStore store = new RowStore(types);
      if (best >= 0) {
        append(kept, best, store);
        append(kept, current, store);
        best = 0;
        current = 1;
      }
      int base = store.numRows();
      look(position, n);
      store.append(new FlatView[] {view}, null, n);
      counts.set(batch.column(COUNT), view.rows(), n);
      long[] countsOfBatch = ((LongVector) counts.values()).values();
      for (int value = base; value < base + n; value++) {
        boolean isSame = current >= 0 && store.compare(0, current, value) == 0;
        current = isSame ? current : value;
        length = (isSame ? length : 0) + countsOfBatch[counts.positions()[value - base]];
        if (length > bestLength) {
          bestLength = length;
          best = current;
        }
      }
      kept = store;
      position += n;
      left -= n;
    }
    kept.copyOut(0, new int[] {best}, new int[] {at}, 1, out);
  }

  private static void append(RowStore from, int row, RowStore to) {
    FlatView one = new FlatView();
    one.set(from.column(0, row / RowStore.PAGE_ROWS), new int[] {row % RowStore.PAGE_ROWS}, 1);
    to.append(new FlatView[] {one}, null, 1);
  }

  @Override
  public void close() {
    batch = null;
    sort.close();
  }
}
