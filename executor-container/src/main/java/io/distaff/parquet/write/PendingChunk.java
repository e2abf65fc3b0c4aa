package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;
import io.distaff.types.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * The complete pages of a column chunk, compressed and with their headers, which wait for the row
 * group to end; and what is known of all their values. Reserves what it keeps. Reused, chunk after
 * chunk.
 */
final class PendingChunk {
  /** Bounds in statistics and indexes are cut to this length. */
  private static final int BOUND_BYTES = 64;

  private final ParquetColumn column;
  private final ValueEncoder order;
  private final PageCompressor compressor;
  private final PageType dataPages;
  private final MemoryReservation memory;

  private final List<EncodedPage> pages = new ArrayList<>();
  private EncodedPage dictionaryPage;
  private int dictionaryPages;
  private long storedBytes;
  private long uncompressedBytes;

  // Of all pages so far, of earlier chunks too.
  private long allStoredBytes;
  private long allUncompressedBytes;

  private byte[] min;
  private byte[] max;
  private long nanCount;

  /**
   * @param order of the column's values
   * @param dataPages of which version they are
   */
  PendingChunk(
      ParquetColumn column,
      ValueEncoder order,
      PageCompressor compressor,
      PageType dataPages,
      MemoryReservation memory) {
    this.column = column;
    this.order = order;
    this.compressor = compressor;
    this.dataPages = dataPages;
    this.memory = memory;
  }

  /** True until there is a data page. */
  boolean isEmpty() {
    return pages.isEmpty();
  }

  /** True when there are data pages that hold ids. */
  boolean hasIds() {
    return dictionaryPages > 0;
  }

  /** Bytes of the pages, as they will be in the file. */
  long storedBytes() {
    return storedBytes;
  }

  /** Bytes of the pages before compression. */
  long uncompressedBytes() {
    return uncompressedBytes;
  }

  /** To which share of its size a page of the column shrinks; 1 before the first. */
  double compression() {
    return allUncompressedBytes == 0 ? 1 : (double) allStoredBytes / allUncompressedBytes;
  }

  /**
   * @param range of the page's values
   */
  void addDataPage(
      PageContent content, Encoding encoding, PageContent.Counts counts, ValueRange range)
      throws IOException {
    PageHeader header = new PageHeader(dataPages, content.buffer().size(), 0);
    setContent(header, counts, encoding, content.repetitionBytes(), content.definitionBytes());
    pages.add(compress(content, header, counts, shorten(range)));
    if (encoding == Encoding.RLE_DICTIONARY) {
      dictionaryPages++;
    }
    nanCount += range.nanCount();
    if (range.min() != null) {
      min = min == null || order.compare(range.min(), min) < 0 ? range.min() : min;
      max = max == null || order.compare(range.max(), max) > 0 ? range.max() : max;
    }
  }

  /** Says what is in a data page. */
  private void setContent(
      PageHeader header,
      PageContent.Counts counts,
      Encoding encoding,
      int repetitionBytes,
      int definitionBytes) {
    if (dataPages == PageType.DATA_PAGE) {
      header.setData_page_header(
          new DataPageHeader(counts.values(), encoding, Encoding.RLE, Encoding.RLE));
    } else {
      header.setData_page_header_v2(
          new DataPageHeaderV2(
              counts.values(),
              counts.nulls(),
              counts.rows(),
              encoding,
              definitionBytes,
              repetitionBytes));
    }
  }

