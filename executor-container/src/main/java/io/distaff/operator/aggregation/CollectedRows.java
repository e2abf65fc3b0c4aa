package io.distaff.operator.aggregation;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.spill.SpillFile;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.IntVector;
import io.distaff.vector.RowStore;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An aggregate that needs all values of a group, or all different ones: they are collected here,
 * and subclasses make a result of them. Values of all groups are in one {@link RowStore}, in the
 * order in which they came, and each names the next one of its group:
 *
 * <pre>
 *   group       0  1                  row of the store   0   1   2   3   4
 *   first       0  1                  value              a   x   b   c   y
 *   last        3  4                  next               2   4   3   -   -
 *   length      3  2
 * </pre>
 *
 * Between phases a group is an array of its values, or several such; where an order is wanted, of
 * structs of value and keys; where values are counted, of value and count.
 */
abstract class CollectedRows extends Accumulator {
  private static final int MOST_MOVED_BYTES = 1 << 20;

  /** Of a state that is a part: as much as makes the rest of a row little. */
  private static final int PART_BYTES = 64 << 10;

  private final ArrayType stateType;
  final List<DataType> types;
  private final FlatView[] views;
  private final FlatView elements = new FlatView();
  RowStore store;
  private int[] first = new int[0];
  private int[] last = new int[0];
  private int[] lengths = new int[0];
  private int[][] next = new int[0][];
  private int[] elementRows = new int[0];

  /** Rows that were moved out, behind the numbers of their groups; null if none were. */
  private SpillFile moved;

  private OperatorContext movedContext;

  /** The rows that were moved out, while results are made of them; else null. */
  private SortedValues sorted;

  /** By group: how many were moved out. Of fewer groups than there are, where none were. */
  private long[] movedLengths = new long[0];

  private int[] elementGroups = new int[0];

  /**
   * @param stateType as {@link #stateType} gives it
   * @param numKeys beside the value
   */
  CollectedRows(DataType type, ArrayType stateType, int numKeys, boolean groupsBeginEmpty) {
    super(type, groupsBeginEmpty);
    this.stateType = stateType;
    this.types =
        numKeys == 0 ? List.of(stateType.element()) : ((StructType) stateType.element()).types();
    this.views = new FlatView[types.size()];
    Arrays.setAll(views, c -> new FlatView());
    this.store = new RowStore(types);
  }

  /** The state for a value and the keys to order by. */
  static ArrayType stateType(List<DataType> arguments) {
    if (arguments.size() == 1) {
      return new ArrayType(arguments.get(0));
    }
    List<StructType.Member> members = new ArrayList<>();
    for (DataType argument : arguments) {
      members.add(new StructType.Member("c" + members.size(), argument));
    }
    return new ArrayType(new StructType(members));
  }

  @Override
  final boolean hasUnboundedStates() {
    return true;
  }

  @Override
  boolean countsNulls(int argument) {
    return argument > 0;
  }

  @Override
  final int stateBytes() {
    return 3 * Integer.BYTES;
  }

  @Override
  final long extraBytes(AggregateInput in, int newCapacity) {
    int count = viewIfStates(in);
    if (count < 0) {
      viewRows(views, in);
      count = in.count();
    }
    int morePages = count / RowStore.PAGE_ROWS + 2;
    return appendBytes(views, count)
        + (long) morePages * RowStore.PAGE_ROWS * Integer.BYTES
        + (2L * Integer.BYTES + resultRowBytes()) * count;
  }

  /** Looks at the rows of states; how many there are, or -1 if the input isn't of states. */
  private int viewIfStates(AggregateInput in) {
    return in.values() instanceof ArrayVector && in.values().type().equals(stateType)
        ? viewStates(in)
        : -1;
  }

  @Override
  final long extraHeldBytes() {
    return rowsBytes()
        + (long) next.length * RowStore.PAGE_ROWS * Integer.BYTES
        + (long) resultRowBytes() * numRowsHeld()
        + (long) Long.BYTES * movedLengths.length;
  }

  /** What making results takes for each value beside its copy: which rows they are. */
  int resultRowBytes() {
    return Integer.BYTES;
  }

  @Override
  final void resize(int before, int wanted) {
    first = Arrays.copyOf(first, wanted);
    last = Arrays.copyOf(last, wanted);
    lengths = Arrays.copyOf(lengths, wanted);
  }

  /** Looks at rows of the input. */
  void viewRows(FlatView[] columns, AggregateInput in) {
    for (int c = 0; c < columns.length; c++) {
      columns[c].set(in.column(c), in.countingRows(), in.count());
    }
  }

