package io.distaff.eval;

import io.distaff.expression.Lambda;
import io.distaff.kernel.Gather;
import io.distaff.kernel.LambdaBody;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import java.util.Arrays;
import java.util.List;

/**
 * A lambda with what it captures of a batch: its body is evaluated over a batch of the parameters
 * and, repeated for each call without being copied, the captured values.
 */
final class Closure implements LambdaBody {
  private final int numParameters;
  private final Evaluator body;
  private final List<Evaluator> captured;
  private final boolean deterministic;
  private final ColumnVector[] values;
  private final Gather[] repeated;

  /**
   * @param body of the lambda, over the parameters, then the captured values
   * @param captured over the rows around the call
   */
  Closure(Lambda lambda, Evaluator body, List<Evaluator> captured, ReservedArrays arrays) {
    this.numParameters = lambda.parameters().size();
    this.deterministic = ExpressionCompiler.isDeterministic(lambda.body());
    this.body = body;
    this.captured = List.copyOf(captured);
    this.values = new ColumnVector[captured.size()];
    this.repeated = new Gather[captured.size()];
    for (int c = 0; c < repeated.length; c++) {
      repeated[c] = new Gather(arrays);
    }
  }

  @Override
  public int numParameters() {
    return numParameters;
  }

  boolean isDeterministic() {
    return deterministic;
  }

  /** Whether results depend on more than the parameters. */
  boolean capturesAny() {
    return values.length > 0;
  }

  /** Captures the values of a batch's selected rows. */
  void load(VectorBatch batch, SelectionVector selection) {
    for (int c = 0; c < values.length; c++) {
      values[c] = captured.get(c).evaluate(batch, selection);
    }
  }

  @Override
  public ColumnVector apply(ColumnVector[] parameters, int[] owners, int count) {
    if (count == 0) {
      return ConstantVector.ofNull(body.type(), 0);
    }
    ColumnVector[] columns = Arrays.copyOf(parameters, parameters.length + values.length);
    for (int c = 0; c < values.length; c++) {
      columns[parameters.length + c] = repeated[c].gather(values[c], owners, count);
    }
    return body.evaluate(new VectorBatch(count, columns), null);
  }
}
