package io.distaff.parquet.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A text or binary value that makes a page, a chunk and a row group of its own, written from where
 * it lies. It is compressed twice: how long it is, and its checksum, stand before it in the file.
 *
 * @param data where the value lies, from {@code start} on
 * @param isOptional whether the column has definition levels
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record LargeValue(byte[] data, int start, int length, boolean isOptional) {
  /** A run of one level 1. */
  private static final byte[] LEVELS = {2, 1};

  private static final int PIECE_BYTES = 64 << 10;

  /** What compressing gives. */
  record Measure(int bytes, int checksum) {}

  /** Bytes of the levels, with their length where a page of version 1 has that. */
  int levelBytes(boolean isVersion2) {
    return !isOptional ? 0 : LEVELS.length + (isVersion2 ? 0 : Integer.BYTES);
  }

  /** Bytes of the page; the same in both versions but for the levels' length. */
  int plainBytes(boolean isVersion2) {
    return Math.addExact(levelBytes(isVersion2) + Integer.BYTES, length);
  }

  /** The first bytes of the value. */
  byte[] beginning(int mostBytes) {
    return Arrays.copyOfRange(data, start, start + Math.min(mostBytes, length));
  }

  Measure measure(PageCompressor compressor, boolean isVersion2) throws IOException {
    Measuring measuring = new Measuring();
    write(measuring, compressor, isVersion2);
    return new Measure(Math.toIntExact(measuring.bytes), (int) measuring.checksum.getValue());
  }

  void writeTo(PositionedOutput out, PageCompressor compressor, boolean isVersion2)
      throws IOException {
    write(out.stream(), compressor, isVersion2);
  }

  private void write(OutputStream out, PageCompressor compressor, boolean isVersion2)
      throws IOException {
    int levels = levelBytes(isVersion2);
    if (isVersion2) {
      out.write(LEVELS, 0, levels);
    }
    int compressible = plainBytes(isVersion2) - (isVersion2 ? levels : 0);
    try (OutputStream page = compressor.stream(out, compressible)) {
      if (!isVersion2 && levels > 0) {
        page.write(little(LEVELS.length));
        page.write(LEVELS);
      }
      page.write(little(length));
      for (int done = 0; done < length; done += PIECE_BYTES) {
        page.write(data, start + done, Math.min(PIECE_BYTES, length - done));
      }
    }
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** Keeps nothing of what is written but its length and checksum. */
  private static final class Measuring extends OutputStream {
    private final CRC32 checksum = new CRC32();
    private long bytes;

    @Override
    public void write(int b) {
      checksum.update(b);
      bytes++;
    }

    @Override
    public void write(byte[] from, int start, int length) {
      checksum.update(from, start, length);
      bytes += length;
    }
  }
}
