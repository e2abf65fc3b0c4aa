package io.distaff.operator;

import io.distaff.parquet.read.ParquetReader;
import io.distaff.vector.VectorBatch;

/** Gives what a {@link ParquetReader} reads. */
public final class ParquetScanOperator implements Operator {
  private final ParquetReader reader;

  public ParquetScanOperator(ParquetReader reader) {
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
