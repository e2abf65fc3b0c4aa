package io.distaff.broadcast;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.BroadcastDescription;
import io.distaff.serde.BlockDecoder;
import java.io.InputStream;

/** Reads a serialized value from the chunks in a store, each verified. Confined to one thread. */
public final class ChunkInput extends InputStream {
  private final BroadcastDescription broadcast;
  private final ChunkStore store;
  private final BlockDecoder decoder = new BlockDecoder();
  private byte[] plain = new byte[0];
  private int position;
  private int end;
  private int nextChunk;

  public ChunkInput(BroadcastDescription broadcast, ChunkStore store) {
    this.broadcast = broadcast;
    this.store = store;
  }

  @Override
  public int read() {
    return fill() ? plain[position++] & 0xff : -1;
  }

  /** Throws CORRUPT_BLOCK when a chunk is damaged or gone; the store has forgotten it then. */
  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, end - position);
    System.arraycopy(plain, position, target, offset, n);
    position += n;
    return n;
  }

  @Override
  public int available() {
    return end - position;
  }

  private boolean fill() {
    while (position == end) {
      if (nextChunk == broadcast.numChunks()) {
        return false;
      }
      int chunk = nextChunk;
      byte[] bytes =
          store
              .read(broadcast.id(), chunk)
              .orElseThrow(
                  () ->
                      new DistaffException(
                          ErrorCode.CORRUPT_BLOCK,
                          "%s lacks its chunk %d here".formatted(broadcast, chunk)));
      try {
        check(decoder, broadcast, chunk, bytes);
        if (decoder.plainBytes() > plain.length) {
          plain = new byte[decoder.plainBytes()];
        }
        decoder.decompress(plain);
      } catch (DistaffException e) {
        store.drop(broadcast.id(), chunk);
        throw e;
      }
      position = 0;
      end = decoder.plainBytes();
      nextChunk++;
    }
    return true;
  }

  /** Throws CORRUPT_BLOCK unless these are the bytes of a chunk; opens its block. */
  static void check(BlockDecoder decoder, BroadcastDescription broadcast, int chunk, byte[] bytes) {
    int expected = broadcast.chunkBytes()[chunk];
    try {
      decoder.open(bytes, 0, bytes.length);
    } catch (DistaffException e) {
      throw damaged(broadcast, chunk, e.getMessage(), e);
    }
    if (bytes.length != expected || decoder.end() != expected) {
      throw damaged(
          broadcast, chunk, "%d bytes in the place of %d".formatted(bytes.length, expected), null);
    }
  }

  private static DistaffException damaged(
      BroadcastDescription broadcast, int chunk, String why, Throwable cause) {
    return new DistaffException(
        ErrorCode.CORRUPT_BLOCK,
        "chunk %d of %s is damaged: %s".formatted(chunk, broadcast, why),
        cause);
  }
}
