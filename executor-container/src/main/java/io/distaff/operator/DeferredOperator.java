package io.distaff.operator;

import io.distaff.vector.VectorBatch;
import java.util.function.Supplier;

/** An operator that is made when its first batch is asked for. */
public final class DeferredOperator implements Operator {
  private final Supplier<Operator> maker;
  private Operator made;
  private boolean closed;

  /**
   * @param maker called once at most; what it gives is owned by this operator
   */
  public DeferredOperator(Supplier<Operator> maker) {
    this.maker = maker;
  }

  @Override
  public VectorBatch next() {
    if (closed) {
      return null;
    }
    if (made == null) {
      made = maker.get();
    }
    return made.next();
  }

  @Override
  public void release() {
    if (made != null) {
      made.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (made != null) {
      made.close();
    }
  }
}
