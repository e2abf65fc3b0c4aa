package io.distaff.eval;

import io.distaff.expression.Call;
import io.distaff.expression.NullRule;
import io.distaff.kernel.Argument;
import io.distaff.kernel.Bounds;
import io.distaff.kernel.Flattener;
import io.distaff.kernel.RowSet;
import io.distaff.kernel.VectorFunction;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.Validity;
import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * A call of a function that evaluates all its arguments, but for lambdas, which it calls itself.
 * Unless the function sees nulls itself, it is null when one of them is.
 */
final class CallEvaluator implements Evaluator {
  private final DataType type;
  private final List<Evaluator> evaluators;
  private final Argument[] arguments;
  private final List<Closure> closures;
  private final VectorFunction function;
  private final Flattener flattener;
  private final boolean seesNulls;
  private final boolean deterministic;
  private boolean bounded;

  CallEvaluator(
      Call call,
      List<Evaluator> arguments,
      List<Closure> closures,
      VectorFunction function,
      ReservedArrays arrays) {
    this.type = call.type();
    this.seesNulls = FunctionResolver.nullRule(call) == NullRule.OWN;
    this.deterministic =
        FunctionResolver.isDeterministic(call)
            && closures.stream().allMatch(Closure::isDeterministic);
    this.closures = List.copyOf(closures);
    this.evaluators = List.copyOf(arguments);
    this.arguments =
        evaluators.stream().map(e -> new Argument(e.type(), arrays)).toArray(Argument[]::new);
    this.function = function;
    this.flattener = new Flattener(arrays);
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
    for (int i = 0; i < arguments.length; i++) {
      Argument argument = arguments[i];
      Evaluator evaluator = evaluators.get(i);
      argument.load(evaluator.evaluate(batch, selection), evaluator.resultBound(), rows);
      if (!seesNulls && argument.isNullConstant()) {
        return ConstantVector.ofNull(type, rows.length());
      }
      if (!argument.isConstant()) {
        constant = false;
      }
      if (!seesNulls && !argument.isConstant()) {
        validity = Validity.and(validity, argument.validity(), rows.length());
      }
    }
    for (Closure closure : closures) {
      closure.load(batch, selection);
      constant &= !closure.capturesAny();
    }
    if (constant && deterministic) {
      for (Argument argument : arguments) {
        argument.unwrap();
      }
      RowSet one = RowSet.all(1);
      ColumnVector single = flattener.flatten(function.apply(arguments, one, null), one);
      return new ConstantVector(single, rows.length());
    }
    ColumnVector result = function.apply(arguments, rows, validity);
    bounded = true;
    return result;
  }
}
