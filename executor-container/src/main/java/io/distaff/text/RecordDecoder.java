package io.distaff.text;

import io.distaff.vector.ColumnVector;
import java.util.BitSet;

/**
 * Makes rows of records. A batch begins with {@link #begin}; each record adds one row; {@link
 * #finish} gives the columns. Values may refer to the records' bytes, which stay until then.
 * Confined to the task's thread.
 */
interface RecordDecoder {
  void begin();

  /**
   * Adds the row of a record, with nulls for what can't be read.
   *
   * @return what is wrong with the record's form, or null; values that don't have their column's
   *     type are found out by {@link #finish}
   */
  String add(byte[] data, int start, int end);

  /** As {@link #add}, of what is left of a large record between two positions in {@code data}. */
  String addLarge(StoredRecord record, byte[] data, int start, int end);

  /** Takes the last row back. */
  void removeLast();

  /**
   * The decoded columns, valid until the next {@link #begin}.
   *
   * @param data what the records lie in
   * @param failed rows with values that can't be read are added
   */
  ColumnVector[] finish(byte[] data, BitSet failed);

  /** What is wrong with the first bad value of a row that {@link #finish} has marked. */
  String failure(int row);
}
