package io.distaff.task;

import io.distaff.operator.Operator;
import io.distaff.vector.VectorBatch;

/** Counts what an operator gives, and how long it takes for it. Confined to the task's thread. */
final class Metered implements Operator {
  private final int node;
  private final Operator operator;
  private long rows;
  private long nanos;

  /**
   * @param node number of the plan node within the fragment, as in {@link
   *     io.distaff.metrics.OperatorCounters}
   */
  Metered(int node, Operator operator) {
    this.node = node;
    this.operator = operator;
  }

  int node() {
    return node;
  }

  /** Selected rows of all batches so far. */
  long rows() {
    return rows;
  }

  /** The time of all calls so far, in which the operator called its inputs. */
  long nanos() {
    return nanos;
  }

  @Override
  public VectorBatch next() {
    long start = System.nanoTime();
    try {
      VectorBatch batch = operator.next();
      if (batch != null) {
        rows += batch.numSelected();
      }
      return batch;
    } finally {
      nanos += System.nanoTime() - start;
    }
  }

  @Override
  public void release() {
    operator.release();
  }

  @Override
  public void close() {
    operator.close();
  }
}
