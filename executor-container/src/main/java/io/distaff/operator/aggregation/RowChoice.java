package io.distaff.operator.aggregation;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.RowStore;
import io.distaff.vector.SelectedRows;
import io.distaff.vector.StructVector;
import io.distaff.vector.ValueOrder;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses a row of each group and gives one of its columns: MIN, MAX and ANY_VALUE of arrays, maps
 * and structs, MIN_BY and MAX_BY, FIRST and LAST. Values are ordered as {@link ValueOrder} says.
 * The rows chosen are in a store; those that better ones have replaced stay there until they are
 * most of it.
 *
 * <p>The state is the value itself where it can't be null, and else a struct of the row's columns.
 */
final class RowChoice extends Accumulator {
  /** Which row of a group is chosen, by the first column. */
  enum Choice {
    SMALLEST,
    LARGEST,
    FIRST,
    LAST
  }

  /** Whether rows count in which the value is null. */
  enum Nulls {
    COUNTED,
    IGNORED
  }

  private static final int NONE = -1;

  /** Below it: the k-th row of the batch at hand is {@code IN_BATCH - k}. */
  private static final int IN_BATCH = -2;

  private final Choice choice;
  private final Nulls nulls;
  private final DataType stateType;
  private final List<DataType> types;

  /** Of the store's columns, which argument is there. */
  private final int[] arguments;

  private final FlatView[] views;
  private RowStore store;
  private ColumnVector[] pages = new ColumnVector[0];
  private int[] chosen = new int[0];
  private int numChosen;
  private int[] picks = new int[0];
  private int[] changed = new int[0];

  private RowChoice(
      Choice choice,
      Nulls nulls,
      DataType type,
      DataType stateType,
      int[] arguments,
      boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.choice = choice;
    this.nulls = nulls;
    this.stateType = stateType;
    this.types = stateType.equals(type) ? List.of(type) : ((StructType) stateType).types();
    this.arguments = arguments;
    this.views = new FlatView[types.size()];
    Arrays.setAll(views, c -> new FlatView());
    this.store = new RowStore(types);
  }

  /** Of values that aren't null. */
  static RowChoice ofValues(Choice choice, DataType type, boolean groupsBeginEmpty) {
    return new RowChoice(choice, Nulls.IGNORED, type, type, new int[] {0}, groupsBeginEmpty);
  }

  /**
   * Of rows: the first argument of the row chosen.
   *
   * @param stateType as {@link #stateType} gives it, with the key by which to choose, if any
   */
  static RowChoice ofRows(
      Choice choice, Nulls nulls, DataType type, StructType stateType, boolean groupsBeginEmpty) {
    int[] arguments = stateType.size() == 1 ? new int[] {0} : new int[] {1, 0};
    return new RowChoice(choice, nulls, type, stateType, arguments, groupsBeginEmpty);
  }

  /** The state of a choice of rows: the key, if there is one, then the value. */
  static StructType stateType(List<DataType> arguments) {
    StructType.Member value = new StructType.Member("value", arguments.get(0));
    return new StructType(
        arguments.size() == 1
            ? List.of(value)
            : List.of(new StructType.Member("key", arguments.get(1)), value));
  }

  @Override
  boolean countsNulls(int argument) {
    return argument == 0 && nulls == Nulls.COUNTED;
  }

  @Override
  int stateBytes() {
    return Integer.BYTES;
  }

  @Override
  long extraBytes(AggregateInput in, int newCapacity) {
    if (in.values() instanceof StructVector && in.values().type().equals(stateType)) {
      viewStates(in);
    } else {
      viewRows(in);
    }
    long append = store.appendBytes(views, in.count());
    return append
        + append / Math.max(1, store.numPages())
        + (isMostlyReplaced(in.count()) ? store.heldBytes() : 0);
  }

  /** The rows chosen, and copies of those of one page of groups: results. */
  @Override
  long extraHeldBytes() {
    long held = store.heldBytes();
    return held + held / Math.max(1, store.numPages());
  }

  @Override
  void resize(int before, int wanted) {
    chosen = Arrays.copyOf(chosen, wanted);
    Arrays.fill(chosen, before, wanted, NONE);
  }

  private void viewRows(AggregateInput in) {
    for (int c = 0; c < views.length; c++) {
      views[c].set(in.column(arguments[c]), in.countingRows(), in.count());
    }
  }

