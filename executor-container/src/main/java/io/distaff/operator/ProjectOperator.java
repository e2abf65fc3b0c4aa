package io.distaff.operator;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.Projection;
import io.distaff.expression.Expression;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.VectorBatch;
import java.util.List;

/** Computes columns, for the selected rows of each batch. */
public final class ProjectOperator implements Operator {
  private final Operator input;
  private final ReservedArrays arrays;
  private final Projection projection;

  /**
   * @param expressions over the input's columns
   * @param places of what they make, as {@link io.distaff.eval.ValuePlaces} has them; none = errors
   *     tell none
   */
  public ProjectOperator(
      Operator input, List<Expression> expressions, List<String> places, OperatorContext context) {
    this.input = input;
    this.arrays = context.memory().arrays();
    this.projection =
        ExpressionCompiler.compileAll(expressions, arrays, context.values()).at(places);
  }

  @Override
  public VectorBatch next() {
    VectorBatch batch = input.next();
    return batch == null ? null : batch.withColumns(projection.evaluate(batch));
  }

  @Override
  public void release() {
    input.release();
  }

  @Override
  public void close() {
    arrays.close();
    input.close();
  }
}
