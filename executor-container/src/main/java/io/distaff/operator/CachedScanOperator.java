package io.distaff.operator;

import io.distaff.cache.CacheReader;
import io.distaff.vector.VectorBatch;

/** Gives the rows of cached partitions. */
public final class CachedScanOperator implements Operator {
  private final CacheReader reader;

  public CachedScanOperator(CacheReader reader) {
    this.reader = reader;
  }

  @Override
  public VectorBatch next() {
    return reader.next();
  }

  @Override
  public void release() {
    reader.release();
  }

  @Override
  public void close() {
    reader.close();
  }
}
