package io.distaff.format;

import io.distaff.vector.VectorBatch;
import java.io.IOException;

/**
 * Writes the rows of one result: {@link #write} for each batch, then {@link #finish}. Confined to
 * one thread.
 */
public interface ResultWriter {
  /** Writes the selected rows; keeps nothing of the batch. */
  void write(VectorBatch batch) throws IOException;

  /** Writes what was held back. A result without rows still has its header. */
  void finish() throws IOException;
}
