package io.distaff.shuffle;

import io.distaff.transport.BlockSource.Block;

/**
 * The output of one attempt as peers read it: its parts one after the other, as if in one file.
 * Immutable.
 */
public interface ServedOutput {
  /** Where each part begins, then where the last one ends. */
  long[] offsets();

  /** Some bytes. */
  Block block(long offset, int length);

  default long partBytes(int part) {
    return offsets()[part + 1] - offsets()[part];
  }
}
