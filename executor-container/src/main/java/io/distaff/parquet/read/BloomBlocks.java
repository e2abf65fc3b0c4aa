package io.distaff.parquet.read;

import io.distaff.vector.BlockBloom;
import net.jpountz.xxhash.StreamingXXHash64;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * What readers and writers of Parquet's Bloom filters have to agree on (BloomFilter.md of
 * parquet-format): the hash of a value, and the blocks of a {@link BlockBloom}.
 */
public final class BloomBlocks {
  public static final int BLOCK_BYTES = BlockBloom.BLOCK_BYTES;
  public static final int WORDS = BlockBloom.WORDS;

  private static final XXHashFactory FACTORY = XXHashFactory.fastestJavaInstance();
  private static final XXHash64 XXH64 = FACTORY.hash64();

  private BloomBlocks() {}

  /** The hash of a value's bytes as a PLAIN page has them, without a length. */
  public static long hash(byte[] bytes, int start, int length) {
    return XXH64.hash(bytes, start, length, 0);
  }

  /** The same of a value that comes part by part; reset for each. */
  public static StreamingXXHash64 streamingHash() {
    return FACTORY.newStreamingHash64(0);
  }

  /** Which of the blocks a hash belongs to. */
  public static int block(long hash, int numBlocks) {
    return BlockBloom.block(hash, numBlocks);
  }

  /** The bit of a word of the block. */
  public static int bit(long hash, int word) {
    return BlockBloom.bit(hash, word);
  }
}
