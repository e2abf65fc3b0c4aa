package io.distaff.kernel;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.large.LargeValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Byte values written one after another into an array that is used again for each batch. A value
 * that becomes large as it is written goes on in the file of large values, and a token stands for
 * it.
 */
public final class BytesBuilder {
  private static final int FIRST_ROWS = 16;

  /** Bytes that are appended at once of what is repeated. */
  private static final int BLOCK_BYTES = 8 << 10;

  private final ReservedArrays arrays;
  private final LargeValues values;
  private final int leastLargeBytes;

  /** Whether the beginning of the value that is written has been stored. */
  private boolean isStored;

  private byte[] data = {};
  private int size;
  private int valueStart;
  private int[] starts = {};
  private int[] lengths = {};
  private int numRows;

  /** For values of which none counts as large. */
  public BytesBuilder(ReservedArrays arrays) {
    this(arrays, LargeValues.none());
  }

  /**
   * @param values for which tokens stand
   */
  public BytesBuilder(ReservedArrays arrays, LargeValues values) {
    this.arrays = arrays;
    this.values = values;
    this.leastLargeBytes = values.leastBytes();
  }

  /** Forgets what was written; every row is empty. */
  public void reset(int rows) {
    starts = arrays.ints(starts, rows);
    lengths = arrays.ints(lengths, rows);
    Arrays.fill(starts, 0, rows, 0);
    Arrays.fill(lengths, 0, rows, 0);
    numRows = rows;
    size = 0;
    valueStart = 0;
    isStored = false;
  }

  public void append(byte[] from, int start, int length) {
    if (length > 0) {
      if (length >= leastLargeBytes - (size - valueStart)) {
        store();
        values.append(from, start, length);
        return;
      }
      System.arraycopy(from, start, grown(length), size, length);
      size += length;
    }
  }

  /** Has what was appended for a value that turns out to be large in the file. */
  private void store() {
    if (!isStored) {
      values.begin();
      isStored = true;
    }
    values.append(data, valueStart, size - valueStart);
    size = valueStart;
  }

  public void append(byte[] from) {
    append(from, 0, from.length);
  }

  /** Appends the same bytes so many times; none if the number is negative. */
  public void append(byte[] from, int start, int length, long times) {
    long left = times;
    if (length > 0 && times > BLOCK_BYTES / length && length <= BLOCK_BYTES / 2) {
      int fitting = BLOCK_BYTES / length;
      byte[] block = new byte[fitting * length];
      for (int i = 0; i < fitting; i++) {
        System.arraycopy(from, start, block, i * length, length);
      }
      for (; left >= fitting; left -= fitting) {
        append(block);
      }
    }
    for (; left > 0; left--) {
      append(from, start, length);
    }
  }

  /** Appends characters below 128. */
  public void appendAscii(StringBuilder text) {
    int length = text.length();
    byte[] to = reserve(length);
    for (int i = 0; i < length; i++) {
      to[size + i] = (byte) text.charAt(i);
    }
    size += length;
  }

  public void append(byte b) {
    if (size - valueStart >= leastLargeBytes - 1) {
      store();
    }
    if (size >= data.length - ReservedArrays.SLACK_BYTES) {
      grown(1);
    }
    data[size++] = b;
  }

  /**
   * Makes room for rows behind the last one at once, so that it needn't grow between them.
   *
   * @param bytes of values that aren't large, and tokens of those that are
   */
  public void ensureRoom(int rows, long bytes) {
    starts = arrays.grownInts(starts, numRows + rows);
    lengths = arrays.grownInts(lengths, numRows + rows);
    grown(bytes);
  }

  /** What was appended since the last row ended doesn't count. */
  public void discard() {
    size = valueStart;
    if (isStored) {
      isStored = false;
      values.abandon();
    }
  }

  /** What was appended since the last row ended is the value of this row. */
  public void endRow(int row) {
    if (isStored) {
      store();
      isStored = false;
      values.end(grown(values.tokenBytes()), size);
      size += values.tokenBytes();
    }
    starts[row] = valueStart;
    lengths[row] = size - valueStart;
    valueStart = size;
  }

  /** As {@link #endRow}, of a row after the last one. */
  public void addRow() {
    if (numRows == starts.length) {
      int capacity = Math.max(FIRST_ROWS, numRows + 1);
      starts = arrays.grownInts(starts, capacity);
      lengths = arrays.grownInts(lengths, capacity);
    }
    endRow(numRows++);
  }

  /** Forgets the rows from this one on, and what was appended for one that hasn't ended. */
  public void truncate(int rows) {
    discard();
    if (rows == 0) {
      reset(0);
    }
    numRows = rows;
    valueStart = size;
  }

  public int numRows() {
    return numRows;
  }

  /** How many bytes there are, of large values those of their tokens. */
  public int sizeBytes() {
    return size;
  }

  /** What was appended since the last row ended, as text. */
  public String text() {
    return new String(data, valueStart, size - valueStart, StandardCharsets.UTF_8);
  }

  /** A view, valid until the next reset. */
  public BytesVector vector(DataType type, long[] validity) {
    return new BytesVector(type, data, starts, lengths, validity, numRows);
  }

  /** Has room for less than a large value's bytes. */
  private byte[] reserve(int length) {
    if (length >= leastLargeBytes - (size - valueStart)) {
      store();
    }
    return grown(length);
  }

  private byte[] grown(long length) {
    data = arrays.grownBytes(data, size + length, size);
    return data;
  }
}
