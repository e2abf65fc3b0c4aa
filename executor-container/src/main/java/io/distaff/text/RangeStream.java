package io.distaff.text;

import io.distaff.storage.RangeReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A file from some position on, as a stream. Owns the reader. */
final class RangeStream extends InputStream {
  private final RangeReader reader;
  private long position;

  RangeStream(RangeReader reader, long position) {
    this.reader = reader;
    this.position = position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    long left = reader.sizeBytes() - position;
    if (left <= 0) {
      return length == 0 ? 0 : -1;
    }
    int count = (int) Math.min(left, length);
    reader.readFully(position, buffer, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
