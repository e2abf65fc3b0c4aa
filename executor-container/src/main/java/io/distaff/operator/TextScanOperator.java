package io.distaff.operator;

import io.distaff.text.TextReader;
import io.distaff.vector.VectorBatch;

/** Gives what a {@link TextReader} reads. */
public final class TextScanOperator implements Operator {
  private final TextReader reader;

  public TextScanOperator(TextReader reader) {
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