  /**
   * @param values of the dictionary, PLAIN
   */
  void addDictionaryPage(PageBuffer values, int size) throws IOException {
    PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, values.size(), 0);
    header.setDictionary_page_header(new DictionaryPageHeader(size, Encoding.PLAIN));
    dictionaryPage =
        compress(
            new PageContent(values, 0, 0),
            header,
            new PageContent.Counts(0, 0, 0),
            ValueRange.NONE);
  }

  private EncodedPage compress(
      PageContent content, PageHeader header, PageContent.Counts counts, ValueRange range)
      throws IOException {
    PageBuffer buffer = content.buffer();
    int levels = content.compressibleFrom();
    PageCompressor.Compressed compressed = compressor.compress(buffer, levels);
    if (header.isSetData_page_header_v2()) {
      // Only a page of version 2 can say that its values are not compressed.
      boolean pays = compressed.length() < buffer.size() - levels;
      header.getData_page_header_v2().setIs_compressed(pays);
      if (!pays) {
        compressed = new PageCompressor.Compressed(buffer.array(), levels, buffer.size() - levels);
      }
    }
    int storedSize = levels + compressed.length();
    memory.add(storedSize);
    byte[] stored = Arrays.copyOf(buffer.array(), storedSize);
    System.arraycopy(compressed.array(), compressed.start(), stored, levels, compressed.length());
    CRC32 crc = new CRC32();
    crc.update(stored, 0, storedSize);
    header.setCompressed_page_size(storedSize);
    header.setCrc((int) crc.getValue());
    ByteArrayOutputStream headerBytes = new ByteArrayOutputStream(64);
    Util.writePageHeader(header, headerBytes);
    memory.add(headerBytes.size());
    EncodedPage page =
        new EncodedPage(
            headerBytes.toByteArray(), stored, storedSize, buffer.size(), counts, range);
    long uncompressed = page.header().length + (long) page.uncompressedBytes();
    storedBytes += page.storedBytes();
    uncompressedBytes += uncompressed;
    allStoredBytes += page.storedBytes();
    allUncompressedBytes += uncompressed;
    return page;
  }

  private ValueRange shorten(ValueRange range) {
    if (column.physical() != Type.BYTE_ARRAY || range.min() == null) {
      return range;
    }
    boolean isText = column.field().type().kind() == DataType.Kind.STRING;
    return new ValueRange(
        BoundTruncation.lower(range.min(), BOUND_BYTES, isText),
        BoundTruncation.upper(range.max(), BOUND_BYTES, isText),
        0);
  }

  /**
   * Writes a chunk that is one large page; nothing may have been added to this one.
   *
   * @param bloomFilter takes the values; null if there is none
   */
  WrittenChunk writeLarge(LargePage large, BloomFilterBuilder bloomFilter, PositionedOutput out)
      throws IOException {
    long start = out.position();
    LargePage.Measure measure = large.measure(compressor, order, bloomFilter);
    LargePage.Levels levels = large.levels();
    PageContent.Counts counts = levels.counts();
    int plainBytes = Math.toIntExact(large.plainBytes());
    PageHeader header = new PageHeader(dataPages, plainBytes, measure.bytes());
    header.setCrc(measure.checksum());
    setContent(header, counts, Encoding.PLAIN, levels.repetitionBytes(), levels.definitionBytes());
    ByteArrayOutputStream headerBytes = new ByteArrayOutputStream(64);
    Util.writePageHeader(header, headerBytes);
    out.write(headerBytes.toByteArray());
    large.writeTo(out, compressor);
    ValueRange range = shorten(measure.range());
    EncodedPage page =
        new EncodedPage(
            headerBytes.toByteArray(), null, measure.bytes(), plainBytes, counts, range);
    return new ChunkMetadata(column, order, compressor.codec(), dataPages)
        .describe(
            start,
            start,
            0,
            List.of(page),
            page.header().length + (long) page.uncompressedBytes(),
            page.storedBytes(),
            measure.range(),
            range);
  }

  /** Writes the chunk, gives its memory back, and is empty again. */
  WrittenChunk writeTo(PositionedOutput out) throws IOException {
    long start = out.position();
    if (dictionaryPage != null) {
      out.write(dictionaryPage.header());
      out.write(dictionaryPage.body());
    }
    long firstPage = out.position();
    for (EncodedPage page : pages) {
      out.write(page.header());
      out.write(page.body());
    }
    ValueRange exact = new ValueRange(min, max, nanCount);
    WrittenChunk chunk =
        new ChunkMetadata(column, order, compressor.codec(), dataPages)
            .describe(
                start,
                firstPage,
                dictionaryPages,
                List.copyOf(pages),
                uncompressedBytes,
                storedBytes,
                exact,
                shorten(exact));
    memory.resize(memory.bytes() - storedBytes);
    clear();
    return chunk;
  }

  private void clear() {
    pages.clear();
    dictionaryPage = null;
    dictionaryPages = 0;
    storedBytes = 0;
    uncompressedBytes = 0;
    min = null;
    max = null;
    nanCount = 0;
  }
}
