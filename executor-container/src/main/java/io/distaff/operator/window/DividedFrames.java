package io.distaff.operator.window;

import io.distaff.memory.MemoryReservation;
import io.distaff.operator.aggregation.StatesByRow;
import io.distaff.operator.window.WindowRows.Cursor;
import io.distaff.vector.ColumnVector;
import java.util.List;

/**
 * An aggregate over frames that exclude rows. Each part of the frames is computed by itself, since
 * the ends of a part never go back; then the parts' states are put together row by row.
 */
final class DividedFrames implements WindowFunction {
  private final List<WindowFunction> parts;
  private final StatesByRow states;
  private final MemoryReservation memory;
  private long stateBytes;

  /**
   * @param parts which give the aggregate's states over the parts of the frames, in their order
   */
  DividedFrames(List<WindowFunction> parts, StatesByRow states, MemoryReservation memory) {
    this.parts = List.copyOf(parts);
    this.states = states;
    this.memory = memory;
  }

  @Override
  public ColumnVector compute(RowPlaces places, Cursor at) {
    states.begin(places.count());
    account(0);
    for (WindowFunction part : parts) {
      states.set(part.compute(places, at));
      account(stateBytes + states.growBytes());
      states.add();
      account(states.heldBytes());
    }
    return states.results();
  }

  private void account(long bytes) {
    if (bytes > stateBytes) {
      memory.add(bytes - stateBytes);
    } else {
      memory.resize(memory.bytes() - (stateBytes - bytes));
    }
    stateBytes = bytes;
  }
}
