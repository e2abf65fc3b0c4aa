package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.storage.RangeReader;
import io.distaff.vector.BlockBloom;
import java.io.IOException;
import org.apache.parquet.format.BloomFilterHeader;

/**
 * The Bloom filter of a column chunk (BloomFilter.md of parquet-format): a header, then the blocks
 * of a {@link BlockBloom}. Immutable.
 */
final class BloomFilter {
  private static final int MAX_HEADER_BYTES = 256;

  private final byte[] blocks;
  private final int numBlocks;

  private BloomFilter(byte[] blocks, int numBlocks) {
    this.blocks = blocks;
    this.numBlocks = numBlocks;
  }

  /**
   * Reads a filter.
   *
   * @param maxBytes of one that is worth it
   * @param into for the blocks; counted by the caller
   * @return null when it is larger, of a kind that isn't known, corrupt, or memory is short
   */
  static BloomFilter read(
      ChunkIndexes.Place place, FileAccess file, long maxBytes, ReservedArrays buffers, byte[] into)
      throws IOException {
    if (!place.isWithin(file.sizeBytes())) {
      return null;
    }
    RangeReader reader = file.reader();
    byte[] start = new byte[(int) Math.min(MAX_HEADER_BYTES, file.sizeBytes() - place.offset())];
    reader.readFully(place.offset(), start, 0, start.length);
    BloomFilterHeader header = new BloomFilterHeader();
    int headerBytes;
    try {
      headerBytes = ThriftReader.structure(header, start, 0, start.length);
    } catch (MalformedException e) {
      // A filter that can't be read filters nothing.
      return null;
    }
    boolean known =
        header.algorithm.isSetBLOCK()
            && header.hash.isSetXXHASH()
            && header.compression.isSetUNCOMPRESSED();
    if (!known
        || header.numBytes <= 0
        || header.numBytes % BlockBloom.BLOCK_BYTES != 0
        || header.numBytes > maxBytes
        || header.numBytes > file.sizeBytes() - place.offset() - headerBytes) {
      return null;
    }
    byte[] blocks = buffers.tryBytes(into, header.numBytes);
    if (blocks == null) {
      return null;
    }
    reader.readFully(place.offset() + headerBytes, blocks, 0, header.numBytes);
    return new BloomFilter(blocks, header.numBytes / BlockBloom.BLOCK_BYTES);
  }

  /** The array of the blocks. */
  byte[] blocks() {
    return blocks;
  }

  /** False when the chunk has no value with this hash. */
  boolean mayContain(long hash) {
    return BlockBloom.mayContain(blocks, numBlocks, hash);
  }
}
