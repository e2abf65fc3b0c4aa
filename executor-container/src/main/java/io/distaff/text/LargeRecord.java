package io.distaff.text;

/**
 * Takes a record that is longer than the scanner's buffer in pieces, and then gives what is kept of
 * it in one array. Used for one record after the other. Confined to the task's thread.
 */
interface LargeRecord extends AutoCloseable {
  /** A new record begins; the last one isn't used any more. */
  void begin();

  /** Takes the next bytes of the record, whole characters, which may be changed where they are. */
  void add(byte[] data, int from, int limit);

  /**
   * What is left of the record, in the first {@link #length} bytes of the array; valid until {@link
   * #release}.
   */
  byte[] finish();

  int length();

  /** Whether the record's end is missing. */
  boolean isCut();

  /** The column that takes most of what is kept, for messages. */
  String largestColumn();

  /** Lets go of the array. */
  void release();

  @Override
  void close();
}
