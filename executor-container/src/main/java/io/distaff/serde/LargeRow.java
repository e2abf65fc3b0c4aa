package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;

/**
 * Puts the values of a row together that come in pieces, each before the row. One copy of a value
 * is in memory, and the piece at hand. Confined to one thread.
 */
final class LargeRow {
  private static final int PIECE_HEADER_BYTES = 2 * Integer.BYTES;

  private final Schema schema;
  private final ReservedArrays arrays;

  /** By column; null where no piece has come, and altogether before the first. */
  private byte[][] values;

  private int[] lengths;
  private int[] filled;

  /** Whether pieces have come, but not their row. */
  private boolean isIncomplete;

  LargeRow(Schema schema, ReservedArrays arrays) {
    this.schema = schema;
    this.arrays = arrays;
  }

  boolean isIncomplete() {
    return isIncomplete;
  }

  /** Takes the content of a block that is a piece. */
  void add(byte[] block, int blockLength) {
    if (blockLength < PIECE_HEADER_BYTES) {
      throw corrupt("of " + blockLength + " bytes");
    }
    int column = GrowableBytes.intAt(block, 0);
    int valueLength = GrowableBytes.intAt(block, Integer.BYTES);
    int length = blockLength - PIECE_HEADER_BYTES;
    if (column < 0 || column >= schema.size() || !isText(schema.type(column)) || valueLength < 0) {
      throw corrupt("of " + valueLength + " bytes of column " + column);
    }
    if (values == null) {
      values = new byte[schema.size()][];
      lengths = new int[schema.size()];
      filled = new int[schema.size()];
    }
    if (values[column] == null) {
      values[column] = arrays.bytes(new byte[0], valueLength);
      lengths[column] = valueLength;
      filled[column] = 0;
    }
    isIncomplete = true;
    if (valueLength != lengths[column] || length > valueLength - filled[column]) {
      throw corrupt("beyond the " + lengths[column] + " bytes of its value");
    }
    System.arraycopy(block, PIECE_HEADER_BYTES, values[column], filled[column], length);
    filled[column] += length;
  }

  private static boolean isText(DataType type) {
    return type.kind() == DataType.Kind.STRING || type.kind() == DataType.Kind.BINARY;
  }

  /** The row of the pieces with its values in their places; or rows without any. */
  VectorBatch complete(VectorBatch rows) {
    if (!isIncomplete) {
      return rows;
    }
    if (rows.numRows() != 1) {
      throw corrupt("before " + rows.numRows() + " rows");
    }
    isIncomplete = false;
    ColumnVector[] columns = rows.columns().clone();
    for (int c = 0; c < columns.length; c++) {
      if (values[c] != null) {
        if (filled[c] != lengths[c]) {
          throw corrupt("missing after " + filled[c] + " of " + lengths[c] + " bytes");
        }
        columns[c] =
            new BytesVector(schema.type(c), values[c], new int[1], new int[] {lengths[c]}, null, 1);
      }
    }
    return new VectorBatch(1, columns);
  }

  /** Lets go of the values. */
  void drop() {
    for (int c = 0; values != null && c < values.length; c++) {
      if (values[c] != null) {
        arrays.dropped(values[c]);
        values[c] = null;
      }
    }
    isIncomplete = false;
  }

  private static DistaffException corrupt(String what) {
    return new DistaffException(ErrorCode.CORRUPT_BLOCK, "a block is a piece " + what);
  }
}
