package io.distaff.broadcast;

import io.distaff.ids.BroadcastId;
import io.distaff.serde.BlockEncoder;
import io.distaff.serde.Compression;
import io.distaff.serde.GrowableBytes;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts a serialized value into chunks, which go to a store. Confined to one thread. */
public final class ChunkOutput extends OutputStream {
  /** Of a chunk, before compression. */
  public static final int CHUNK_BYTES = 4 << 20;

  private static final int FIRST_BYTES = 1 << 12;

  private final BroadcastId broadcast;
  private final ChunkStore store;
  private final BlockEncoder encoder = new BlockEncoder(Compression.SPACE);
  private final GrowableBytes plain = new GrowableBytes(FIRST_BYTES);
  private final GrowableBytes block = new GrowableBytes(FIRST_BYTES);
  private final List<Integer> chunkBytes = new ArrayList<>();
  private final int largestChunk;
  private long plainBytes;

  /**
   * @param largestChunk in bytes, before compression
   */
  public ChunkOutput(BroadcastId broadcast, ChunkStore store, int largestChunk) {
    this.broadcast = broadcast;
    this.store = store;
    this.largestChunk = largestChunk;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /** Throws WRITE_FAILED when the store can't keep a chunk. */
  @Override
  public void write(byte[] source, int offset, int length) {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int n = Math.min(end - from, largestChunk - plain.size());
      plain.put(source, from, n);
      from += n;
      if (plain.size() == largestChunk) {
        endChunk();
      }
    }
  }

  private void endChunk() {
    block.clear();
    encoder.write(plain.array(), plain.size(), BlockEncoder.PIECE, block);
    store.put(broadcast, chunkBytes.size(), block.toByteArray());
    chunkBytes.add(block.size());
    plainBytes += plain.size();
    plain.clear();
  }

  /** Ends the last chunk. */
  @Override
  public void close() {
    if (plain.size() > 0) {
      endChunk();
    }
  }

  /** Bytes written, in chunks that have ended. */
  public long plainBytes() {
    return plainBytes;
  }

  /** Bytes of the chunks that have ended, as stored. */
  public int[] chunkBytes() {
    return chunkBytes.stream().mapToInt(Integer::intValue).toArray();
  }
}
