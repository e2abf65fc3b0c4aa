package io.distaff.operator.spill;

import io.distaff.operator.Operator;
import io.distaff.vector.VectorBatch;

/** A spill file's rows as an operator's input; the file is deleted when it is closed. */
public final class SpilledInput implements Operator {
  private final SpillFile file;
  private SpillFile.Reader reader;
  private boolean ended;

  /**
   * @param file owned by this object
   */
  public SpilledInput(SpillFile file) {
    this.file = file;
  }

  @Override
  public VectorBatch next() {
    if (ended) {
      return null;
    }
    if (reader == null) {
      reader = file.read();
    }
    VectorBatch batch = reader.next();
    if (batch == null) {
      close();
    }
    return batch;
  }

  @Override
  public void close() {
    ended = true;
    try {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    } finally {
      file.close();
    }
  }
}
