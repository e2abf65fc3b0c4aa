package io.distaff.kernel;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Byte values written one after another into an array that is used again for each batch. */
public final class BytesBuilder {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;

  private byte[] data = new byte[1024];
  private int size;
  private int valueStart;
  private int[] starts = {};
  private int[] lengths = {};
  private int numRows;

  /** Forgets what was written; every row is empty. */
  public void reset(int rows) {
    if (starts.length < rows) {
      starts = new int[rows];
      lengths = new int[rows];
    } else {
      Arrays.fill(starts, 0, rows, 0);
      Arrays.fill(lengths, 0, rows, 0);
    }
    numRows = rows;
    size = 0;
    valueStart = 0;
  }

  public void append(byte[] from, int start, int length) {
    if (length > 0) {
      System.arraycopy(from, start, reserve(length), size, length);
      size += length;
    }
  }

  public void append(byte[] from) {
    append(from, 0, from.length);
  }

  public void append(byte b) {
    reserve(1)[size++] = b;
  }

  /** What was appended since the last row ended is the value of this row. */
  public void endRow(int row) {
    starts[row] = valueStart;
    lengths[row] = size - valueStart;
    valueStart = size;
  }

  /** As {@link #endRow}, of a row after the last one. */
  public void addRow() {
    if (numRows == starts.length) {
      int capacity = Math.max(16, 2 * numRows);
      starts = Arrays.copyOf(starts, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    endRow(numRows++);
  }

  public int numRows() {
    return numRows;
  }

  /** What was appended since the last row ended, as text. */
  public String text() {
    return new String(data, valueStart, size - valueStart, StandardCharsets.UTF_8);
  }

  /** A view, valid until the next reset. */
  public BytesVector vector(DataType type, long[] validity) {
    return new BytesVector(type, data, starts, lengths, validity, numRows);
  }

  private byte[] reserve(int length) {
    if (length > data.length - size) {
      long wanted = (long) size + length;
      if (wanted > LARGEST_ARRAY) {
        throw new DistaffException(
            ErrorCode.LIMIT_EXCEEDED,
            "The text values computed for one batch of "
                + numRows
                + " rows take more than "
                + LARGEST_ARRAY
                + " bytes.");
      }
      data = Arrays.copyOf(data, (int) Math.min(LARGEST_ARRAY, Math.max(wanted, 2L * data.length)));
    }
    return data;
  }
}
