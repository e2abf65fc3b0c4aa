package io.distaff.parquet.read;

import static io.distaff.parquet.read.LittleEndian.getInt;
import static io.distaff.parquet.read.LittleEndian.getLong;
import static io.distaff.parquet.read.LittleEndian.putInt;
import static io.distaff.parquet.read.LittleEndian.putLong;

import io.distaff.memory.ReservedArrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;

/**
 * Rewrites a page of one of the rarer encodings (Encodings.md of parquet-format) as PLAIN when it
 * is loaded, so that all that comes after knows two cases, PLAIN and dictionary. The second pass
 * over the values costs a fraction of what decompressing them did.
 */
final class PlainTranscoder {
  private final ReservedArrays buffers;
  private final LevelReader booleanRuns = new LevelReader();
  private byte[] plain = {};
  private byte[] lengths = {};
  private byte[] prefixes = {};
  private long[] bits = {};

  // The input, and how far it has been read.
  private byte[] in;
  private int position;
  private int end;

  PlainTranscoder(ReservedArrays buffers) {
    this.buffers = buffers;
  }

  /** True when {@link #transcode} knows the encoding for the type. */
  static boolean supports(Encoding encoding, Type type) {
    boolean byteArray = type == Type.BYTE_ARRAY || type == Type.FIXED_LEN_BYTE_ARRAY;
    return switch (encoding) {
      case RLE -> type == Type.BOOLEAN;
      case DELTA_BINARY_PACKED -> type == Type.INT32 || type == Type.INT64;
      case DELTA_LENGTH_BYTE_ARRAY -> type == Type.BYTE_ARRAY;
      case DELTA_BYTE_ARRAY -> byteArray;
      case BYTE_STREAM_SPLIT ->
          type == Type.INT32
              || type == Type.INT64
              || type == Type.FLOAT
              || type == Type.DOUBLE
              || type == Type.FIXED_LEN_BYTE_ARRAY;
      case PLAIN, PLAIN_DICTIONARY, RLE_DICTIONARY, BIT_PACKED -> false;
    };
  }

  /**
   * Rewrites the values in {@code [start, limit)} of {@code bytes}, and points {@code page} to the
   * result, which is valid until the next call.
   *
   * @param maxValues that the page may have
   */
  void transcode(
      Encoding encoding,
      FileColumn column,
      byte[] bytes,
      int start,
      int limit,
      int maxValues,
      PlainPage page)
      throws MalformedException {
    in = bytes;
    position = start;
    end = limit;
    int width =
        switch (column.physicalType()) {
          case INT32, FLOAT -> 4;
          case INT64, DOUBLE -> 8;
          case FIXED_LEN_BYTE_ARRAY -> column.typeLength();
          case BOOLEAN, INT96, BYTE_ARRAY -> 0;
        };
    int length =
        switch (encoding) {
          case RLE -> booleans(maxValues);
          case DELTA_BINARY_PACKED -> {
            DeltaHeader header = deltaHeader(maxValues);
            plain = buffers.bytes(plain, (long) header.count * width);
            deltas(header, plain, width);
            yield header.count * width;
          }
          case DELTA_LENGTH_BYTE_ARRAY -> deltaLength(maxValues);
          case DELTA_BYTE_ARRAY -> deltaBytes(maxValues, width);
          case BYTE_STREAM_SPLIT -> streamSplit(width);
          case PLAIN, PLAIN_DICTIONARY, RLE_DICTIONARY, BIT_PACKED ->
              throw new IllegalArgumentException(encoding.name());
        };
    page.start(plain, 0, length);
  }

