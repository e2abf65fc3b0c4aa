package io.distaff.cache;

import io.distaff.shuffle.ServedOutput;
import io.distaff.shuffle.SpilledPartitions;
import io.distaff.transport.BlockSource.Block;
import io.distaff.transport.BlockSource.BlockBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * One cached partition in memory: for each column its blocks, an array a block. Immutable.
 *
 * @param blocks by column
 * @param offsets where each column would begin if all blocks lay one after the other, then the end
 * @param heldBytes of memory
 */
record CachedColumns(List<List<byte[]>> blocks, long[] offsets, long heldBytes)
    implements ServedOutput, SpilledPartitions.Held {
  /** What an array takes beside its elements: its header and its place in a list. */
  private static final int BLOCK_OVERHEAD_BYTES = 24;

  static CachedColumns of(List<List<byte[]>> blocks) {
    long[] offsets = new long[blocks.size() + 1];
    long held = 0;
    for (int c = 0; c < blocks.size(); c++) {
      offsets[c + 1] = offsets[c];
      for (byte[] block : blocks.get(c)) {
        offsets[c + 1] += block.length;
        held += heldBytes(block.length);
      }
    }
    return new CachedColumns(
        blocks.stream().<List<byte[]>>map(ArrayList::new).toList(), offsets, held);
  }

  /** What a block of this length takes. */
  static long heldBytes(int blockBytes) {
    return (long) blockBytes + BLOCK_OVERHEAD_BYTES;
  }

  /** A copy of the bytes, which never span columns. */
  @Override
  public Block block(long offset, int length) {
    byte[] bytes = new byte[length];
    int column = 0;
    while (column < blocks.size() - 1 && offsets[column + 1] <= offset) {
      column++;
    }
    long blockStart = offsets[column];
    for (byte[] block : blocks.get(column)) {
      long from = Math.max(offset, blockStart);
      long to = Math.min(offset + length, blockStart + block.length);
      if (from < to) {
        System.arraycopy(
            block, (int) (from - blockStart), bytes, (int) (from - offset), (int) (to - from));
      }
      blockStart += block.length;
    }
    return new BlockBytes(bytes);
  }

  @Override
  public void writeTo(FileChannel out, int column) throws IOException {
    for (byte[] block : blocks.get(column)) {
      SpilledPartitions.writeFully(out, block, block.length);
    }
  }
}
