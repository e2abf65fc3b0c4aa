package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.storage.RangeReader;
import java.io.IOException;

/**
 * The bytes of one column chunk from its start to its end, through a window in an array. The window
 * is the whole chunk, in an array that several chunks share, or slides over it; which of the two is
 * decided per row group, by its size and the memory that is free.
 *
 * <pre>
 *   file:    ... | chunk start ........ position ............ chunk end | ...
 *   window:               |_______________#________|
 *                         ^ windowStart   ^ index  ^ windowStart + windowLength
 * </pre>
 */
final class ChunkInput {
  private final ReservedArrays buffers;
  private RangeReader file;
  private long position;
  private long end;

  private byte[] window = {};
  private int windowOffset;
  private long windowStart;
  private int windowLength;

  /** The array of a sliding window, kept while chunks are read whole. */
  private byte[] own = {};

  private int slidingBytes;

  ChunkInput(ReservedArrays buffers) {
    this.buffers = buffers;
  }

  /** The whole chunk lies in {@code array}, from {@code offset}. */
  void startWhole(ColumnChunk chunk, byte[] array, int offset) {
    file = null;
    position = chunk.start();
    end = chunk.start() + chunk.compressedBytes();
    window = array;
    windowOffset = offset;
    windowStart = position;
    windowLength = (int) chunk.compressedBytes();
  }

  /** The chunk is read as it is used, about {@code windowBytes} at a time. */
  void startSliding(ColumnChunk chunk, RangeReader fileReader, int windowBytes) {
    file = fileReader;
    position = chunk.start();
    end = chunk.start() + chunk.compressedBytes();
    window = own;
    windowOffset = 0;
    windowStart = position;
    windowLength = 0;
    slidingBytes = windowBytes;
  }

  /** Of the next byte, in the file. */
  long position() {
    return position;
  }

  /** Bytes of the chunk not yet passed. */
  long remaining() {
    return end - position;
  }

  /** The array that {@link #require} gives positions in; another one after a call of it. */
  byte[] array() {
    return window;
  }

  /**
   * Brings the next {@code length} bytes, at most {@link #remaining()}, into the array; what was
   * there may be gone.
   *
   * @return where they begin
   */
  int require(int length) throws IOException {
    long offset = position - windowStart;
    if (offset + length > windowLength) {
      slide(offset, length);
      offset = 0;
    }
    return windowOffset + (int) offset;
  }

  void skip(int length) {
    position += length;
  }

  private void slide(long offset, int length) throws IOException {
    int target = (int) Math.min(Math.max(length, slidingBytes), remaining());
    // A page may be longer than all before it, so the bytes kept move to the new array if there is
    // one. A window that was skipped over is empty.
    int kept = (int) Math.max(0, windowLength - offset);
    byte[] before = own;
    own = buffers.bytes(own, target);
    System.arraycopy(before, kept == 0 ? 0 : (int) offset, own, 0, kept);
    window = own;
    windowStart = position;
    windowLength = kept;
    file.readFully(position + kept, own, kept, target - kept);
    windowLength = target;
  }
}
