package io.distaff.operator.aggregation;

import io.distaff.memory.ReservedArrays;
import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.ValueOrder;
import java.util.Arrays;
import java.util.List;

/**
 * MIN, MAX and ANY_VALUE of arrays, maps and structs, in the order of {@link ValueOrder}. The
 * values chosen are rows of a store; those that better ones have replaced stay there until they are
 * most of it.
 */
final class NestedChoice extends Accumulator {
  private static final int NONE = -1;

  /** Below it: the k-th row of the batch at hand is {@code IN_BATCH - k}. */
  private static final int IN_BATCH = -2;

  private final AggregateCall.Function function;
  private final List<DataType> types;
  private final FlatView[] views = {new FlatView()};
  private RowStore store;
  private ColumnVector[] pages = new ColumnVector[0];
  private int[] chosen = new int[0];
  private int numChosen;
  private int[] picks = new int[0];
  private int[] changed = new int[0];

  NestedChoice(AggregateCall.Function function, DataType type, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.function = function;
    this.types = List.of(type);
    this.store = new RowStore(types);
  }

  @Override
  int stateBytes() {
    return Integer.BYTES;
  }

  @Override
  long extraBytes(AggregateInput in, int newCapacity) {
    views[0].set(in.values(), in.positions(), in.count());
    return store.appendBytes(views, in.count())
        + (isMostlyReplaced(in.count()) ? store.heldBytes() : 0);
  }

  @Override
  long extraHeldBytes() {
    return store.heldBytes();
  }

  @Override
  void resize(int before, int wanted) {
    chosen = Arrays.copyOf(chosen, wanted);
    Arrays.fill(chosen, before, wanted, NONE);
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    int count = in.count();
    if (isMostlyReplaced(count)) {
      compact();
    }
    if (changed.length < count) {
      changed = new int[Math.max(count, RowStore.PAGE_ROWS)];
      picks = new int[changed.length];
    }
    int numChanged = choose(in.values(), in.positions(), in.groups(), count);
    for (int i = 0; i < numChanged; i++) {
      int g = changed[i];
      picks[i] = IN_BATCH - chosen[g];
      chosen[g] = store.numRows() + i;
    }
    views[0].set(in.values(), in.positions(), count);
    store.append(views, picks, numChanged);
    readPages();
  }

  /** Notes the best row of each group, and which groups have a new one. */
  private int choose(ColumnVector values, int[] positions, int[] groups, int count) {
    int numChanged = 0;
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      int before = chosen[g];
      if (before == NONE || isBetter(values, positions, k, before)) {
        chosen[g] = IN_BATCH - k;
        changed[numChanged] = g;
        numChanged += before > IN_BATCH ? 1 : 0;
        numChosen += before == NONE ? 1 : 0;
      }
    }
    return numChanged;
  }

  private boolean isBetter(ColumnVector values, int[] positions, int k, int before) {
    if (function == AggregateCall.Function.ANY_VALUE) {
      return false;
    }
    int order =
        before <= IN_BATCH
            ? ValueOrder.compareValues(values, positions[k], values, positions[IN_BATCH - before])
            : ValueOrder.compareValues(
                values,
                positions[k],
                pages[before / RowStore.PAGE_ROWS],
                before % RowStore.PAGE_ROWS);
    return function == AggregateCall.Function.MIN ? order < 0 : order > 0;
  }

  private void readPages() {
    if (pages.length != store.numPages()) {
      pages = Arrays.copyOf(pages, store.numPages());
    }
    for (int page = 0; page < pages.length; page++) {
      // A page that is full stays as it is.
      if (pages[page] == null || pages[page].length() < RowStore.PAGE_ROWS) {
        pages[page] = store.column(0, page);
      }
    }
  }

  private boolean isMostlyReplaced(int moreRows) {
    return store.numRows() - numChosen > numChosen + (long) Math.max(moreRows, RowStore.PAGE_ROWS);
  }

  private void compact() {
    RowStore compacted = new RowStore(types);
    ColumnBuffer buffer = new ColumnBuffer(type, ReservedArrays.uncounted());
    SelectedRows all = new SelectedRows();
    int[] groups = new int[RowStore.PAGE_ROWS];
    int[] rows = new int[RowStore.PAGE_ROWS];
    for (int g = 0; g < chosen.length; ) {
      int n = 0;
      for (; g < chosen.length && n < rows.length; g++) {
        groups[n] = g;
        rows[n] = chosen[g];
        n += chosen[g] == NONE ? 0 : 1;
      }
      buffer.begin(n);
      store.copyOut(0, rows, null, n, buffer);
      for (int i = 0; i < n; i++) {
        chosen[groups[i]] = compacted.numRows() + i;
      }
      views[0].set(buffer.vector(), all.first(n), n);
      compacted.append(views, null, n);
    }
    store = compacted;
    pages = new ColumnVector[0];
    readPages();
  }

  @Override
  ColumnVector results(int from, int count) {
    int[] rows = new int[count + 1];
    int[] at = new int[count + 1];
    int n = 0;
    for (int i = 0; i < count; i++) {
      rows[n] = chosen[from + i];
      at[n] = i;
      n += rows[n] == NONE ? 0 : 1;
    }
    ColumnBuffer out = new ColumnBuffer(type, ReservedArrays.uncounted());
    if (n == count) {
      out.begin(count);
    } else {
      out.beginNull(count);
    }
    store.copyOut(0, rows, at, n, out);
    return out.vector();
  }

  @Override
  void drop() {
    store = new RowStore(types);
    pages = new ColumnVector[0];
    chosen = new int[0];
    numChosen = 0;
  }
}
