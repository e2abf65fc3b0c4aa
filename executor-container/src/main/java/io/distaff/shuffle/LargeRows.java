package io.distaff.shuffle;

import io.distaff.serde.BlockWriter;
import io.distaff.serde.GrowableBytes;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.LargeTexts;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.TextRow;
import io.distaff.vector.VectorBatch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Rows with text or binary values that are large beside the memory of a task: written value by
 * value, in pieces, from where they lie. Confined to the task's thread.
 */
public final class LargeRows {
  private static final int PIECE_BYTES = 256 << 10;

  /** What writing a row takes: a piece as it is, and compressed. */
  public static final long BUFFER_BYTES = 3L * PIECE_BYTES;

  private static final int LEAST_BYTES = 2 << 20;
  private static final int PARTS_OF_MEMORY = 32;

  private final LargeTexts texts;

  /**
   * @param memoryBytes of the task
   */
  public LargeRows(List<DataType> types, long memoryBytes) {
    texts =
        new LargeTexts(
            LargeTexts.textColumns(types), Math.max(LEAST_BYTES, memoryBytes / PARTS_OF_MEMORY));
  }

  /** Whether there may be large rows among some. */
  public boolean hasLarge(VectorBatch batch, int[] rows, int count) {
    return texts.mayBeAmong(batch, rows, count);
  }

  /** Whether a row has a large value. */
  public boolean isLarge(VectorBatch batch, int row) {
    return texts.isIn(batch, row);
  }

  /** Whether the value of a column is large. */
  public boolean isLarge(int column, ColumnVector values, int row) {
    return texts.columns().get(column) && texts.isLarge(values, row);
  }

  /** Of how many pieces a value consists. */
  public static int numPieces(ColumnVector values, int row) {
    return (length(values, row) + PIECE_BYTES - 1) / PIECE_BYTES;
  }

  private static int length(ColumnVector values, int row) {
    return TextRow.values(values).lengths()[TextRow.position(values, row)];
  }

  /**
   * Appends one piece of a value as a block; gives the block's bytes.
   *
   * @param column of the value in the schema of the blocks
   */
  public static int writePiece(
      int column, ColumnVector values, int row, int piece, BlockWriter blocks, GrowableBytes out) {
    int length = length(values, row);
    int done = piece * PIECE_BYTES;
    BytesVector flat = TextRow.values(values);
    int start = flat.starts()[TextRow.position(values, row)] + done;
    int size = Math.min(PIECE_BYTES, length - done);
    return blocks.writePiece(column, length, flat.data(), start, size, out);
  }

  /** Appends a row: the pieces of its large values, and a block of the others. */
  void write(VectorBatch batch, int row, BlockWriter blocks, FileChannel out) throws IOException {
    GrowableBytes block = new GrowableBytes(PIECE_BYTES);
    ColumnVector[] others = batch.columns().clone();
    for (int c = 0; c < others.length; c++) {
      if (isLarge(c, others[c], row)) {
        for (int piece = 0; piece < numPieces(others[c], row); piece++) {
          block.clear();
          int size = writePiece(c, others[c], row, piece, blocks, block);
          SpilledPartitions.writeFully(out, block.array(), size);
        }
        others[c] = ConstantVector.ofNull(others[c].type(), batch.numRows());
      }
    }
    block.clear();
    SelectionVector selection = new SelectionVector(new int[] {row}, 1);
    int size = blocks.write(new VectorBatch(batch.numRows(), selection, others), block);
    SpilledPartitions.writeFully(out, block.array(), size);
  }
}
