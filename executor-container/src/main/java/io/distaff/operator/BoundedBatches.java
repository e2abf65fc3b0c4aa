package io.distaff.operator;

import io.distaff.vector.VectorBatch;

/**
 * An operator's input, with batches whose values take no more than a few megabytes: a batch of more
 * is given in {@link Portions}. Whoever holds rows makes copies of them; a batch may be many times
 * what it takes where it lies, when it refers to large values of a dictionary. Confined to a task's
 * thread.
 */
public final class BoundedBatches implements Operator {
  private final Operator input;
  private final Portions portions = new Portions();

  /**
   * @param input owned by this operator
   */
  public BoundedBatches(Operator input) {
    this.input = input;
  }

  @Override
  public VectorBatch next() {
    VectorBatch portion = portions.next();
    if (portion == null) {
      VectorBatch batch = input.next();
      if (batch == null) {
        return null;
      }
      portions.set(batch);
      portion = portions.next();
    }
    return portion;
  }

  @Override
  public void release() {
    input.release();
  }

  @Override
  public void close() {
    portions.clear();
    input.close();
  }
}
