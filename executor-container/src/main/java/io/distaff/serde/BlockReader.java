package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.Schema;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.ExchangedTexts;
import io.distaff.vector.large.LargeValues;

/**
 * Reads blocks that {@link BlockWriter} wrote, one after the other, from byte arrays. Checksum and
 * lengths are verified before anything is used. A batch is valid until the next {@link #next}; text
 * of blocks that aren't compressed stays in the array. Confined to one thread.
 */
public final class BlockReader {
  /** What a vector holds of a row, beside the text that stays in the block. */
  private static final int LARGEST_ROW_BYTES = 2 * Long.BYTES;

  private final BlockDecoder decoder = new BlockDecoder();
  private final BatchDeserializer deserializer;
  private final Schema schema;
  private final ReservedArrays arrays;
  private final LargeRow largeRow;
  private final ExchangedTexts tokens;
  private byte[] plain = new byte[0];

  /** Of a row that is in {@link #plain}. */
  private byte[] piece = new byte[0];

  private byte[] bytes = new byte[0];
  private int position;
  private int end;

  // What is in the block at hand.
  private byte[] content = plain;
  private int contentStart;
  private int contentBytes;

  /** A reader whose memory its owner counts. */
  public BlockReader(Schema schema) {
    this(schema, ReservedArrays.uncounted());
  }

  /**
   * A reader that gives what was written: tokens stay tokens.
   *
   * @param arrays counts what blocks are decompressed to
   */
  public BlockReader(Schema schema, ReservedArrays arrays) {
    this(schema, arrays, LargeValues.none());
  }

  /**
   * A reader of what other tasks have written.
   *
   * @param arrays counts what blocks are decompressed to
   * @param large takes large values, for which tokens are given
   */
  public BlockReader(Schema schema, ReservedArrays arrays, LargeValues large) {
    this.largeRow = new LargeRow(arrays, large);
    this.deserializer = new BatchDeserializer(schema, largeRow);
    this.schema = schema;
    this.arrays = arrays;
    this.tokens = large.storing(arrays);
  }

  /**
   * Begins with the blocks in a range of an array, which must stay untouched until they are read
   * and the last of their batches isn't used any more.
   */
  public void reset(byte[] source, int offset, int length) {
    this.bytes = source;
    this.position = offset;
    this.end = offset + length;
  }

  /** The last batch isn't used any more: lets go of large values in it. */
  public void release() {
    largeRow.dropComplete();
    tokens.release();
  }

  /** Whether the last blocks end within a row. */
  public boolean isWithinRow() {
    return largeRow.isIncomplete();
  }

  /**
   * The next block's rows, null at the end; throws CORRUPT_BLOCK when a block isn't what was
   * written. A row may come before the end, and pieces of its values after another {@link #reset}.
   */
  public VectorBatch next() {
    release();
    while (position < end) {
      if (open() == BlockEncoder.PIECE) {
        largeRow.add(content, contentStart, contentBytes);
        if (!largeRow.isIncomplete()) {
          return stored(largeRow.row());
        }
      } else {
        if (largeRow.isIncomplete()) {
          throw corrupt("is none of the pieces that its row lacks");
        }
        VectorBatch batch = deserializer.read(content, contentStart, contentBytes);
        if (!largeRow.begin(batch) || !largeRow.isIncomplete()) {
          return stored(batch);
        }
      }
    }
    return null;
  }

  /** The batch, with tokens for values that are large here, but weren't where it was written. */
  private VectorBatch stored(VectorBatch batch) {
    ColumnVector[] columns = batch.columns();
    for (int c = 0; c < columns.length; c++) {
      if (!largeRow.isOutside(c)) {
        ColumnVector exchanged = tokens.of(columns[c]);
        if (exchanged != columns[c]) {
          columns = columns == batch.columns() ? columns.clone() : columns;
          columns[c] = exchanged;
        }
      }
    }
    return columns == batch.columns() ? batch : new VectorBatch(batch.numRows(), columns);
  }

  /** Makes the next block the one at hand; gives its number of rows. */
  private int open() {
    decoder.open(bytes, position, end);
    int numRows = decoder.rows();
    contentBytes = decoder.plainBytes();
    // A single row may still be needed when pieces of it come in another array.
    if (decoder.isPlain() && numRows != 1) {
      content = bytes;
      contentStart = decoder.payload();
    } else if (numRows == BlockEncoder.PIECE) {
      piece = arrays.bytes(piece, contentBytes);
      decompress(piece);
    } else {
      plain = arrays.bytes(plain, contentBytes);
      decompress(plain);
    }
    if (numRows != BlockEncoder.PIECE) {
      arrays.ensureRoom(vectorBytes(schema, Math.max(1, numRows), contentBytes));
    }
    position = decoder.end();
    return numRows;
  }

  private void decompress(byte[] target) {
    decoder.decompress(target);
    content = target;
    contentStart = 0;
  }

  /**
   * An upper bound of what the vectors of a batch take beside its serialised form, in which text
   * stays.
   */
  public static long vectorBytes(Schema schema, int numRows, int plainBytes) {
    boolean nested = schema.fields().stream().anyMatch(field -> field.type().isNested());
    long flat = (long) numRows * schema.size() * LARGEST_ROW_BYTES;
    return nested ? Math.max(flat, 2L * plainBytes) : flat;
  }

  /** Where the last block that lies wholly in the first bytes ends; 0 when there is none. */
  static int wholeBlocks(byte[] bytes, int length) {
    int end = 0;
    while (length - end >= BlockEncoder.HEADER_BYTES) {
      int stored = GrowableBytes.intAt(bytes, end);
      if (stored < 0 || stored > length - end - BlockEncoder.HEADER_BYTES) {
        break;
      }
      end += BlockEncoder.HEADER_BYTES + stored;
    }
    return end;
  }

  /** How long the first block says that it is; not to be trusted. */
  static long statedBytes(byte[] bytes) {
    return BlockEncoder.HEADER_BYTES + (long) Math.max(0, GrowableBytes.intAt(bytes, 0));
  }

  private static DistaffException corrupt(String what) {
    return new DistaffException(ErrorCode.CORRUPT_BLOCK, "a block " + what);
  }
}