  private int viewStates(AggregateInput in) {
    ArrayVector arrays = (ArrayVector) in.values();
    int[] positions = in.positions();
    long total = 0;
    for (int k = 0, count = in.count(); k < count; k++) {
      total += arrays.lengths()[positions[k]];
    }
    int n = checked(total);
    if (elementRows.length < n) {
      elementRows = new int[Math.max(n, VectorBatch.TARGET_ROWS)];
    }
    int at = 0;
    for (int k = 0, count = in.count(); k < count; k++) {
      int start = arrays.starts()[positions[k]];
      for (int e = 0, length = arrays.lengths()[positions[k]]; e < length; e++) {
        elementRows[at++] = start + e;
      }
    }
    if (views.length == 1) {
      views[0].set(arrays.elements(), elementRows, n);
      return n;
    }
    elements.set(arrays.elements(), elementRows, n);
    StructVector rows = (StructVector) elements.values();
    for (int c = 0; c < views.length; c++) {
      views[c].set(rows.member(c), elements.positions(), n);
    }
    return n;
  }

  /** Of the file of rows that were moved out. */
  private Schema movedSchema() {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("group", DataType.INT, false));
    types.forEach(column -> fields.add(new Field("value", column, true)));
    return new Schema(fields);
  }

  /** For results: the rows that were moved out, group by group in order; null if none were. */
  final SortedValues sortedValues() {
    if (sorted == null && hasMovedRows()) {
      sorted = new SortedValues(takeMovedRows(), movedSchema(), movedContext);
    }
    return sorted;
  }

  @Override
  final boolean hasMovedRows() {
    return moved != null;
  }

  @Override
  final int longestGroup() {
    int longest = 0;
    for (int length : lengths) {
      longest = Math.max(longest, length);
    }
    return longest;
  }

  @Override
  final void moveRowsOut(OperatorContext context) {
    if (moved == null) {
      moved = new SpillFile(context, "values", movedSchema());
      movedContext = context;
    }
    movedLengths = Arrays.copyOf(movedLengths, capacity());
    int[] rows = new int[VectorBatch.TARGET_ROWS];
    int[] groups = new int[VectorBatch.TARGET_ROWS];
    int count = 0;
    long bytes = 0;
    for (int g = 0; g < lengths.length; g++) {
      movedLengths[g] += lengths[g];
      int row = first[g];
      for (int i = 0; i < lengths[g]; i++) {
        groups[count] = g;
        rows[count++] = row;
        bytes += valueBytes(row);
        if (count == rows.length || bytes >= MOST_MOVED_BYTES) {
          write(groups, rows, count);
          count = 0;
          bytes = 0;
        }
        row = next[row / RowStore.PAGE_ROWS][row % RowStore.PAGE_ROWS];
      }
    }
    if (count > 0) {
      write(groups, rows, count);
    }
    Arrays.fill(lengths, 0);
    dropRows();
    next = new int[0][];
  }

  private void write(int[] groups, int[] rows, int count) {
    ColumnVector[] columns = new ColumnVector[1 + types.size()];
    columns[0] = new IntVector(DataType.INT, groups, null, count);
    for (int c = 0; c < types.size(); c++) {
      columns[1 + c] = copy(c, rows, count);
    }
    moved.write(new VectorBatch(count, columns));
  }

  @Override
  final SpillFile takeMovedRows() {
    SpillFile taken = moved;
    moved = null;
    return taken;
  }

  /** A column of states of single rows that were moved out, for a batch of them. */
  @Override
  final ColumnVector statesOfMoved(VectorBatch batch) {
    int count = batch.numRows();
    int[] starts = new int[count];
    int[] ones = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = i;
      ones[i] = 1;
    }
    ColumnVector[] members = Arrays.copyOfRange(batch.columns(), 1, 1 + types.size());
    ColumnVector values =
        members.length == 1
            ? members[0]
            : new StructVector((StructType) stateType.element(), members, null, count);
    return new ArrayVector(stateType, starts, ones, values, null, count);
  }

  /** How many rows of a group were moved out. */
  final long movedLength(int group) {
    return group < movedLengths.length ? movedLengths[group] : 0;
  }

  private int checked(long rows) {
    if (rows > Integer.MAX_VALUE - VectorBatch.TARGET_ROWS) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "an aggregate collects %d values of type %s at once, more than an array can hold"
              .formatted(rows, types.get(0).sqlName()));
    }
    return (int) rows;
  }

  @Override
  final void addRows(AggregateInput in, int numGroups) {
    viewRows(views, in);
    append(views, in.groups(), in.count(), false);
  }

  @Override
  final void addStateRows(AggregateInput in, int numGroups) {
    int n = viewStates(in);
    if (elementGroups.length < n) {
      elementGroups = new int[elementRows.length];
    }
    ArrayVector arrays = (ArrayVector) in.values();
    int at = 0;
    for (int k = 0, count = in.count(); k < count; k++) {
      int length = arrays.lengths()[in.positions()[k]];
      Arrays.fill(elementGroups, at, at + length, in.groups()[k]);
      at += length;
    }
    append(views, elementGroups, n, true);
  }

  // The rows themselves. Here: one for each that came, in a RowStore.

  @Override
  int numRowsHeld() {
    return store.numRows();
  }

  /** Bytes of the rows, twice, since results are copies. */
  long rowsBytes() {
    return 2 * store.heldBytes();
  }

  /** What {@link #append} adds to {@link #rowsBytes} at most. */
  long appendBytes(FlatView[] added, int count) {
    return 2 * store.appendBytes(added, count);
  }

  /**
   * Adds the rows that are viewed, each to its group.
   *
   * @param areStates whether they are rows of states, not of the input
   */
  void append(FlatView[] added, int[] groups, int count, boolean areStates) {
    int row = store.numRows();
    checked((long) row + count);
    store.append(added, null, count);
    ensureLinks(store.numPages());
    for (int k = 0; k < count; k++) {
      link(row + k, groups[k]);
    }
  }

  /** Bytes of one row's values. */
  long valueBytes(int row) {
    return store.valueBytes(row);
  }

  void dropRows() {
    store = new RowStore(types);
  }

  /** One column of some rows. */
  ColumnVector copy(int column, int[] rows, int count) {
    ColumnBuffer buffer = new ColumnBuffer(types.get(column), ReservedArrays.uncounted());
    buffer.begin(count);
    store.copyOut(column, rows, null, count, buffer);
    return buffer.vector();
  }

  // Their lists.

  /** Makes room to link the rows of so many pages. */
  final void ensureLinks(int pages) {
    if (next.length < pages) {
      int before = next.length;
      next = Arrays.copyOf(next, pages);
      for (int page = before; page < pages; page++) {
        next[page] = new int[RowStore.PAGE_ROWS];
      }
    }
  }

  /** Puts a row behind the others of a group. */
  final void link(int row, int group) {
    if (lengths[group]++ == 0) {
      first[group] = row;
    } else {
      next[last[group] / RowStore.PAGE_ROWS][last[group] % RowStore.PAGE_ROWS] = row;
    }
    last[group] = row;
  }

  final int length(int group) {
    return lengths[group];
  }

  /** A bitmap for some groups: which have values; null if all have. */
  final long[] nonEmpty(int from, int count) {
    long[] bits = null;
    for (int i = 0; i < count; i++) {
      if (lengths[from + i] == 0) {
        bits = bits == null ? Validity.allValid(count) : bits;
        Validity.setNull(bits, i);
      }
    }
    return bits;
  }

  /** The most values that one of some groups has. */
  final int longest(int from, int count) {
    int longest = 0;
    for (int i = 0; i < count; i++) {
      longest = Math.max(longest, lengths[from + i]);
    }
    return longest;
  }

  /** The values of some groups together. */
  final int totalLength(int from, int count) {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += lengths[from + i];
    }
    return checked(total);
  }

  /** Writes which rows are a group's, in the order in which they came. */
  final void rowsOf(int group, int[] target, int at) {
    rowsOf(group, target, at, lengths[group]);
  }

  private void rowsOf(int group, int[] target, int at, int count) {
    int row = first[group];
    for (int i = 0; i < count; i++) {
      target[at + i] = row;
      row = next[row / RowStore.PAGE_ROWS][row % RowStore.PAGE_ROWS];
    }
  }

  @Override
  final DataType exactType() {
    return stateType;
  }

  @Override
  final ColumnVector takePart(int group) {
    if (rowsBytes() <= 2 * PART_BYTES) {
      return null;
    }
    int count = 0;
    int row = first[group];
    for (long bytes = 0; count < lengths[group] && bytes < PART_BYTES; count++) {
      bytes += valueBytes(row);
      row = next[row / RowStore.PAGE_ROWS][row % RowStore.PAGE_ROWS];
    }
    if (count == lengths[group]) {
      return null;
    }
    int[] rows = new int[count];
    rowsOf(group, rows, 0, count);
    first[group] = row;
    lengths[group] -= count;
    return arrays(rows, new int[] {0}, new int[] {count});
  }

  @Override
  final ColumnVector states(int from, int count) {
    int[] rows = new int[totalLength(from, count)];
    int[] starts = new int[count];
    int[] stateLengths = Arrays.copyOfRange(lengths, from, from + count);
    int at = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = at;
      rowsOf(from + i, rows, at);
      at += stateLengths[i];
    }
    return arrays(rows, starts, stateLengths);
  }

  /** States of which each has a range of some rows. */
  private ArrayVector arrays(int[] rows, int[] starts, int[] stateLengths) {
    int total = rows.length;
    ColumnVector[] members = new ColumnVector[types.size()];
    Arrays.setAll(members, c -> copy(c, rows, total));
    ColumnVector values =
        members.length == 1
            ? members[0]
            : new StructVector((StructType) stateType.element(), members, null, total);
    return new ArrayVector(stateType, starts, stateLengths, values, null, starts.length);
  }

  @Override
  final ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    return groupedByRow(batch, in);
  }

  @Override
  void drop() {
    dropRows();
    first = new int[0];
    last = new int[0];
    lengths = new int[0];
    next = new int[0][];
    movedLengths = new long[0];
    if (moved != null) {
      moved.close();
      moved = null;
    }
    if (sorted != null) {
      sorted.close();
      sorted = null;
    }
  }
}
