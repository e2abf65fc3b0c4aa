package io.distaff.parquet.write;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that knows how many bytes went through it. */
final class PositionedOutput {
  private final OutputStream out;
  private long position;

  PositionedOutput(OutputStream out) {
    this.out = out;
  }

  long position() {
    return position;
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int start, int length) throws IOException {
    out.write(bytes, start, length);
    position += length;
  }

  /** Writes here too; closing it does nothing. */
  OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
        position++;
      }

      @Override
      public void write(byte[] bytes, int start, int length) throws IOException {
        PositionedOutput.this.write(bytes, start, length);
      }
    };
  }

  void close() throws IOException {
    out.close();
  }
}
