package io.distaff.operator;

import io.distaff.vector.VectorBatch;

/**
 * A physical operator: gives batches on demand. One task's operators run on the task's thread.
 *
 * <p>Contract: {@link #next} gives a batch with at least one selected row, or null at the end, and
 * null again after that. A batch is valid until the next call of {@code next} or {@code close}. An
 * operator owns its inputs and closes them; {@code close} may be called at any time, more than
 * once, and gives back every reservation and file.
 */
public interface Operator extends AutoCloseable {
  /** The next batch, or null at the end. */
  VectorBatch next();

  /**
   * The last batch isn't used any more, though the next one isn't wanted yet: an operator that
   * holds large values for it lets go of them, and one that passes on what its input gives tells
   * that. The call may be left out.
   */
  default void release() {}

  @Override
  void close();
}
