package io.distaff.serde;

import io.distaff.vector.VectorBatch;
import java.util.BitSet;

/**
 * Turns batches into blocks: serialised, LZ4-compressed if that is worth it, with a checksum; the
 * package's page specifies the format. Confined to one thread.
 */
public final class BlockWriter {
  private final BlockEncoder encoder;
  private final BatchSerializer serializer = new BatchSerializer();

  /** Little, for tasks that have few rows. */
  private static final int FIRST_BYTES = 1 << 10;

  /** Buffers that large batches have made larger aren't kept. */
  private static final int LARGEST_KEPT_BYTES = 4 << 20;

  private GrowableBytes plain = new GrowableBytes(FIRST_BYTES);
  private int plainBytes;

  public BlockWriter(Compression compression) {
    this.encoder = new BlockEncoder(compression);
  }

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
    return writePlain(BlockEncoder.PIECE, out);
  }

  private int writePlain(int rows, GrowableBytes out) {
    plainBytes = plain.size();
    return encoder.write(plain.array(), plain.size(), rows, out);
  }

  /** Bytes of the last block before it was compressed. */
  public int plainBytes() {
    return plainBytes;
  }

  /** Lets go of what a large batch has left; the writer can be used on. */
  public void trim() {
    if (plain.capacity() > LARGEST_KEPT_BYTES) {
      plain = new GrowableBytes(FIRST_BYTES);
    }
  }

  /** Bytes that this writer's buffers hold. */
  public long bufferBytes() {
    return plain.capacity();
  }
}