  private void viewStates(AggregateInput in) {
    if (stateType.equals(type)) {
      viewRows(in);
      return;
    }
    StructVector states = (StructVector) in.values();
    for (int c = 0; c < views.length; c++) {
      views[c].set(states.member(c), in.positions(), in.count());
    }
  }

  @Override
  void addRows(AggregateInput in, int numGroups) {
    viewRows(in);
    addViewed(in);
  }

  @Override
  void addStateRows(AggregateInput in, int numGroups) {
    viewStates(in);
    addViewed(in);
  }

  private void addViewed(AggregateInput in) {
    int count = in.count();
    if (isMostlyReplaced(count)) {
      compact();
    }
    if (changed.length < count) {
      changed = new int[Math.max(count, RowStore.PAGE_ROWS)];
      picks = new int[changed.length];
    }
    int numChanged = choose(in.groups(), count);
    for (int i = 0; i < numChanged; i++) {
      int g = changed[i];
      picks[i] = IN_BATCH - chosen[g];
      chosen[g] = store.numRows() + i;
    }
    store.append(views, picks, numChanged);
    readPages();
  }

  /** Notes the best row of each group, and which groups have a new one. */
  private int choose(int[] groups, int count) {
    int numChanged = 0;
    for (int k = 0; k < count; k++) {
      int g = groups[k];
      int before = chosen[g];
      if (before == NONE || isBetter(k, before)) {
        chosen[g] = IN_BATCH - k;
        changed[numChanged] = g;
        numChanged += before > IN_BATCH ? 1 : 0;
        numChosen += before == NONE ? 1 : 0;
      }
    }
    return numChanged;
  }

  private boolean isBetter(int k, int before) {
    return switch (choice) {
      case FIRST -> false;
      case LAST -> true;
      case SMALLEST -> compare(k, before) < 0;
      case LARGEST -> compare(k, before) > 0;
    };
  }

  private int compare(int k, int before) {
    ColumnVector values = views[0].values();
    int[] positions = views[0].positions();
    return before <= IN_BATCH
        ? ValueOrder.compareValues(values, positions[k], values, positions[IN_BATCH - before])
        : ValueOrder.compareValues(
            values, positions[k], pages[before / RowStore.PAGE_ROWS], before % RowStore.PAGE_ROWS);
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
    ColumnBuffer[] buffers = ColumnBuffer.of(types, ReservedArrays.uncounted());
    FlatView[] copies = new FlatView[buffers.length];
    Arrays.setAll(copies, c -> new FlatView());
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
      for (int i = 0; i < n; i++) {
        chosen[groups[i]] = compacted.numRows() + i;
      }
      for (int c = 0; c < buffers.length; c++) {
        buffers[c].begin(n);
        store.copyOut(c, rows, null, n, buffers[c]);
        copies[c].set(buffers[c].vector(), all.first(n), n);
      }
      compacted.append(copies, null, n);
    }
    store = compacted;
    pages = new ColumnVector[0];
    readPages();
  }

  @Override
  ColumnVector results(int from, int count) {
    return column(views.length - 1, from, count);
  }

  private ColumnVector column(int column, int from, int count) {
    int[] rows = new int[count + 1];
    int[] at = new int[count + 1];
    int n = 0;
    for (int i = 0; i < count; i++) {
      rows[n] = chosen[from + i];
      at[n] = i;
      n += rows[n] == NONE ? 0 : 1;
    }
    ColumnBuffer out = new ColumnBuffer(types.get(column), ReservedArrays.uncounted());
    if (n == count) {
      out.begin(count);
    } else {
      out.beginNull(count);
    }
    store.copyOut(column, rows, at, n, out);
    return out.vector();
  }

  @Override
  DataType exactType() {
    return stateType;
  }

  @Override
  ColumnVector states(int from, int count) {
    if (stateType.equals(type)) {
      return results(from, count);
    }
    ColumnVector[] members = new ColumnVector[views.length];
    Arrays.setAll(members, c -> column(c, from, count));
    return new StructVector((StructType) stateType, members, validity(from, count), count);
  }

  @Override
  ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    return stateType.equals(type) ? super.statesOfRows(batch, in) : groupedByRow(batch, in);
  }

  @Override
  void drop() {
    store = new RowStore(types);
    pages = new ColumnVector[0];
    chosen = new int[0];
    numChosen = 0;
  }
}
