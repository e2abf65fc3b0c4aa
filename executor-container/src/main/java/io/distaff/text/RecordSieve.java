package io.distaff.text;

/**
 * Drops from a large record what nobody wants to have: the values of other columns, or what is
 * behind the beginning of a long one. The form of the record stays, so that it is decoded as any
 * other; whether what is dropped was well-formed isn't known. Sees the record once, in pieces.
 * Confined to the task's thread.
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
}
