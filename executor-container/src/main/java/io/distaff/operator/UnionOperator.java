package io.distaff.operator;

import io.distaff.plan.PlanNode;
import io.distaff.vector.VectorBatch;
import java.util.List;

/** The rows of all inputs, one input after the other; each is closed as soon as it has ended. */
public final class UnionOperator implements Operator {
  private final List<Operator> inputs;
  private int current;

  public UnionOperator(PlanNode.Union node, List<Operator> inputs) {
    if (inputs.size() != node.inputs().size()) {
      throw new IllegalArgumentException(
          inputs.size() + " operators for a union of " + node.inputs().size());
    }
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
  public void release() {
    if (current < inputs.size()) {
      inputs.get(current).release();
    }
  }

  @Override
  public void close() {
    int first = current;
    current = inputs.size();
    RuntimeException failure = null;
    for (Operator input : inputs.subList(first, inputs.size())) {
      try {
        input.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
