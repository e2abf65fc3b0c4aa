package io.distaff.shuffle;

import io.distaff.memory.OperatorMemory;
import io.distaff.memory.ReservedArrays;
import io.distaff.serde.BlockWriter;
import io.distaff.serde.GrowableBytes;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;
import io.distaff.vector.large.SingleRows;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Rows with large values, in whose place tokens are: written one by one, the values in pieces from
 * where they are kept. Confined to the task's thread.
 */
public final class LargeRows implements AutoCloseable {
  private static final int PIECE_BYTES = 256 << 10;

  /** What writing a row takes beside the piece: serialised, and compressed. */
  private static final long BUFFER_BYTES = 2L * PIECE_BYTES;

  private final LargeValues values;
  private final ReservedArrays arrays;
  private final ExchangedTexts restored;
  private final SingleRows single;
  private final GrowableBytes block = new GrowableBytes(0);
  private byte[] piece = {};
  private int filled;

  /**
   * Takes a row block by block.
   *
   * @param <E> what taking may fail of
   */
  public interface Blocks<E extends Exception> {
    /** Takes the content of {@code block}, which is reused. */
    void take(GrowableBytes block) throws E;
  }

  /**
   * @param values of the task
   */
  public LargeRows(LargeValues values, OperatorMemory memory) {
    this.values = values;
    this.arrays = memory.arrays();
    this.restored = values.restoring(arrays);
    this.single = new SingleRows(arrays);
  }

  /** Whether any row of a batch has a large value. */
  public boolean hasLarge(VectorBatch batch) {
    return Arrays.stream(batch.columns()).anyMatch(restored::isIn);
  }

  /** Bytes of the large values of a row; 0 when it has none. */
  public long largeBytes(VectorBatch batch, int row) {
    long bytes = 0;
    for (ColumnVector column : batch.columns()) {
      bytes += restored.bytes(column, row);
    }
    return bytes;
  }

  /** Writes a row: a block of it without the texts of columns with large values, and these. */
  public <E extends Exception> void write(
      VectorBatch batch, int row, BlockWriter blocks, Blocks<E> out) throws E {
    if (piece.length == 0) {
      arrays.reserve(BUFFER_BYTES);
      piece = arrays.bytes(piece, PIECE_BYTES);
    }
    ColumnVector[] columns = batch.columns().clone();
    ColumnVector[] large = new ColumnVector[columns.length];
    BitSet outside = new BitSet();
    for (int c = 0; c < columns.length; c++) {
      if (restored.isIn(columns[c], row)) {
        large[c] = single.of(c, columns[c], row);
        columns[c] = new ConstantVector(withoutBytes(large[c]), batch.numRows());
        outside.set(c);
      }
    }
    SelectionVector only = new SelectionVector(new int[] {row}, 1);
    block.clear();
    blocks.writeWithout(outside, new VectorBatch(batch.numRows(), only, columns), block);
    out.take(block);
    filled = 0;
    for (int c = outside.nextSetBit(0); c >= 0; c = outside.nextSetBit(c + 1)) {
      writeTexts(large[c], new int[1], blocks, out);
    }
    flush(blocks, out);
  }