  private int booleans(int most) throws MalformedException {
    if (end - position < 4) {
      throw PlainPage.outOfValues();
    }
    int length = getInt(in, position);
    if (length < 0 || length > end - position - 4) {
      throw PlainPage.outOfValues();
    }
    booleanRuns.start(in, position + 4, position + 4 + length);
    int words = (most + 63) >>> 6;
    bits = buffers.longs(bits, words);
    int count = booleanRuns.readAll(bits, most);
    plain = buffers.bytes(plain, words * 8L);
    for (int i = 0; i < words; i++) {
      putLong(plain, i * 8, bits[i]);
    }
    return (count + 7) >>> 3;
  }

  private int streamSplit(int width) throws MalformedException {
    int length = end - position;
    if (length % width != 0) {
      throw new MalformedException(
          "its " + length + " bytes of values aren't a multiple of " + width);
    }
    int count = length / width;
    plain = buffers.bytes(plain, length);
    for (int stream = 0; stream < width; stream++) {
      int from = position + stream * count;
      for (int i = 0; i < count; i++) {
        plain[i * width + stream] = in[from + i];
      }
    }
    return length;
  }

  /**
   * What a page of a delta encoding of byte arrays begins with; valid until the next call of a
   * method.
   *
   * @param end where the bytes of the values begin
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Lengths(int count, byte[] prefixes, byte[] suffixes, int end) {
    /** Bytes that a value shares with the one before. */
    int prefix(int value) {
      return prefixes == null ? 0 : getInt(prefixes, value * Integer.BYTES);
    }

