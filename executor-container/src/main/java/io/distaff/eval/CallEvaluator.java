package io.distaff.eval;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.List;

/** A call of a function that evaluates all its arguments, and is null when one of them is. */
final class CallEvaluator implements Evaluator {
  private final DataType type;
  private final Argument[] arguments;
  private final VectorFunction function;
  private boolean bounded;

  CallEvaluator(
      DataType type, List<Evaluator> arguments, VectorFunction function, ReservedArrays arrays) {
    this.type = type;
    this.arguments = arguments.stream().map(a -> new Argument(a, arrays)).toArray(Argument[]::new);
    this.function = function;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public long resultBound() {
    return bounded ? function.resultBound() : Bounds.UNKNOWN;
  }

  @Override
  public ColumnVector evaluate(VectorBatch batch, SelectionVector selection) {
    bounded = false;
    RowSet rows = RowSet.of(selection, batch.numRows());
    if (rows.count() == 0) {
      return ConstantVector.ofNull(type, rows.length());
    }
    boolean constant = true;
    long[] validity = null;
    for (Argument argument : arguments) {
      argument.load(batch, selection, rows);
      if (argument.isNullConstant()) {
        return ConstantVector.ofNull(type, rows.length());
      }
      if (!argument.isConstant()) {
        constant = false;
        validity = Validity.and(validity, argument.validity(), rows.length());
      }
    }
    if (constant) {
      for (Argument argument : arguments) {
        argument.unwrap();
      }
      return new ConstantVector(function.apply(arguments, RowSet.all(1), null), rows.length());
    }
    ColumnVector result = function.apply(arguments, rows, validity);
    bounded = true;
    return result;
  }
}