  /** A flat vector whose texts have the lengths of the values, but no bytes. */
  private ColumnVector withoutBytes(ColumnVector flat) {
    return switch (flat.form()) {
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> flat;
      case BYTES -> {
        BytesVector texts = (BytesVector) flat;
        int[] lengths = new int[texts.length()];
        for (int i = 0; i < lengths.length; i++) {
          lengths[i] = length(texts, i);
        }
        yield new BytesVector(
            texts.type(),
            new byte[0],
            new int[lengths.length],
            lengths,
            texts.validity(),
            lengths.length);
      }
      case ARRAY -> {
        ArrayVector lists = (ArrayVector) flat;
        yield new ArrayVector(
            lists.type(),
            lists.starts(),
            lists.lengths(),
            withoutBytes(lists.elements()),
            lists.validity(),
            lists.length());
      }
      case MAP -> {
        MapVector maps = (MapVector) flat;
        yield new MapVector(
            maps.type(),
            maps.starts(),
            maps.lengths(),
            withoutBytes(maps.keys()),
            withoutBytes(maps.values()),
            maps.validity(),
            maps.length());
      }
      case STRUCT -> {
        StructVector struct = (StructVector) flat;
        ColumnVector[] members =
            Arrays.stream(struct.members()).map(this::withoutBytes).toArray(ColumnVector[]::new);
        yield new StructVector(struct.type(), members, struct.validity(), struct.length());
      }
      case DICTIONARY, CONSTANT -> throw new IllegalArgumentException("not flat: " + flat.form());
    };
  }

  /** Bytes of a value; 0 for null. */
  private int length(BytesVector texts, int row) {
    if (texts.isNull(row)) {
      return 0;
    }
    return isToken(texts, row)
        ? values.valueBytes(texts.data(), texts.starts()[row])
        : texts.lengths()[row];
  }

  private boolean isToken(BytesVector texts, int row) {
    return texts.lengths()[row] >= values.leastBytes();
  }

  /** Writes the texts of some rows of a flat vector, in the order in which a batch has them. */
  private <E extends Exception> void writeTexts(
      ColumnVector flat, int[] rows, BlockWriter blocks, Blocks<E> out) throws E {
    switch (flat.form()) {
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE -> {}
      case BYTES -> {
        for (int row : rows) {
          writeText((BytesVector) flat, row, blocks, out);
        }
      }
      case ARRAY -> {
        ArrayVector lists = (ArrayVector) flat;
        int[] entries = entries(flat, lists.starts(), lists.lengths(), rows);
        writeTexts(lists.elements(), entries, blocks, out);
      }
      case MAP -> {
        MapVector maps = (MapVector) flat;
        int[] entries = entries(flat, maps.starts(), maps.lengths(), rows);
        writeTexts(maps.keys(), entries, blocks, out);
        writeTexts(maps.values(), entries, blocks, out);
      }
      case STRUCT -> {
        for (ColumnVector member : ((StructVector) flat).members()) {
          writeTexts(member, rows, blocks, out);
        }
      }
      case DICTIONARY, CONSTANT -> throw new IllegalArgumentException("not flat: " + flat.form());
    }
  }

  private static int[] entries(ColumnVector lists, int[] starts, int[] lengths, int[] rows) {
    return Arrays.stream(rows)
        .filter(row -> !lists.isNull(row))
        .flatMap(row -> IntStream.range(starts[row], starts[row] + lengths[row]))
        .toArray();
  }

  private <E extends Exception> void writeText(
      BytesVector texts, int row, BlockWriter blocks, Blocks<E> out) throws E {
    if (texts.isNull(row)) {
      return;
    }
    int start = texts.starts()[row];
    if (isToken(texts, row)) {
      values.<E>read(
          texts.data(), start, (data, at, count) -> append(data, at, count, blocks, out));
    } else {
      append(texts.data(), start, texts.lengths()[row], blocks, out);
    }
  }

  private <E extends Exception> void append(
      byte[] data, int start, int length, BlockWriter blocks, Blocks<E> out) throws E {
    for (int done = 0; done < length; ) {
      int count = Math.min(length - done, PIECE_BYTES - filled);
      System.arraycopy(data, start + done, piece, filled, count);
      done += count;
      filled += count;
      if (filled == PIECE_BYTES) {
        flush(blocks, out);
      }
    }
  }

  private <E extends Exception> void flush(BlockWriter blocks, Blocks<E> out) throws E {
    if (filled > 0) {
      block.clear();
      blocks.writePiece(piece, 0, filled, block);
      filled = 0;
      out.take(block);
    }
  }

  @Override
  public void close() {
    arrays.close();
  }
}
