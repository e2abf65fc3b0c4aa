package io.distaff.operator;

import io.distaff.shuffle.ShuffleReader;
import io.distaff.vector.VectorBatch;

/** Gives what another stage wrote. */
public final class ExchangeReadOperator implements Operator {
  private final ShuffleReader reader;

  public ExchangeReadOperator(ShuffleReader reader) {
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
