package io.distaff.serde;

import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Gives bytes the outside of blocks: header, checksum and compression, whatever is within; the
 * package's page specifies the format. Confined to one thread.
 */
public final class BlockEncoder {
  /** Bytes of a block's header. */
  public static final int HEADER_BYTES = 16;

  /** In the place of the number of rows: the block holds bytes as they are. */
  public static final int PIECE = -1;

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final CRC32C checksum = new CRC32C();
  private final Compression compression;

  /** Bytes still to be stored without trying to compress them. */
  private long untriedBytes;

  public BlockEncoder(Compression compression) {
    this.compression = compression;
  }

  /** Appends a block; gives its bytes. */
  public int write(byte[] plain, int length, int numRows, GrowableBytes out) {
    int start = out.advance(HEADER_BYTES);
    int stored = writePayload(plain, length, out);
    byte[] target = out.array();
    GrowableBytes.setInt(target, start, stored);
    GrowableBytes.setInt(target, start + 4, length);
    GrowableBytes.setInt(target, start + 8, numRows);
    GrowableBytes.setInt(target, start + 12, checksum(checksum, target, start, stored));
    return HEADER_BYTES + stored;
  }

  /** Appends the bytes, compressed if that is worth it; gives how many they are then. */
  private int writePayload(byte[] plain, int length, GrowableBytes out) {
    if (length <= untriedBytes) {
      untriedBytes -= length;
      out.put(plain, 0, length);
      return length;
    }
    int start = out.advance(compressor.maxCompressedLength(length));
    byte[] target = out.array();
    int compressed = compressor.compress(plain, 0, length, target, start, target.length - start);
    if (compression.isWorth(length, compressed)) {
      untriedBytes = 0;
      out.truncate(start + compressed);
      return compressed;
    }
    untriedBytes = compression.untriedBytes(length);
    out.truncate(start);
    out.put(plain, 0, length);
    return length;
  }

  /**
   * Of a header but for the checksum itself, and the payload behind it.
   *
   * @param checksum to compute it with
   */
  static int checksum(CRC32C checksum, byte[] block, int start, int length) {
    checksum.reset();
    checksum.update(block, start, 12);
    checksum.update(block, start + HEADER_BYTES, length);
    return (int) checksum.getValue();
  }
}
