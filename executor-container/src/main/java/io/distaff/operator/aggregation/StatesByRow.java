package io.distaff.operator.aggregation;

import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * Puts columns of one aggregate's states together row by row: every row is a group. How window
 * functions compute frames with gaps. Per batch: {@link #begin}; per column {@link #set}, {@link
 * #growBytes}, which the caller reserves, and {@link #add}; then {@link #results}. Confined to a
 * task's thread.
 */
public final class StatesByRow {
  private final AggregateInput input = AggregateInput.ofStates(0);
  private final Accumulator accumulator;
  private final DataType exactType;
  private int[] rows = new int[0];
  private int count;

  /**
   * @param arguments types of the call's arguments
   */
  public StatesByRow(AggregateCall call, List<DataType> arguments) {
    DataType stateType = AggregateFunctions.stateType(call, arguments);
    this.accumulator = AggregateFunctions.overStates(call, stateType, true);
    this.exactType = AggregateFunctions.overRows(call, arguments, true).exactType();
  }

  /** The type of the states that are added. */
  public DataType stateType() {
    return exactType;
  }

  /** Forgets what came before. */
  public void begin(int numRows) {
    accumulator.clear();
    count = numRows;
    if (rows.length < count) {
      rows = new int[Math.max(count, VectorBatch.TARGET_ROWS)];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = i;
      }
    }
  }

  /** Looks at states, one a row; null where no row counted. */
  public void set(ColumnVector states) {
    input.set(new VectorBatch(count, states), rows);
    input.groupByRow();
  }

  /** An upper bound of what adding the states allocates. */
  public long growBytes() {
    return accumulator.growBytes(input, count);
  }

  /** Adds them behind those that were added before. */
  public void add() {
    accumulator.ensureGroups(count);
    accumulator.addStates(input, count);
  }

  public long heldBytes() {
    return accumulator.heldBytes();
  }

  /** Of each row the result of all its states; valid until the next call. */
  public ColumnVector results() {
    return accumulator.results(0, count);
  }
}
