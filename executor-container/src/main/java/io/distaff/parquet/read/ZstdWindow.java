package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** How far back a Zstandard frame looks (RFC 8878, section 3.1.1.1): held by who streams it. */
final class ZstdWindow {
  private static final int LONGEST_HEADER = 14;
  private static final int SINGLE_SEGMENT = 0x20;

  /** What a stream holds besides: blocks of 128 KiB in and out, and tables. */
  private static final long OTHER_BYTES = 512 << 10;

  private ZstdWindow() {}

  /** Counts what streaming a frame takes; gives a stream of the same bytes. */
  static InputStream reserve(InputStream frame, ReservedArrays buffers) throws IOException {
    byte[] start = frame.readNBytes(LONGEST_HEADER);
    buffers.ensureRoom(bytes(Arrays.copyOf(start, LONGEST_HEADER)) + OTHER_BYTES);
    return new SequenceInputStream(new ByteArrayInputStream(start), frame);
  }

  static long bytes(byte[] header) {
    int descriptor = header[4] & 0xff;
    if ((descriptor & SINGLE_SEGMENT) == 0) {
      int window = header[5] & 0xff;
      long base = 1L << (10 + (window >>> 3));
      return base + base / 8 * (window & 7);
    }
    int at = 5 + new int[] {0, 1, 2, 4}[descriptor & 3];
    return switch (descriptor >>> 6) {
      case 0 -> header[at] & 0xff;
      case 1 -> 256 + LittleEndian.getUnsignedShort(header, at);
      case 2 -> LittleEndian.getInt(header, at) & 0xffff_ffffL;
      default -> Integer.MAX_VALUE;
    };
  }
}
