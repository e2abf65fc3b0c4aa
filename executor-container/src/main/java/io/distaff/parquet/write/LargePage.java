package io.distaff.parquet.write;

import io.distaff.parquet.read.BloomBlocks;
import io.distaff.vector.BytesVector;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import net.jpountz.xxhash.StreamingXXHash64;

/**
 * A page of one row with large text or binary values, which makes a chunk and a row group of its
 * own. The values are written one after the other from where they are kept, PLAIN. They are read
 * and compressed twice: how long the page is, its checksum and its bounds stand before or beside it
 * in the file.
 */
final class LargePage {
  /** What is compared of a value to find the bounds: more than is kept of them. */
  private static final int COMPARED_BYTES = 128;

  private final Levels levels;
  private final BytesVector texts;
  private final int[] positions;
  private final LargeValues large;

  /**
   * What stands before the values.
   *
   * @param bytes as they are in the page
   * @param repetitionBytes of these, which are never compressed; 0 in a page of version 1, whose
   *     levels are compressed with the values
   * @param definitionBytes likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Levels(byte[] bytes, int repetitionBytes, int definitionBytes, PageContent.Counts counts) {
    int compressibleFrom() {
      return repetitionBytes + definitionBytes;
    }
  }

  /** What comes of compressing the page, and of looking at its values on the way. */
  record Measure(int bytes, int checksum, ValueRange range) {}

  /**
   * @param texts tokens for large values among them; must stay as they are
   * @param positions of the values in {@code texts}
   */
  LargePage(Levels levels, BytesVector texts, int[] positions, LargeValues large) {
    this.levels = levels;
    this.texts = texts;
    this.positions = positions;
    this.large = large;
  }

  Levels levels() {
    return levels;
  }

  /** Bytes of the page before it is compressed, which may be more than a page can have. */
  long plainBytes() {
    long bytes = levels.bytes().length + (long) positions.length * Integer.BYTES;
    for (int position : positions) {
      bytes += length(position);
    }
    return bytes;
  }

  private boolean isLarge(int position) {
    return texts.lengths()[position] >= large.leastBytes();
  }

  private int length(int position) {
    return isLarge(position)
        ? large.valueBytes(texts.data(), texts.starts()[position])
        : texts.lengths()[position];
  }

  /**
   * @param order of values
   * @param bloomFilter takes the values; null if there is none
   */
  Measure measure(PageCompressor compressor, ValueEncoder order, BloomFilterBuilder bloomFilter)
      throws IOException {
    Measuring measuring = new Measuring();
    Inspection inspection = new Inspection(order, bloomFilter);
    write(measuring, compressor, inspection);
    return new Measure(
        Math.toIntExact(measuring.bytes), (int) measuring.checksum.getValue(), inspection.range());
  }

  /** Writes the page, without a header. */
  void writeTo(PositionedOutput out, PageCompressor compressor) throws IOException {
    write(out.stream(), compressor, null);
  }

  /**
   * @param inspection null if the values have been inspected
   */
  private void write(OutputStream out, PageCompressor compressor, Inspection inspection)
      throws IOException {
    int uncompressed = levels.compressibleFrom();
    out.write(levels.bytes(), 0, uncompressed);
    int compressible = Math.toIntExact(plainBytes() - uncompressed);
    try (OutputStream page = compressor.stream(out, compressible)) {
      page.write(levels.bytes(), uncompressed, levels.bytes().length - uncompressed);
      for (int position : positions) {
        page.write(little(length(position)));
        int start = texts.starts()[position];
        if (isLarge(position)) {
          large.read(
              texts.data(),
              start,
              (data, at, count) -> writePart(data, at, count, page, inspection));
        } else {
          writePart(texts.data(), start, texts.lengths()[position], page, inspection);
        }
        if (inspection != null) {
          inspection.end();
        }
      }
    }
  }

  private static void writePart(
      byte[] data, int start, int length, OutputStream page, Inspection inspection)
      throws IOException {
    page.write(data, start, length);
    if (inspection != null) {
      inspection.take(data, start, length);
    }
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** Finds bounds, and fills a Bloom filter, as values come by part by part. */
  private static final class Inspection {
    private final ValueEncoder order;
    private final BloomFilterBuilder bloomFilter;
    private final StreamingXXHash64 hash = BloomBlocks.streamingHash();
    private final byte[] beginning = new byte[COMPARED_BYTES];
    private int compared;
    private byte[] min;
    private byte[] max;

    Inspection(ValueEncoder order, BloomFilterBuilder bloomFilter) {
      this.order = order;
      this.bloomFilter = bloomFilter;
    }

    void take(byte[] data, int start, int length) {
      int kept = Math.min(length, COMPARED_BYTES - compared);
      System.arraycopy(data, start, beginning, compared, kept);
      compared += kept;
      if (bloomFilter != null) {
        hash.update(data, start, length);
      }
    }

    /** The value ends. */
    void end() {
      byte[] value = Arrays.copyOf(beginning, compared);
      compared = 0;
      min = min == null || order.compare(value, min) < 0 ? value : min;
      max = max == null || order.compare(value, max) > 0 ? value : max;
      if (bloomFilter != null) {
        bloomFilter.add(hash.getValue());
        hash.reset();
      }
    }

    /** Of the values as far as they were compared. */
    ValueRange range() {
      return new ValueRange(min, max, 0);
    }
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
