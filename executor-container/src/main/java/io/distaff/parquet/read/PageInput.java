package io.distaff.parquet.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** The stored bytes of one page, read as they are used, and their checksum. */
final class PageInput extends InputStream {
  private static final int MOST_AT_ONCE = 64 << 10;

  private final ChunkInput input;
  private final CRC32 checksum = new CRC32();

  /** Bytes that haven't been asked of the input. */
  private int left;

  // Bytes at hand, in the input's array.
  private byte[] array = {};
  private int start;
  private int end;

  /**
   * @param length bytes from the input's position on; nobody else uses the input meanwhile
   */
  PageInput(ChunkInput input, int length) {
    this.input = input;
    this.left = length;
  }

  /** Of all bytes, when they have been read or {@link #drain}ed. */
  int checksum() {
    return (int) checksum.getValue();
  }

  private boolean fill() throws IOException {
    if (left == 0) {
      return false;
    }
    int count = Math.min(left, MOST_AT_ONCE);
    start = input.require(count);
    end = start + count;
    array = input.array();
    checksum.update(array, start, count);
    input.skip(count);
    left -= count;
    return true;
  }

  @Override
  public int read() throws IOException {
    return start < end || fill() ? array[start++] & 0xff : -1;
  }

  /** Reads up to {@code length} bytes; -1 at the end. */
  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (start == end && !fill()) {
      return -1;
    }
    int count = Math.min(length, end - start);
    System.arraycopy(array, start, out, offset, count);
    start += count;
    return count;
  }

  /** Passes what is left without looking at it. */
  void skipRest() {
    input.skip(left);
    left = 0;
    start = end;
  }

  /** Reads what is left. */
  void drain() throws IOException {
    start = end;
    while (fill()) {
      start = end;
    }
  }
}
