package io.distaff.operator.aggregation;

import io.distaff.operator.Operator;
import io.distaff.vector.VectorBatch;
import java.util.List;

/** What several operators give, as the states of several tasks come to one. */
final class OneAfterTheOther implements Operator {
  private final List<Operator> operators;
  private int at;

  OneAfterTheOther(List<Operator> operators) {
    this.operators = operators;
  }

  @Override
  public VectorBatch next() {
    for (; at < operators.size(); at++) {
      VectorBatch batch = operators.get(at).next();
      if (batch != null) {
        return batch;
      }
      operators.get(at).close();
    }
    return null;
  }

  @Override
  public void close() {
    operators.forEach(Operator::close);
  }
}
