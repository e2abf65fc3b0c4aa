package io.distaff.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that are only appended and then written out, in arrays of which each is as large as all
 * before it, up to a limit: growing copies nothing. Confined to one thread.
 */
public final class ByteChunks {
  private static final int FIRST_BYTES = 1 << 12;

  /** With its header still below half a region of G1, above which arrays are humongous. */
  private static final int LARGEST_BYTES = (1 << 18) - 16;

  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] last = new byte[0];
  private int lastSize;
  private long capacity;

  /** Bytes appended. */
  public long size() {
    return capacity - last.length + lastSize;
  }

  /** Bytes of the arrays. */
  public long capacity() {
    return capacity;
  }

  /** Appends a copy of the bytes. */
  public void append(byte[] source, int offset, int length) {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (lastSize == last.length) {
        grow();
      }
      int n = Math.min(end - from, last.length - lastSize);
      System.arraycopy(source, from, last, lastSize, n);
      lastSize += n;
      from += n;
    }
  }

  private void grow() {
    last = new byte[(int) Math.min(LARGEST_BYTES, Math.max(FIRST_BYTES, capacity))];
    lastSize = 0;
    chunks.add(last);
    capacity += last.length;
  }

  /** Writes all bytes, which stay. */
  public void writeTo(WritableByteChannel out) throws IOException {
    for (byte[] chunk : chunks) {
      ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, chunk == last ? lastSize : chunk.length);
      while (buffer.hasRemaining()) {
        int unused = out.write(buffer);
      }
    }
  }

  /** All bytes in one array. */
  public byte[] toByteArray() {
    byte[] all = new byte[Math.toIntExact(size())];
    int at = 0;
    for (byte[] chunk : chunks) {
      int n = chunk == last ? lastSize : chunk.length;
      System.arraycopy(chunk, 0, all, at, n);
      at += n;
    }
    return all;
  }

  /** Lets go of the bytes and their arrays. */
  public void clear() {
    chunks.clear();
    last = new byte[0];
    lastSize = 0;
    capacity = 0;
  }
}
