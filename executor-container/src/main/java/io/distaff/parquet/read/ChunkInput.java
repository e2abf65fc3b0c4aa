package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.storage.RangeReader;
import java.io.IOException;
import java.util.List;

/**
 * The bytes of one column chunk that are wanted, through a window in an array. What is wanted is
 * one piece, the whole chunk, or the pieces that hold the pages wanted. The window is a whole
 * piece, in an array that several chunks share, or slides over it; which of the two is decided per
 * row group, by its size and the memory that is free.
 *
 * <pre>
 *   file:    ... | piece start ........ position ............ piece end | ... | piece start ...
 *   window:               |_______________#________|
 *                         ^ windowStart   ^ index  ^ windowStart + windowLength
 * </pre>
 */
final class ChunkInput {
  /**
   * Bytes of the file that are wanted.
   *
   * @param array that holds them, or null when they are to be read as they are used
   * @param offset in the array
   */
  record Piece(long start, long end, byte[] array, int offset) {
    Piece(long start, long end) {
      this(start, end, null, 0);
    }

    Piece in(byte[] holder, int holderOffset) {
      return new Piece(start, end, holder, holderOffset);
    }
  }

  private final ReservedArrays buffers;
  private RangeReader file;
  private List<Piece> pieces = List.of();
  private int piece;
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

  /**
   * Begins a chunk.
   *
   * @param wanted in the file's order; the first begins where the chunk is read from
   * @param fileReader of the pieces that are in no array
   * @param windowBytes to read of these at a time, about
   */
  void start(List<Piece> wanted, RangeReader fileReader, int windowBytes) {
    pieces = wanted;
    file = fileReader;
    slidingBytes = windowBytes;
    startPiece(0);
  }

  private void startPiece(int index) {
    Piece next = pieces.get(index);
    piece = index;
    position = next.start();
    end = next.end();
    windowStart = position;
    if (next.array() == null) {
      window = own;
      windowOffset = 0;
      windowLength = 0;
    } else {
      window = next.array();
      windowOffset = next.offset();
      windowLength = (int) (end - position);
    }
  }

  /** Of the next byte, in the file. */
  long position() {
    return position;
  }

  /** Bytes of the piece not yet passed. */
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

  /** Reads no more than this at a time from now on, and lets go of an array that is larger. */
  void shrinkWindow(int bytes) {
    slidingBytes = Math.min(slidingBytes, bytes);
    if (own.length > 2 * bytes && window == own) {
      buffers.dropped(own);
      own = new byte[0];
      window = own;
      windowStart = position;
      windowLength = 0;
    }
  }

  void skip(int length) {
    position += length;
  }

  /** Goes on to a position that lies in this piece or a later one. */
  void moveTo(long target) {
    while (target >= end && piece + 1 < pieces.size()) {
      startPiece(piece + 1);
    }
    if (target < position || target >= end) {
      throw new IllegalStateException(target + " is not among what was to be read");
    }
    position = target;
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
