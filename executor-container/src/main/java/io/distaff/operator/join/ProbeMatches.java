package io.distaff.operator.join;

/**
 * Which probe rows have found a match, and of which that is unknown, by their number in the probe
 * file.
 */
final class ProbeMatches {
  private final long[] matched;

  /** Null when it is never unknown. */
  private final long[] unknown;

  ProbeMatches(long numRows, boolean mayBeUnknown) {
    matched = new long[Math.toIntExact(words(numRows))];
    unknown = mayBeUnknown ? new long[matched.length] : null;
  }

  private static long words(long numRows) {
    return (numRows + 63) >>> 6;
  }

  static long bytes(long numRows, boolean mayBeUnknown) {
    return (mayBeUnknown ? 16 : 8) * words(numRows);
  }

  /**
   * Notes the matches of a batch.
   *
   * @param matchedAt 1 for rows of the batch that match
   * @param unknownAt 1 for rows of which it isn't known
   * @param rows selected rows
   * @param firstOrdinal number of the first of them
   * @return whether a row has matched before
   */
  boolean note(byte[] matchedAt, byte[] unknownAt, int[] rows, int count, long firstOrdinal) {
    boolean again = false;
    for (int i = 0; i < count; i++) {
      long ordinal = firstOrdinal + i;
      long bit = (long) matchedAt[rows[i]] << ordinal;
      again |= (matched[(int) (ordinal >>> 6)] & bit) != 0;
      matched[(int) (ordinal >>> 6)] |= bit;
    }
    if (unknown != null) {
      for (int i = 0; i < count; i++) {
        long ordinal = firstOrdinal + i;
        unknown[(int) (ordinal >>> 6)] |= (long) unknownAt[rows[i]] << ordinal;
      }
    }
    return again;
  }

  /** Gives back what was noted of a batch. */
  void read(byte[] matchedAt, byte[] unknownAt, int[] rows, int count, long firstOrdinal) {
    for (int i = 0; i < count; i++) {
      long ordinal = firstOrdinal + i;
      int word = (int) (ordinal >>> 6);
      matchedAt[rows[i]] = (byte) (matched[word] >>> ordinal & 1);
      if (unknown != null) {
        unknownAt[rows[i]] = (byte) (unknown[word] >>> ordinal & 1);
      }
    }
  }
}
