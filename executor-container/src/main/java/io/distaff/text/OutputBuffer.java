package io.distaff.text;

import java.io.IOException;
import java.io.OutputStream;

/** A fixed buffer before a stream, without locks. Confined to the task's thread. */
final class OutputBuffer {
  static final int BYTES = (64 << 10) - 16;

  private final OutputStream out;
  private final byte[] bytes = new byte[BYTES];
  private int size;

  OutputBuffer(OutputStream out) {
    this.out = out;
  }

  void put(int b) throws IOException {
    if (size == BYTES) {
      flush();
    }
    bytes[size++] = (byte) b;
  }

  void put(byte[] from) throws IOException {
    put(from, 0, from.length);
  }

  void put(byte[] from, int start, int length) throws IOException {
    if (length > BYTES - size) {
      flush();
      if (length > BYTES) {
        out.write(from, start, length);
        return;
      }
    }
    System.arraycopy(from, start, bytes, size, length);
    size += length;
  }

  /** Hands what is buffered to the stream. */
  void flush() throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }
}
