package io.distaff.eval;

import io.distaff.kernel.Buffers;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.LogicKernels;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.SelectKernels;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BooleanVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * AND and OR of three values. Each argument is evaluated only for the rows that those before it
 * have left open: not false for AND, not true for OR.
 */
final class LogicEvaluator implements Evaluator {
  private static final int FALSE = 0;
  private static final int TRUE = 2;

  private final boolean isAnd;
  private final List<Evaluator> arguments;
  private final Flattener flattener;
  private final Buffers result;
  private final Buffers states;
  private final Buffers argumentStates;

  LogicEvaluator(boolean isAnd, List<Evaluator> arguments, ReservedArrays arrays) {
    this.flattener = new Flattener(arrays);
    this.result = new Buffers(arrays);
    this.states = new Buffers(arrays);
    this.argumentStates = new Buffers(arrays);
    this.isAnd = isAnd;
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public DataType type() {
    return DataType.BOOLEAN;
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    int n = batch.numRows();
    RowSet rows = RowSet.of(selection, n);
    byte[] state = states.bytes(n);
    byte[] next = argumentStates.bytes(n);
    int[] openRows = states.ints(n);
    SelectionVector open = selection;
    for (int i = 0; i < arguments.size(); i++) {
      RowSet openSet = RowSet.of(open, n);
      if (openSet.count() == 0) {
        break;
      }
      ColumnVector value = flattener.flatten(arguments.get(i).evaluate(batch, open), openSet);
      toStates((BooleanVector) value, i == 0 ? state : next, openSet);
      if (i > 0 && isAnd) {
        LogicKernels.min(next, state, openSet);
      } else if (i > 0) {
        LogicKernels.max(next, state, openSet);
      }
      if (i < arguments.size() - 1) {
        int count =
            SelectKernels.isNot(
                state, isAnd ? FALSE : TRUE, openSet.rows(), openSet.count(), openRows);
        open = count == openSet.count() ? open : new SelectionVector(openRows, count);
      }
    }
    byte[] out = result.bytes(n);
    long[] validity = null;
    if (LogicKernels.fromStates(state, out, rows)) {
      validity = Validity.allValid(n);
      LogicKernels.nullsOfStates(state, validity, rows);
    }
    return new BooleanVector(DataType.BOOLEAN, out, validity, n);
  }

  private static void toStates(BooleanVector value, byte[] states, RowSet rows) {
    if (value.validity() == null) {
      LogicKernels.toStates(value.values(), states, rows);
    } else {
      LogicKernels.toStates(value.values(), value.validity(), states, rows);
    }
  }
}
