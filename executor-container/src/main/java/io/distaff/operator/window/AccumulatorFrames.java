package io.distaff.operator.window;

import io.distaff.memory.MemoryReservation;
import io.distaff.memory.ReservedArrays;
import io.distaff.operator.aggregation.SingleGroup;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnBuffer;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.FlatView;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Any aggregate, by the accumulator that grouping uses. Nothing can be taken off it: when rows
 * leave, the rest of the frame is added up anew, which takes time in proportion to the frame.
 */
final class AccumulatorFrames extends AggregateFrames {
  private final SingleGroup group;
  private final boolean givesStates;
  private final MemoryReservation memory;
  private final ColumnBuffer buffer;
  private final FlatView view = new FlatView();
  private int[] zeros = new int[0];
  private int[] at = new int[0];
  private long groupBytes;

  AccumulatorFrames(
      RowRanges ranges,
      AggregateCall call,
      List<DataType> arguments,
      WindowRows rows,
      MemoryReservation memory,
      ReservedArrays arrays) {
    this(ranges, call, arguments, rows, memory, arrays, false);
  }

  private AccumulatorFrames(
      RowRanges ranges,
      AggregateCall call,
      List<DataType> arguments,
      WindowRows rows,
      MemoryReservation memory,
      ReservedArrays arrays,
      boolean givesStates) {
    super(ranges, call.column(), rows);
    this.group = new SingleGroup(call, arguments);
    this.givesStates = givesStates;
    this.memory = memory;
    this.buffer = new ColumnBuffer(givesStates ? group.stateType() : call.type(), arrays);
  }

  /** One that gives the aggregate's states, not its results. */
  static AccumulatorFrames ofStates(
      RowRanges ranges,
      AggregateCall call,
      List<DataType> arguments,
      WindowRows rows,
      MemoryReservation memory,
      ReservedArrays arrays) {
    return new AccumulatorFrames(ranges, call, arguments, rows, memory, arrays, true);
  }

  @Override
  void begin(int count) {
    if (zeros.length < count) {
      zeros = new int[count];
      at = new int[count];
    }
    buffer.beginNull(count);
  }

  @Override
  void reset() {
    group.clear();
    account(0);
  }

  @Override
  void add(Cursor cursor, int from, int to) {
    addRows(cursor.batch(), from, to);
  }

  private void addRows(VectorBatch batch, int from, int to) {
    group.set(batch, from, to);
    account(groupBytes + group.growBytes());
    group.add();
    account(group.heldBytes());
  }

  private void account(long bytes) {
    if (bytes > groupBytes) {
      memory.add(bytes - groupBytes);
    } else {
      memory.resize(memory.bytes() - (groupBytes - bytes));
    }
    groupBytes = bytes;
  }

  @Override
  void remove(long start) {
    reset();
    for (long row = start; row < high(); ) {
      leaving.seek(row);
      long to = Math.min(high(), leaving.end());
      addRows(leaving.batch(), (int) (row - leaving.start()), (int) (to - leaving.start()));
      row = to;
    }
  }

  @Override
  void give(int from, int to) {
    if (from == to) {
      return;
    }
    view.set(givesStates ? group.state() : group.result(), zeros, to - from);
    for (int i = from; i < to; i++) {
      at[i - from] = i;
    }
    buffer.copy(view, at, to - from);
  }

  @Override
  ColumnVector end(int count) {
    return buffer.vector();
  }
}
