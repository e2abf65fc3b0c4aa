package io.distaff.parquet.write;

/**
 * Parquet's hybrid of run-length encoding and bit packing, for dictionary ids and definition
 * levels. The format (Encodings.md, "RLE/Bit-Packing Hybrid"):
 *
 * <pre>
 * run        := varint(count &lt;&lt; 1) value          value in ceil(width / 8) bytes, little-endian
 * bit-packed := varint(groups &lt;&lt; 1 | 1) bits      8 values a group, width bits each, from the low bit
 * </pre>
 *
 * A repetition of 8 or more becomes a run; what lies between is packed. Only the last group of all
 * may be padded.
 */
final class HybridEncoder {
  private static final int GROUP = 8;

  private HybridEncoder() {}

  /** Bits that hold every value up to {@code max}; 0 when there is only 0. */
  static int width(int max) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(max);
  }

  /** Appends the first {@code count} values, each below 2^{@code width}. */
  static void encode(int[] values, int count, int width, PageBuffer out) {
    int packedFrom = 0;
    int at = 0;
    while (at < count) {
      int runEnd = at + 1;
      int value = values[at];
      while (runEnd < count && values[runEnd] == value) {
        runEnd++;
      }
      if (runEnd - at >= GROUP) {
        // What is packed before the run takes values of it until its last group is full.
        int runFrom = at + (-(at - packedFrom) & GROUP - 1);
        if (runEnd - runFrom >= GROUP) {
          pack(values, packedFrom, runFrom, width, out);
          run(value, runEnd - runFrom, width, out);
          packedFrom = runEnd;
        }
      }
      at = runEnd;
    }
    pack(values, packedFrom, count, width, out);
  }

  /** Appends one value, {@code count} times. */
  static void run(int value, int count, int width, PageBuffer out) {
    out.putUnsignedVarInt(count << 1);
    for (int shift = 0; shift < width; shift += Byte.SIZE) {
      out.putByte(value >>> shift);
    }
  }

  private static void pack(int[] values, int from, int to, int width, PageBuffer out) {
    if (from == to) {
      return;
    }
    int groups = (to - from + GROUP - 1) / GROUP;
    out.putUnsignedVarInt(groups << 1 | 1);
    int position = out.reserve((long) groups * width);
    byte[] bytes = out.array();
    long pending = 0;
    int pendingBits = 0;
    for (int i = from; i < to; i++) {
      pending |= (long) values[i] << pendingBits;
      pendingBits += width;
      while (pendingBits >= Byte.SIZE) {
        bytes[position++] = (byte) pending;
        pending >>>= Byte.SIZE;
        pendingBits -= Byte.SIZE;
      }
    }
    int end = out.size();
    while (position < end) {
      bytes[position++] = (byte) pending;
      pending >>>= Byte.SIZE;
    }
  }
}
