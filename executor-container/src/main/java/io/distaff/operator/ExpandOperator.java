package io.distaff.operator;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.Projection;
import io.distaff.memory.ReservedArrays;
import io.distaff.plan.PlanNode;
import io.distaff.vector.VectorBatch;

/** Gives each batch once for each projection; columns that stay as they are aren't copied. */
public final class ExpandOperator implements Operator {
  private final Operator input;
  private final ReservedArrays arrays;
  private final Projection[] projections;
  private VectorBatch batch;
  private int next;

  /**
   * @param node its input stands for {@code input}
   */
  public ExpandOperator(PlanNode.Expand node, Operator input, OperatorContext context) {
    this.input = input;
    this.arrays = context.memory().arrays();
    this.projections =
        node.projections().stream()
            .map(projection -> ExpressionCompiler.compileAll(projection, arrays, context.values()))
            .toArray(Projection[]::new);
    this.next = projections.length;
  }

  @Override
  public VectorBatch next() {
    if (next == projections.length) {
      batch = input.next();
      next = 0;
    }
    if (batch == null) {
      next = projections.length;
      return null;
    }
    return batch.withColumns(projections[next++].evaluate(batch));
  }

  @Override
  public void close() {
    batch = null;
    next = projections.length;
    arrays.close();
    input.close();
  }
}
