package io.distaff.operator.aggregation;

import io.distaff.memory.ReservedArrays;
import io.distaff.operator.OperatorContext;
import io.distaff.operator.spill.SpillFile;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The states of one aggregate call, by group number. A state is null (or 0 for COUNT) until a row
 * counts for it. Per batch: {@link #growBytes}, which the caller reserves; {@link #ensureGroups};
 * then {@link #add} or {@link #addStates}. Confined to a task's thread.
 */
abstract class Accumulator {
  private static final int SMALLEST_CAPACITY = 1024;

  final DataType type;
  private final boolean groupsBeginEmpty;
  private int capacity;
  private byte[] seen;
  private boolean tracksSeen;
  private int knownGroups;
  private FlatView stateView;
  private ColumnBuffer stateBuffer;
  private Supplier<Accumulator> another;
  private Accumulator rowStates;

  /**
   * @param type of the result
   * @param groupsBeginEmpty whether there may be groups for which no row came: without keys
   */
  Accumulator(DataType type, boolean groupsBeginEmpty) {
    this.type = type;
    this.groupsBeginEmpty = groupsBeginEmpty;
    this.tracksSeen = groupsBeginEmpty;
  }

  /**
   * Says how to make another one like this, whose groups may begin empty; needed for {@link
   * #groupedByRow}.
   */
  final Accumulator withAnother(Supplier<Accumulator> maker) {
    another = maker;
    return this;
  }

  /** Whether rows count in which this argument is null. */
  boolean countsNulls(int argument) {
    return false;
  }

  /** Whether the state of one group may be of any size. */
  boolean hasUnboundedStates() {
    return false;
  }

  /** An upper bound of what adding this input to {@code groups} groups allocates. */
  final long growBytes(AggregateInput in, int groups) {
    int wanted = grownCapacity(groups);
    return (wanted > capacity ? (stateBytes() + 1L) * wanted : 0) + extraBytes(in, wanted);
  }

  private int grownCapacity(int groups) {
    if (groups <= capacity) {
      return capacity;
    }
    if (groups == 1) {
      return 1;
    }
    return Math.max(Math.max(SMALLEST_CAPACITY, 2 * capacity), groups);
  }

  /** Makes room; new groups have the state "no row yet". */
  final void ensureGroups(int groups) {
    if (groups > capacity) {
      int wanted = grownCapacity(groups);
      resize(capacity, wanted);
      if (tracksSeen) {
        seen = seen == null ? new byte[wanted] : Arrays.copyOf(seen, wanted);
      }
      capacity = wanted;
    }
  }

  /** Adds rows; the input has its groups, of which there are {@code numGroups}. */
  final void add(AggregateInput in, int numGroups) {
    noteSeen(in, numGroups);
    addRows(in, numGroups);
    knownGroups = numGroups;
  }

  /** Adds states that another accumulator of this call gave. */
  final void addStates(AggregateInput in, int numGroups) {
    noteSeen(in, numGroups);
    addStateRows(in, numGroups);
    knownGroups = numGroups;
  }

  /** As long as every row counts, every group has been seen, and nothing is written down. */
  private void noteSeen(AggregateInput in, int numGroups) {
    if (!tracksSeen && in.picked()) {
      tracksSeen = true;
      seen = new byte[capacity];
      Arrays.fill(seen, 0, knownGroups, (byte) 1);
    }
    if (tracksSeen && numGroups == 1) {
      seen[0] |= (byte) (in.count() > 0 ? 1 : 0);
    } else if (tracksSeen) {
      int[] groups = in.groups();
      for (int k = 0, count = in.count(); k < count; k++) {
        seen[groups[k]] = 1;
      }
    }
  }

  /** A bitmap for some groups: which have seen a row; null if all have. */
  final long[] validity(int from, int count) {
    if (!tracksSeen) {
      return null;
    }
    long[] bits = new long[Validity.words(count)];
    int numSeen = 0;
    for (int i = 0; i < count; i++) {
      bits[i >>> 6] |= (long) seen[from + i] << i;
      numSeen += seen[from + i];
    }
    return numSeen == count ? null : bits;
  }

  final long heldBytes() {
    return (stateBytes() + 1L) * capacity + extraHeldBytes();
  }

  final void clear() {
    drop();
    capacity = 0;
    seen = null;
    tracksSeen = groupsBeginEmpty;
    knownGroups = 0;
  }

  final int capacity() {
    return capacity;
  }

  /**
   * A column of states of single rows, for a batch that isn't grouped; valid until the next call.
   * Here: the argument itself.
   */
  ColumnVector statesOfRows(VectorBatch batch, AggregateInput in) {
    return in.filtered() ? copyOfRows(batch, in) : in.column(0);
  }

  /** The argument in the state's type, null where a row doesn't count. */
  final ColumnVector copyOfRows(VectorBatch batch, AggregateInput in) {
    if (stateView == null) {
      stateView = new FlatView();
      stateBuffer = new ColumnBuffer(stateType(), ReservedArrays.uncounted());
    }
    int[] counting = in.countingRows();
    stateView.set(in.column(0), counting, in.count());
    stateBuffer.beginNull(batch.numRows());
    stateBuffer.copy(stateView, counting, in.count());
    return stateBuffer.vector();
  }

  /** States of single rows made by grouping: every row is a group. */
  final ColumnVector groupedByRow(VectorBatch batch, AggregateInput in) {
    if (rowStates == null) {
      rowStates = another.get();
    }
    rowStates.clear();
    rowStates.ensureGroups(batch.numRows());
    in.groupByRow();
    rowStates.add(in, batch.numRows());
    return rowStates.states(0, batch.numRows());
  }

  /** Bytes of a group in arrays that grow with the number of groups. */
  abstract int stateBytes();

  /** Upper bound of what the input allocates besides. */
  long extraBytes(AggregateInput in, int newCapacity) {
    return 0;
  }

  /** Bytes held besides. */
  long extraHeldBytes() {
    return 0;
  }

  abstract void resize(int before, int wanted);

  abstract void addRows(AggregateInput in, int numGroups);

  void addStateRows(AggregateInput in, int numGroups) {
    addRows(in, numGroups);
  }

  /**
   * Results of some groups, valid until the next call; NUMERIC_OVERFLOW if the type is too small.
   */
  abstract ColumnVector results(int from, int count);

  /** The type of {@link #states}, which the function says. */
  DataType stateType() {
    return type;
  }

  /** States of some groups as another phase takes them. */
  ColumnVector states(int from, int count) {
    return results(from, count);
  }

  /**
   * Takes a part of a group's state where that is more than one row between phases should have:
   * another state of the group, which is added as any other. Null if what is left isn't.
   */
  ColumnVector takePart(int group) {
    return null;
  }

  /** The type of {@link #exactStates}. */
  DataType exactType() {
    return type;
  }

  /** States of some groups as spill files keep them, without loss. */
  ColumnVector exactStates(int from, int count) {
    return states(from, count);
  }

  // Rows that an accumulator collects, which need be in memory only for results of their own size.

  /** Whether rows that have been moved out count in results. */
  boolean canMoveRowsOut() {
    return false;
  }

  /** Rows that are held. */
  int numRowsHeld() {
    return 0;
  }

  /** The most of a group that are held. */
  int longestGroup() {
    return 0;
  }

  /** Writes the rows that are held to a file, and forgets them here. */
  void moveRowsOut(OperatorContext context) {
    throw new IllegalStateException();
  }

  /** Whether rows have been moved out. */
  boolean hasMovedRows() {
    return false;
  }

  /** Gives the file of rows that have been moved out, each behind its group, to the caller. */
  SpillFile takeMovedRows() {
    throw new IllegalStateException();
  }

  /** A state, as {@link #exactStates}, for each row of such a file. */
  ColumnVector statesOfMoved(VectorBatch batch) {
    throw new IllegalStateException();
  }

  abstract void drop();
}
