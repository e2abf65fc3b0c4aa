package io.distaff.task;

import io.distaff.cache.CacheWriter;
import io.distaff.rpc.TaskProduct;
import io.distaff.vector.VectorBatch;

/** Leaves a cached partition. */
record CacheTaskSink(CacheWriter writer) implements TaskSink {
  @Override
  public void write(VectorBatch batch) {
    writer.write(batch);
  }

  @Override
  public TaskProduct finish() {
    return writer.finish();
  }

  @Override
  public void close() {
    writer.close();
  }
}
