package io.distaff.operator.aggregation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.memory.MemoryReservation;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.vector.VectorBatch;

/** An input that asks for more memory than there is before each batch, so that others spill. */
final class HungryInput implements Operator {
  private final Operator input;
  private final OperatorContext context;
  private final long tooMuch;

  HungryInput(Operator input, OperatorContext context, long poolBytes) {
    this.input = input;
    this.context = context;
    this.tooMuch = poolBytes + 1;
  }

  @Override
  public VectorBatch next() {
    try (MemoryReservation reservation = context.memory().reservation(null)) {
      assertThatThrownBy(() -> reservation.add(tooMuch)).hasMessageContaining("out of memory");
    }
    return input.next();
  }

  @Override
  public void release() {
    input.release();
  }

  @Override
  public void close() {
    input.close();
  }
}
