package io.distaff.operator;

import io.distaff.vector.VectorBatch;
import java.util.List;

/** Gives some batches in turn, as often as wanted; copies nothing. */
public final class RepeatedBatches implements Operator {
  private final List<VectorBatch> batches;
  private int left;
  private int next;

  /**
   * @param total how many batches to give
   */
  public RepeatedBatches(List<VectorBatch> batches, int total) {
    this.batches = batches;
    this.left = total;
  }

  @Override
  public VectorBatch next() {
    if (left == 0) {
      return null;
    }
    left--;
    VectorBatch batch = batches.get(next);
    next = next + 1 == batches.size() ? 0 : next + 1;
    return batch;
  }

  @Override
  public void close() {
    left = 0;
  }
}
