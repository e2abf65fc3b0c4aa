package io.distaff.operator;

import io.distaff.vector.VectorBatch;
import java.util.List;

/**
 * The rows of all inputs, one input after the other; they have the same column types. Confined to a
 * task's thread.
 */
public final class UnionOperator implements Operator {
  private final List<Operator> inputs;
  private int current;

  /**
   * @param inputs owned by this operator
   */
  public UnionOperator(List<Operator> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  @Override
  public VectorBatch next() {
    while (current < inputs.size()) {
      VectorBatch batch = inputs.get(current).next();
      if (batch != null) {
        return batch;
      }
      inputs.get(current).close();
      current++;
    }
    return null;
  }

  @Override
  public void close() {
    current = inputs.size();
    for (Operator input : inputs) {
      input.close();
    }
  }
}
