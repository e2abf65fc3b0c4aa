package io.distaff.task;

import io.distaff.rpc.TaskProduct;
import io.distaff.vector.VectorBatch;

/** Takes a task's rows and makes its product. Confined to the task's thread. */
interface TaskSink extends AutoCloseable {
  void write(VectorBatch batch);

  /** After the last batch. */
  TaskProduct finish();

  /** Gives back memory; without {@link #finish} before, removes what was written. */
  @Override
  void close();
}
