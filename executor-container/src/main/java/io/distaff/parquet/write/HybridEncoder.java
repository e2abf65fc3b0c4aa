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

  /** Words that are stored reach this far beyond their values. */
  private static final int STORED_BEYOND = Long.BYTES;

  private HybridEncoder() {}

  /** Bits that hold every value up to {@code max}; 0 when there is only 0. */
  static int width(int max) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(max);
  }

  /** Appends the first {@code count} values, each below 2^{@code width}. */
  static void encode(int[] values, int count, int width, PageBuffer out) {
    int packedFrom = 0;
    // No repetition that is looked for begins before it, and one begins at it.
    int at = 0;
    while (at <= count - GROUP) {
      int start = repetitionStart(values, at, at + GROUP - 1);
      if (start > at) {
        at = start;
        continue;
      }
      int value = values[at];
      int runEnd = at + GROUP;
      while (runEnd < count && values[runEnd] == value) {
        runEnd++;
      }
      // What is packed before the run takes values of it until its last group is full.
      int runFrom = at + (-(at - packedFrom) & GROUP - 1);
      if (runEnd - runFrom >= GROUP) {
        pack(values, packedFrom, runFrom, width, out);
        run(value, runEnd - runFrom, width, out);
        packedFrom = runEnd;
      }
      at = runEnd;
    }
    pack(values, packedFrom, count, width, out);
  }

  /** Where the repetition that {@code at} is in begins, {@code from} at the least. */
  private static int repetitionStart(int[] values, int from, int at) {
    int start = at;
    while (start > from && values[start - 1] == values[at]) {
      start--;
    }
    return start;
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
    int position = out.reserve((long) groups * width + STORED_BEYOND);
    int end = position + groups * width;
    out.truncate(end);
    byte[] bytes = out.array();
    int wholeGroups = (to - from) / GROUP;
    int at = from + wholeGroups * GROUP;
    if (width <= 8) {
      packNarrow(values, from, at, width, bytes, position);
    } else if (width <= 16) {
      packMedium(values, from, at, width, bytes, position);
    } else {
      packWide(values, from, at, width, bytes, position);
    }
    packLast(values, at, to, width, bytes, position + wholeGroups * width, end);
  }

  // Groups of eight values are stored as words of eight bytes, of which the next group overwrites
  // what isn't its own.

  /** A group is one word. */
  private static void packNarrow(
      int[] values, int from, int to, int width, byte[] bytes, int start) {
    int position = start;
    for (int i = from; i < to; i += GROUP) {
      long word = (packFour(values, i + 4, width) << (4 * width)) | packFour(values, i, width);
      PageBuffer.LONG.set(bytes, position, word);
      position += width;
    }
  }

  /** A group is two words, of which a half of it fills one at most. */
  private static void packMedium(
      int[] values, int from, int to, int width, byte[] bytes, int start) {
    int position = start;
    int half = 4 * width;
    for (int i = from; i < to; i += GROUP) {
      long low = packFour(values, i, width);
      long high = packFour(values, i + 4, width);
      // In two steps, as a shift by 64 does nothing.
      PageBuffer.LONG.set(bytes, position, low | (high << (half - 1) << 1));
      PageBuffer.LONG.set(bytes, position + Long.BYTES, high >>> (Long.SIZE - half));
      position += width;
    }
  }

  /** Four values, of 16 bits at most. */
  private static long packFour(int[] values, int at, int width) {
    long pair = values[at] | (long) values[at + 1] << width;
    long next = values[at + 2] | (long) values[at + 3] << width;
    return pair | (next << (2 * width));
  }

  /** Four bytes as soon as there are as many. */
  private static void packWide(int[] values, int from, int to, int width, byte[] bytes, int start) {
    int position = start;
    long pending = 0;
    int pendingBits = 0;
    for (int i = from; i < to; i++) {
      pending |= (values[i] & 0xffffffffL) << pendingBits;
      pendingBits += width;
      if (pendingBits >= Integer.SIZE) {
        PageBuffer.INT.set(bytes, position, (int) pending);
        position += Integer.BYTES;
        pending >>>= Integer.SIZE;
        pendingBits -= Integer.SIZE;
      }
    }
    PageBuffer.INT.set(bytes, position, (int) pending);
  }

  /** The values after the last whole group, and what fills theirs. */
  private static void packLast(
      int[] values, int from, int to, int width, byte[] bytes, int start, int end) {
    int position = start;
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
    while (position < end) {
      bytes[position++] = (byte) pending;
      pending >>>= Byte.SIZE;
    }
  }
}
