package io.distaff.operator;

import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.Predicate;
import io.distaff.eval.ValuePlaces;
import io.distaff.expression.Expression;
import io.distaff.memory.ReservedArrays;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/** Keeps the rows for which a predicate is true: narrows selections, copies nothing. */
public final class FilterOperator implements Operator {
  private final Operator input;
  private final ReservedArrays arrays;
  private final Predicate predicate;

  /**
   * @param predicate boolean, over the input's columns
   */
  public FilterOperator(Operator input, Expression predicate, OperatorContext context) {
    this(input, predicate, "", context);
  }

  /**
   * As {@link #FilterOperator(Operator, Expression, OperatorContext)}.
   *
   * @param place of the predicate, as {@link ValuePlaces} has it
   */
  public FilterOperator(
      Operator input, Expression predicate, String place, OperatorContext context) {
    this.input = input;
    this.arrays = context.memory().arrays();
    this.predicate =
        ValuePlaces.tell(
            ExpressionCompiler.compilePredicate(predicate, arrays, context.values()), place);
  }

  @Override
  public VectorBatch next() {
    for (VectorBatch batch = input.next(); batch != null; batch = input.next()) {
      SelectionVector selection = predicate.select(batch, batch.selection());
      if (selection == null || selection.count() > 0) {
        return batch.withSelection(selection);
      }
    }
    return null;
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
