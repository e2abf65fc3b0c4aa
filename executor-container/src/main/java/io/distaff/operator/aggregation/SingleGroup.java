package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.util.List;

/**
 * One aggregate over one group, whose rows come in ranges and whose result may be asked for in
 * between: how window functions use accumulators. Per range: {@link #set}; {@link #growBytes},
 * which the caller reserves; {@link #add}. Confined to a task's thread.
 */
public final class SingleGroup {
  private final AggregateInput input;
  private final Accumulator accumulator;
  private int[] rows = new int[0];
  private int[] groups = new int[0];

  /**
   * @param arguments types of the arguments
   */
  public SingleGroup(AggregateCall call, List<DataType> arguments) {
    this.accumulator = AggregateFunctions.overRows(call, arguments, true);
    this.input = AggregateInput.ofRows(call, accumulator, LargeValues.none());
  }

  /** Looks at rows of a batch without a selection. */
  public void set(VectorBatch batch, int from, int to) {
    int count = to - from;
    if (rows.length < count) {
      rows = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
      groups = new int[rows.length];
    }
    for (int i = 0; i < count; i++) {
      rows[i] = from + i;
    }
    input.set(batch.withSelection(new SelectionVector(rows, count)), rows);
    input.setGroups(groups);
  }

  /** An upper bound of what adding the rows allocates. */
  public long growBytes() {
    return accumulator.growBytes(input, 1);
  }

  public void add() {
    accumulator.ensureGroups(1);
    accumulator.add(input, 1);
  }

  public long heldBytes() {
    return accumulator.heldBytes();
  }

  /** The result so far, a vector of one row; valid until the next call. */
  public ColumnVector result() {
    accumulator.ensureGroups(1);
    return accumulator.results(0, 1);
  }

  /** The state so far without loss, a vector of one row; valid until the next call. */
  public ColumnVector state() {
    accumulator.ensureGroups(1);
    return accumulator.exactStates(0, 1);
  }

  /** The type of {@link #state}. */
  public DataType stateType() {
    return accumulator.exactType();
  }

  /** Forgets all rows. */
  public void clear() {
    accumulator.clear();
  }
}
