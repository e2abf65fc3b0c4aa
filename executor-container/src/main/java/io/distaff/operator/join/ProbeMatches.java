package io.distaff.operator.join;

import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;

/** Which probe rows have found a match, by their number in the probe file. */
final class ProbeMatches {
  private final long[] bits;

  ProbeMatches(long numRows) {
    bits = new long[Math.toIntExact(words(numRows))];
  }

  private static long words(long numRows) {
    return (numRows + 63) >>> 6;
  }

  static long bytes(long numRows) {
    return 8 * words(numRows);
  }

  /**
   * Notes the matches of a batch.
   *
   * @param matchedAt 1 for rows of the batch that match
   * @param rows selected rows
   * @param firstOrdinal number of the first of them
   */
  void note(byte[] matchedAt, int[] rows, int count, long firstOrdinal) {
    for (int i = 0; i < count; i++) {
      long ordinal = firstOrdinal + i;
      bits[(int) (ordinal >>> 6)] |= (long) matchedAt[rows[i]] << ordinal;
    }
  }

  /** Rows of a batch without selection that have a match, or of those that have none. */
  SelectionVector rows(VectorBatch batch, long firstOrdinal, int matched) {
    int[] rows = new int[batch.numRows() + 1];
    int n = 0;
    for (int i = 0; i < batch.numRows(); i++) {
      long ordinal = firstOrdinal + i;
      rows[n] = i;
      n += (bits[(int) (ordinal >>> 6)] >>> ordinal & 1) == matched ? 1 : 0;
    }
    return new SelectionVector(rows, n);
  }
}
