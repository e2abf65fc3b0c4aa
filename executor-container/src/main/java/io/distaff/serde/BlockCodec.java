package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * The outside of blocks: header, checksum and compression, whatever is within; the package's page
 * specifies the format. Checksum and lengths are verified before anything is used. Confined to one
 * thread.
 */
public final class BlockCodec {
  /** Bytes of a block's header. */
  public static final int HEADER_BYTES = 16;

  /** In the place of the number of rows: the block holds bytes as they are. */
  public static final int PIECE = -1;

  /** The largest block taken: a bound against lying lengths. */
  private static final int LARGEST_PLAIN_BYTES = 1 << 30;

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final CRC32C checksum = new CRC32C();

  // The block that was opened last.
  private byte[] bytes;
  private int payload;
  private int stored;
  private int plainBytes;
  private int rows;

  /** Appends a block; gives its bytes. */
  public int write(byte[] plain, int length, int numRows, GrowableBytes out) {
    int start = out.advance(HEADER_BYTES + compressor.maxCompressedLength(length));
    byte[] target = out.array();
    int compressed =
        compressor.compress(
            plain, 0, length, target, start + HEADER_BYTES, target.length - start - HEADER_BYTES);
    GrowableBytes.setInt(target, start, compressed);
    GrowableBytes.setInt(target, start + 4, length);
    GrowableBytes.setInt(target, start + 8, numRows);
    GrowableBytes.setInt(target, start + 12, checksum(target, start, compressed));
    out.truncate(start + HEADER_BYTES + compressed);
    return HEADER_BYTES + compressed;
  }

  /** Takes up a block that begins at a position; throws CORRUPT_BLOCK if it isn't as written. */
  public void open(byte[] source, int start, int end) {
    if (end - start < HEADER_BYTES) {
      throw corrupt("ends within a header, " + (end - start) + " bytes left");
    }
    bytes = source;
    payload = start + HEADER_BYTES;
    stored = GrowableBytes.intAt(source, start);
    plainBytes = GrowableBytes.intAt(source, start + 4);
    rows = GrowableBytes.intAt(source, start + 8);
    if (stored < 0
        || stored > end - payload
        || plainBytes < 0
        || plainBytes > LARGEST_PLAIN_BYTES) {
      throw corrupt(
          "states "
              + stored
              + " bytes stored, "
              + plainBytes
              + " plain, with "
              + (end - payload)
              + " at hand");
    }
    if (checksum(source, start, stored) != GrowableBytes.intAt(source, start + 12)) {
      throw corrupt("fails its checksum");
    }
  }

  private int checksum(byte[] block, int start, int length) {
    checksum.reset();
    checksum.update(block, start, 12);
    checksum.update(block, start + HEADER_BYTES, length);
    return (int) checksum.getValue();
  }

  /** Of the block that was opened. */
  public int rows() {
    return rows;
  }

  /** Of the block that was opened, once it is decompressed. */
  public int plainBytes() {
    return plainBytes;
  }

  /** Where the block that was opened ends. */
  public int end() {
    return payload + stored;
  }

  /**
   * Decompresses the block that was opened.
   *
   * @param target has room for {@link #plainBytes}
   */
  public void decompress(byte[] target) {
    try {
      int actual = decompressor.decompress(bytes, payload, stored, target, 0, plainBytes);
      if (actual != plainBytes) {
        throw corrupt("decompresses to " + actual + " bytes instead of " + plainBytes);
      }
    } catch (LZ4Exception e) {
      throw new DistaffException(
          ErrorCode.CORRUPT_BLOCK, "a block doesn't decompress: " + e.getMessage(), e);
    }
  }

  private static DistaffException corrupt(String what) {
    return new DistaffException(ErrorCode.CORRUPT_BLOCK, "a block " + what);
  }
}
