package io.distaff.text;

import io.distaff.vector.VectorBatch;
import java.io.IOException;

/** Writes rows as records of text. Confined to the task's thread. */
interface RowEncoder {
  /** What a file begins with. */
  void begin(OutputBuffer out) throws IOException;

  /** The selected rows, each with its line end. */
  void write(VectorBatch batch, OutputBuffer out) throws IOException;
}
