package io.distaff.text;

/**
 * Drops from a large record what isn't wanted, and takes the texts of columns out of it, so that
 * what is left can be taken apart as any other record; or keeps the beginnings of its values alone.
 * Whether what is dropped within a nested value was well-formed isn't known. Sees the record once,
 * in pieces of whole characters. Confined to the task's thread.
 */
interface RecordSieve {
  /** A new record begins. */
  void begin();

  /**
   * Moves what is kept of a range of bytes, the next ones of the record, to its start.
   *
   * @return the end of what is kept
   */
  int sift(byte[] data, int from, int limit);

  /** The record has ended. */
  void end();

  /** What is wrong with what was taken out of the record; null when nothing is. */
  default RecordProblem problem() {
    return null;
  }

  /** The column that takes most of what is left, and of texts, for messages. */
  String largestColumn();
}
