package io.distaff.parquet.read;

import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * What readers and writers of split-block Bloom filters have to agree on (BloomFilter.md of
 * parquet-format): blocks of eight little-endian words; the upper half of a value's hash chooses a
 * block, the lower half one bit of each word.
 */
public final class BloomBlocks {
  public static final int BLOCK_BYTES = 32;
  public static final int WORDS = BLOCK_BYTES / Integer.BYTES;

  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private static final XXHash64 XXH64 = XXHashFactory.fastestJavaInstance().hash64();

  private BloomBlocks() {}

  /** The hash of a value's bytes as a PLAIN page has them, without a length. */
  public static long hash(byte[] bytes, int start, int length) {
    return XXH64.hash(bytes, start, length, 0);
  }

  /** Which of the blocks a hash belongs to. */
  public static int block(long hash, int numBlocks) {
    return (int) (((hash >>> 32) * numBlocks) >>> 32);
  }

  /** The bit of a word of the block. */
  public static int bit(long hash, int word) {
    return ((int) hash * SALT[word]) >>> 27;
  }
}
