package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.parquet.read.BloomBlocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;

/**
 * The split-block Bloom filter of the chunk that a column writes; see {@link BloomBlocks}.
 *
 * <p>How many distinct values a chunk has is known only at its end, so the filter begins as large
 * as it may be needed, and counts the values that change it, which are the distinct ones but for
 * false positives. In the end it is folded to half its size as often as it stays good enough: with
 * half as many blocks a value's block is half the number it was, so blocks 2i and 2i + 1 together
 * are block i, exactly as if the filter had begun at that size.
 */
final class BloomFilterBuilder {
  /** Bits that a value sets, one a word. */
  private static final int BITS = BloomBlocks.WORDS;

  /** A filter that lets more than this share of absent values pass isn't worth its bytes. */
  private static final double WORTHLESS = 0.5;

  private final double falsePositives;

  /** Bytes of a PLAIN value; 0 when each has its length before it. */
  private final int width;

  private final int numBlocks;
  private final MemoryReservation memory;
  private byte[] blocks;
  private long distinct;

  /**
   * @param mostValues distinct ones that a chunk may have
   */
  BloomFilterBuilder(
      ParquetColumn column, BloomFilterOptions options, long mostValues, MemoryReservation memory) {
    this.falsePositives = options.falsePositives();
    this.width = width(column);
    this.memory = memory;
    int most = Integer.highestOneBit(options.maxBytes() / BloomBlocks.BLOCK_BYTES);
    this.numBlocks = (int) Math.min(most, blocksFor(mostValues));
  }

  private static int width(ParquetColumn column) {
    return switch (column.physical()) {
      case INT32, FLOAT -> Integer.BYTES;
      case INT64, DOUBLE -> Long.BYTES;
      case FIXED_LEN_BYTE_ARRAY -> column.width();
      case BYTE_ARRAY -> 0;
      case BOOLEAN, INT96 -> throw new IllegalArgumentException(column.toString());
    };
  }

  /** The least power of two of blocks in which so many values stay under the false positives. */
  private long blocksFor(long values) {
    double bits = -BITS * (double) values / Math.log(1 - Math.pow(falsePositives, 1.0 / BITS));
    double least = Math.ceil(bits / (Byte.SIZE * BloomBlocks.BLOCK_BYTES));
    return least <= 1 ? 1 : Long.highestOneBit((long) least - 1) << 1;
  }

  /** Adds PLAIN values, from a position in the buffer to its end. */
  void add(PageBuffer values, int from) {
    byte[] bytes = values.array();
    int end = values.size();
    for (int at = from; at < end; ) {
      int start = width > 0 ? at : at + Integer.BYTES;
      int length = width > 0 ? width : (int) PageBuffer.INT.get(bytes, at);
      add(BloomBlocks.hash(bytes, start, length));
      at = start + length;
    }
  }

  /** Adds a value by its {@link BloomBlocks#hash}. */
  void add(long hash) {
    if (blocks == null) {
      memory.add((long) numBlocks * BloomBlocks.BLOCK_BYTES);
      blocks = new byte[numBlocks * BloomBlocks.BLOCK_BYTES];
    }
    int block = BloomBlocks.block(hash, numBlocks) * BloomBlocks.BLOCK_BYTES;
    int missing = 0;
    for (int word = 0; word < BITS; word++) {
      int position = block + word * Integer.BYTES;
      int bits = (int) PageBuffer.INT.get(blocks, position);
      int bit = 1 << BloomBlocks.bit(hash, word);
      missing |= ~bits & bit;
      PageBuffer.INT.set(blocks, position, bits | bit);
    }
    distinct += missing != 0 ? 1 : 0;
  }

  /** Writes the filter, if it is worth it, and begins an empty one. Gives the bytes written. */
  int writeTo(PositionedOutput out) throws IOException {
    if (distinct == 0) {
      return 0;
    }
    int folded = numBlocks;
    for (long enough = blocksFor(distinct); folded > enough; folded /= 2) {
      fold(folded / 2);
    }
    int size = folded * BloomBlocks.BLOCK_BYTES;
    long start = out.position();
    if (passing(size) <= WORTHLESS) {
      BloomFilterHeader header =
          new BloomFilterHeader(
              size,
              BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
              BloomFilterHash.XXHASH(new XxHash()),
              BloomFilterCompression.UNCOMPRESSED(new Uncompressed()));
      ByteArrayOutputStream headerBytes = new ByteArrayOutputStream(32);
      Util.writeBloomFilterHeader(header, headerBytes);
      out.write(headerBytes.toByteArray());
      out.write(blocks, 0, size);
    }
    Arrays.fill(blocks, (byte) 0);
    distinct = 0;
    return (int) (out.position() - start);
  }

  private void fold(int toBlocks) {
    for (int block = 0; block < toBlocks; block++) {
      int to = block * BloomBlocks.BLOCK_BYTES;
      int from = 2 * to;
      for (int i = 0; i < BloomBlocks.BLOCK_BYTES; i++) {
        blocks[to + i] = (byte) (blocks[from + i] | blocks[from + BloomBlocks.BLOCK_BYTES + i]);
      }
    }
  }

  /** The share of absent values that the filter lets pass. */
  private double passing(int size) {
    long set = 0;
    for (int i = 0; i < size; i += Long.BYTES) {
      set += Long.bitCount((long) PageBuffer.LONG.get(blocks, i));
    }
    return Math.pow((double) set / ((long) size * Byte.SIZE), BITS);
  }
}
