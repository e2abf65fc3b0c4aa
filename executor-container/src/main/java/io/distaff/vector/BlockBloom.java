package io.distaff.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The split-block Bloom filter of parquet-format's BloomFilter.md: blocks of eight words, little
 * endian. A hash chooses a block by its upper half, and by its lower one a bit of each word.
 */
public final class BlockBloom {
  public static final int BLOCK_BYTES = 32;
  public static final int WORDS = BLOCK_BYTES / Integer.BYTES;

  /** Keys a block of which about one in 40 others is taken for one of them. */
  private static final int KEYS_PER_BLOCK = 32;

  private static final int BITS_PER_WORD = 32;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private BlockBloom() {}

  /** The size for so many keys: a power of two; 0 when that is more than the most wanted. */
  public static int sizeBytes(long keys, int mostBytes) {
    long blocks = Math.max(1, (keys + KEYS_PER_BLOCK - 1) / KEYS_PER_BLOCK);
    long bytes = Long.highestOneBit(2 * blocks - 1) * BLOCK_BYTES;
    return bytes > mostBytes ? 0 : (int) bytes;
  }

  /**
   * Adds a key.
   *
   * @param blocks the first {@code numBlocks} of which are the filter
   */
  public static void add(byte[] blocks, int numBlocks, long hash) {
    int block = block(hash, numBlocks) * BLOCK_BYTES;
    for (int i = 0; i < WORDS; i++) {
      int at = block + 4 * i;
      INTS.set(blocks, at, (int) INTS.get(blocks, at) | 1 << bit(hash, i));
    }
  }

  /**
   * False when no key with this hash was added. Looks at half of the words at a time: which is the
   * first to tell can't be foretold, so that leaving off at each costs more than it saves.
   */
  public static boolean mayContain(byte[] blocks, int numBlocks, long hash) {
    int block = block(hash, numBlocks) * BLOCK_BYTES;
    return haveBits(blocks, block, hash, 0) && haveBits(blocks, block, hash, WORDS / 2);
  }

  /** Whether four words, from one on, have the hash's bits. */
  private static boolean haveBits(byte[] blocks, int block, long hash, int word) {
    long first = (long) LONGS.get(blocks, block + 4 * word);
    long second = (long) LONGS.get(blocks, block + 4 * word + Long.BYTES);
    long present =
        first >>> bit(hash, word)
            & first >>> (BITS_PER_WORD + bit(hash, word + 1))
            & second >>> bit(hash, word + 2)
            & second >>> (BITS_PER_WORD + bit(hash, word + 3));
    return (present & 1) != 0;
  }

  /** Which of the blocks a hash belongs to. */
  public static int block(long hash, int numBlocks) {
    return (int) (((hash >>> 32) * numBlocks) >>> 32);
  }

  /** The bit of a word of the block. */
  public static int bit(long hash, int word) {
    return ((int) hash * SALT[word]) >>> 27;
  }

  /**
   * A filter of half the size that has the same keys, and takes more others for them: a hash's
   * upper bits choose a block, so that two which lie together become one.
   *
   * @param blocks a power of two of them, at least 2
   */
  public static byte[] halved(byte[] blocks) {
    byte[] halved = new byte[blocks.length / 2];
    for (int at = 0; at < halved.length; at += BLOCK_BYTES) {
      for (int i = at; i < at + BLOCK_BYTES; i += Long.BYTES) {
        long first = (long) LONGS.get(blocks, at + i);
        long second = (long) LONGS.get(blocks, at + i + BLOCK_BYTES);
        LONGS.set(halved, i, first | second);
      }
    }
    return halved;
  }

  /** Adds the keys of another filter of the same size. */
  public static void addAll(byte[] blocks, byte[] others) {
    for (int at = 0; at < blocks.length; at += Long.BYTES) {
      LONGS.set(blocks, at, (long) LONGS.get(blocks, at) | (long) LONGS.get(others, at));
    }
  }

  /** The part of the bits that are set. */
  public static double fill(byte[] blocks, int numBlocks) {
    long set = 0;
    int bytes = numBlocks * BLOCK_BYTES;
    for (int at = 0; at < bytes; at += Long.BYTES) {
      set += Long.bitCount((long) LONGS.get(blocks, at));
    }
    return (double) set / (bytes * (double) Byte.SIZE);
  }

  /**
   * About how many different keys were added to a filter that isn't full.
   *
   * @param fill see {@link #fill}
   */
  public static double numKeys(double fill, int numBlocks) {
    return Math.log1p(-fill) / Math.log1p(-1.0 / BITS_PER_WORD) * numBlocks;
  }
}
