package io.distaff.eval;

import io.distaff.kernel.Buffers;
import io.distaff.kernel.Forms;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.SelectKernels;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.List;

/** COALESCE: each argument is evaluated for the rows in which those before it are null. */
final class CoalesceEvaluator implements Evaluator {
  private final DataType type;
  private final List<Evaluator> arguments;
  private final ResultMerger merger;
  private final Buffers buffers;

  CoalesceEvaluator(DataType type, List<Evaluator> arguments, ReservedArrays arrays) {
    this.buffers = new Buffers(arrays);
    this.type = type;
    this.arguments = List.copyOf(arguments);
    this.merger = new ResultMerger(type, arrays);
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    int n = batch.numRows();
    SelectionVector remaining = selection;
    for (int i = 0; i < arguments.size(); i++) {
      ColumnVector value = arguments.get(i).evaluate(batch, remaining);
      if (i == 0) {
        if (!value.mayHaveNulls()) {
          return value;
        }
        merger.reset(n);
      }
      RowSet rows = RowSet.of(remaining, n);
      // Nulls of rows that stay open would otherwise outlive the value that a later one gives.
      boolean last = i == arguments.size() - 1;
      if (last || !value.mayHaveNulls()) {
        merger.put(value, rows);
        break;
      }
      if (value instanceof ConstantVector) {
        continue;
      }
      long[] validity = Forms.validity(value);
      int[] valid = buffers.ints(n);
      int numValid = SelectKernels.isValid(validity, 0, rows.rows(), rows.count(), valid);
      merger.put(value, new RowSet(valid, numValid, n));
      int[] open = buffers.lengths(n);
      int numOpen = SelectKernels.isValid(validity, 1, rows.rows(), rows.count(), open);
      remaining = new SelectionVector(open, numOpen);
      if (numOpen == 0) {
        break;
      }
    }
    return merger.finish();
  }
}
