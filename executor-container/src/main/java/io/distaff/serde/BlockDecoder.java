package io.distaff.serde;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Takes blocks out of what {@link BlockEncoder} gave them. Checksum and lengths are verified before
 * anything is used. Confined to one thread.
 */
public final class BlockDecoder {
  /** The largest block taken: a bound against lying lengths. */
  private static final int LARGEST_PLAIN_BYTES = 1 << 30;

  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final CRC32C checksum = new CRC32C();

  // The block that was opened last.
  private byte[] bytes;
  private int payload;
  private int stored;
  private int plainBytes;
  private int rows;

  /** Takes up a block that begins at a position; throws CORRUPT_BLOCK if it isn't as written. */
  public void open(byte[] source, int start, int end) {
    if (end - start < BlockEncoder.HEADER_BYTES) {
      throw corrupt("ends within a header, " + (end - start) + " bytes left");
    }
    bytes = source;
    payload = start + BlockEncoder.HEADER_BYTES;
    stored = GrowableBytes.intAt(source, start);
    plainBytes = GrowableBytes.intAt(source, start + 4);
    rows = GrowableBytes.intAt(source, start + 8);
    if (stored < 0
        || stored > end - payload
        || plainBytes < stored
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
    if (BlockEncoder.checksum(checksum, source, start, stored)
        != GrowableBytes.intAt(source, start + 12)) {
      throw corrupt("fails its checksum");
    }
  }

  /** Of the block that was opened. */
  public int rows() {
    return rows;
  }

  /** Of the block that was opened, once it is decompressed. */
  public int plainBytes() {
    return plainBytes;
  }

  /** Whether the payload of the block that was opened needn't be decompressed. */
  public boolean isPlain() {
    return stored == plainBytes;
  }

  /** Where the payload of the block that was opened begins. */
  public int payload() {
    return payload;
  }

  /** Where the block that was opened ends. */
  public int end() {
    return payload + stored;
  }

  /**
   * Decompresses the block that was opened, or copies it if it {@link #isPlain}.
   *
   * @param target has room for {@link #plainBytes}
   */
  public void decompress(byte[] target) {
    if (isPlain()) {
      System.arraycopy(bytes, payload, target, 0, plainBytes);
      return;
    }
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
