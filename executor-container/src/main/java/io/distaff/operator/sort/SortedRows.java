package io.distaff.operator.sort;

import io.distaff.vector.VectorBatch;

/** Rows in order, in batches without a selection. Confined to a task's thread. */
interface SortedRows extends AutoCloseable {
  /** The next rows, null at the end; valid until the next call. */
  VectorBatch next();

  @Override
  void close();
}
