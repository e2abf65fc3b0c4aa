package io.distaff.serde;

import io.distaff.vector.VectorBatch;
import java.util.BitSet;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Turns batches into blocks: serialised, LZ4-compressed, with a checksum; the package's page
 * specifies the format. Confined to one thread.
 */
public final class BlockWriter {
  /** Bytes of a block's header. */
  public static final int HEADER_BYTES = 16;

  /** In the place of the number of rows: bytes of the row before. */
  static final int PIECE = -1;

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final BatchSerializer serializer = new BatchSerializer();

  /** Buffers that large batches have made larger aren't kept. */
  private static final int LARGEST_KEPT_BYTES = 4 << 20;

  private GrowableBytes plain = new GrowableBytes(1 << 16);
  private int plainBytes;
  private final CRC32C checksum = new CRC32C();

  /** Appends the selected rows of a batch as one block; gives the block's bytes. */
  public int write(VectorBatch batch, GrowableBytes out) {
    plain.clear();
    serializer.write(batch, plain);
    return writePlain(batch.numSelected(), out);
  }

  /**
   * As {@link #write}, of one row, but of the text and binary values in some columns, wherever they
   * are within, only the lengths; their bytes follow as {@link #writePiece pieces}, in the order of
   * the vectors that they are in, depth first.
   */
  public int writeWithout(BitSet columns, VectorBatch batch, GrowableBytes out) {
    plain.clear();
    serializer.write(batch, columns, plain);
    return writePlain(batch.numSelected(), out);
  }

  /** Appends the next bytes of the row of the block before; gives the block's bytes. */
  public int writePiece(byte[] data, int start, int length, GrowableBytes out) {
    plain.clear();
    plain.put(data, start, length);
    return writePlain(PIECE, out);
  }

  private int writePlain(int rows, GrowableBytes out) {
    plainBytes = plain.size();
    int start = out.advance(HEADER_BYTES + compressor.maxCompressedLength(plain.size()));
    byte[] target = out.array();
    int stored =
        compressor.compress(
            plain.array(),
            0,
            plain.size(),
            target,
            start + HEADER_BYTES,
            target.length - start - HEADER_BYTES);
    GrowableBytes.setInt(target, start, stored);
    GrowableBytes.setInt(target, start + 4, plain.size());
    GrowableBytes.setInt(target, start + 8, rows);
    checksum.reset();
    checksum.update(target, start, 12);
    checksum.update(target, start + HEADER_BYTES, stored);
    GrowableBytes.setInt(target, start + 12, (int) checksum.getValue());
    out.truncate(start + HEADER_BYTES + stored);
    return HEADER_BYTES + stored;
  }

  /** Bytes of the last block before it was compressed. */
  public int plainBytes() {
    return plainBytes;
  }

  /** Lets go of what a large batch has left; the writer can be used on. */
  public void trim() {
    if (plain.capacity() > LARGEST_KEPT_BYTES) {
      plain = new GrowableBytes(1 << 16);
    }
  }

  /** Bytes that this writer's buffers hold. */
  public long bufferBytes() {
    return plain.capacity();
  }
}