    /** Bytes of a value that are in the page. */
    int suffix(int value) {
      return getInt(suffixes, value * Integer.BYTES);
    }
  }

  /**
   * Reads the lengths that a page begins with.
   *
   * @param encoding DELTA_LENGTH_BYTE_ARRAY or DELTA_BYTE_ARRAY
   * @param maxValues that the page may have
   */
  Lengths lengths(Encoding encoding, byte[] bytes, int start, int limit, int maxValues)
      throws MalformedException {
    in = bytes;
    position = start;
    end = limit;
    return lengths(encoding, maxValues);
  }

  private Lengths lengths(Encoding encoding, int maxValues) throws MalformedException {
    boolean hasPrefixes = encoding == Encoding.DELTA_BYTE_ARRAY;
    int numPrefixes = 0;
    if (hasPrefixes) {
      DeltaHeader header = deltaHeader(maxValues);
      prefixes = buffers.bytes(prefixes, header.count * 4L);
      deltas(header, prefixes, 4);
      numPrefixes = header.count;
    }
    DeltaHeader header = deltaHeader(maxValues);
    lengths = buffers.bytes(lengths, header.count * 4L);
    deltas(header, lengths, 4);
    if (hasPrefixes && header.count != numPrefixes) {
      throw new MalformedException(
          "it has " + numPrefixes + " prefixes and " + header.count + " suffixes");
    }
    return new Lengths(header.count, hasPrefixes ? prefixes : null, lengths, position);
  }

  /** Lengths, then the bytes of all values. */
  private int deltaLength(int maxValues) throws MalformedException {
    Lengths found = lengths(Encoding.DELTA_LENGTH_BYTE_ARRAY, maxValues);
    plain = buffers.bytes(plain, found.count * 4L + (end - position));
    int to = 0;
    for (int i = 0; i < found.count; i++) {
      int length = found.suffix(i);
      checkLength(length, end - position);
      putInt(plain, to, length);
      System.arraycopy(in, position, plain, to + 4, length);
      position += length;
      to += 4 + length;
    }
    return to;
  }

  /**
   * Lengths of the prefixes shared with the value before, lengths of the suffixes, then the bytes
   * of all suffixes.
   *
   * @param width 0 for values that have their own lengths
   */
  private int deltaBytes(int maxValues, int width) throws MalformedException {
    Lengths found = lengths(Encoding.DELTA_BYTE_ARRAY, maxValues);
    long total = 0;
    for (int i = 0; i < found.count; i++) {
      total += 4L + Math.max(0, found.prefix(i)) + Math.max(0, found.suffix(i));
    }
    plain = buffers.bytes(plain, total);
    int before = 0;
    int beforeLength = 0;
    int to = 0;
    for (int i = 0; i < found.count; i++) {
      int prefix = found.prefix(i);
      int suffix = found.suffix(i);
      checkLength(prefix, beforeLength);
      checkLength(suffix, end - position);
      if (width == 0) {
        putInt(plain, to, prefix + suffix);
        to += 4;
      } else if (prefix + suffix != width) {
        throw new MalformedException(
            "a value is " + (prefix + suffix) + " bytes long in a column of " + width);
      }
      System.arraycopy(plain, before, plain, to, prefix);
      System.arraycopy(in, position, plain, to + prefix, suffix);
      position += suffix;
      before = to;
      beforeLength = prefix + suffix;
      to += beforeLength;
    }
    return to;
  }

  static void checkLength(int length, long available) throws MalformedException {
    if (length < 0 || length > available) {
      throw new MalformedException(
          "a value says to have " + length + " bytes where " + available + " are left");
    }
  }

  /** Of DELTA_BINARY_PACKED. */
  private record DeltaHeader(int valuesPerMiniblock, int miniblocks, int count, long first) {}

  private DeltaHeader deltaHeader(int maxValues) throws MalformedException {
    long blockSize = varint();
    long miniblocks = varint();
    long count = varint();
    long first = zigzag();
    if (blockSize <= 0
        || blockSize > 1 << 24
        || miniblocks <= 0
        || miniblocks > blockSize
        || blockSize % miniblocks != 0
        || blockSize / miniblocks % 8 != 0
        || count < 0
        || count > maxValues) {
      throw new MalformedException(
          "it says to have "
              + count
              + " deltas (at most "
              + maxValues
              + ") in blocks of "
              + blockSize
              + " in "
              + miniblocks);
    }
    return new DeltaHeader((int) (blockSize / miniblocks), (int) miniblocks, (int) count, first);
  }

  /** Decodes the values after a header to {@code out}, as longs or ints. */
  private void deltas(DeltaHeader header, byte[] out, int width) throws MalformedException {
    if (header.count == 0) {
      return;
    }
    long value = header.first;
    put(out, 0, width, value);
    int done = 1;
    while (done < header.count) {
      long minDelta = zigzag();
      int widths = position;
      if (header.miniblocks > end - position) {
        throw PlainPage.outOfValues();
      }
      position += header.miniblocks;
      for (int i = 0; i < header.miniblocks && done < header.count; i++) {
        int bitWidth = in[widths + i];
        int n = Math.min(header.valuesPerMiniblock, header.count - done);
        if (bitWidth < 0 || bitWidth > 64 || ((long) n * bitWidth + 7) / 8 > end - position) {
          throw PlainPage.outOfValues();
        }
        for (int j = 0; j < n; j++) {
          value += minDelta + packed(position, (long) j * bitWidth, bitWidth);
          put(out, done + j, width, value);
        }
        done += n;
        // The last miniblock is padded, but not by every writer.
        position += (int) Math.min((long) header.valuesPerMiniblock * bitWidth / 8, end - position);
      }
    }
  }

  private static void put(byte[] out, int index, int width, long value) {
    if (width == 8) {
      putLong(out, index * 8, value);
    } else {
      putInt(out, index * 4, (int) value);
    }
  }

  /** The {@code width} bits, up to 64, from a bit of the bytes at {@code start}. */
  private long packed(int start, long bit, int width) {
    if (width == 0) {
      return 0;
    }
    int at = start + (int) (bit >>> 3);
    int shift = (int) bit & 7;
    long value = getLong(in, at) >>> shift;
    if (shift + width > 64) {
      value |= (in[at + 8] & 0xffL) << (64 - shift);
    }
    return value & -1L >>> (64 - width);
  }

  private long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= end) {
        throw PlainPage.outOfValues();
      }
      int b = in[position++];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedException("a number has more than ten bytes");
  }

  private long zigzag() throws MalformedException {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }
}
