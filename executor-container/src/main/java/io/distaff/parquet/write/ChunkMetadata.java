package io.distaff.parquet.write;

import io.distaff.types.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;

/** What the footer and the page indexes say of a column chunk. */
final class ChunkMetadata {
  private final ParquetColumn column;
  private final ValueEncoder order;
  private final CompressionCodec codec;
  private final PageType dataPages;

  ChunkMetadata(
      ParquetColumn column, ValueEncoder order, CompressionCodec codec, PageType dataPages) {
    this.column = column;
    this.order = order;
    this.codec = codec;
    this.dataPages = dataPages;
  }

  /**
   * @param start position in the file of the first page of any kind
   * @param firstPage position of the first data page
   * @param dictionaryPages data pages that hold ids; the first ones
   * @param exact bounds of all values
   * @param bounds the same, shortened
   */
  WrittenChunk describe(
      long start,
      long firstPage,
      int dictionaryPages,
      List<EncodedPage> pages,
      long uncompressedBytes,
      long storedBytes,
      ValueRange exact,
      ValueRange bounds)
      throws IOException {
    long values = 0;
    long nulls = 0;
    for (EncodedPage page : pages) {
      values += page.values();
      nulls += page.nulls();
    }
    ColumnMetaData metadata =
        new ColumnMetaData(
                column.physical(),
                encodings(dictionaryPages),
                column.path(),
                codec,
                values,
                uncompressedBytes,
                storedBytes,
                firstPage)
            .setStatistics(statistics(nulls, exact, bounds))
            .setEncoding_stats(encodingCounts(dictionaryPages, pages.size()));
    if (dictionaryPages > 0) {
      metadata.setDictionary_page_offset(start);
    }
    ColumnChunk chunk = new ColumnChunk(0).setMeta_data(metadata);
    return new WrittenChunk(
        chunk, columnIndex(pages, exact.nanCount()), offsetIndex(firstPage, pages));
  }

  private List<Encoding> encodings(int dictionaryPages) {
    List<Encoding> encodings = new ArrayList<>();
    if (column.isOptional()) {
      encodings.add(Encoding.RLE);
    }
    // The dictionary page itself is PLAIN.
    encodings.add(Encoding.PLAIN);
    if (dictionaryPages > 0) {
      encodings.add(Encoding.RLE_DICTIONARY);
    }
    return encodings;
  }

  private List<PageEncodingStats> encodingCounts(int dictionaryPages, int pages) {
    List<PageEncodingStats> counts = new ArrayList<>();
    if (dictionaryPages > 0) {
      counts.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
      counts.add(new PageEncodingStats(dataPages, Encoding.RLE_DICTIONARY, dictionaryPages));
    }
    if (pages > dictionaryPages) {
      counts.add(new PageEncodingStats(dataPages, Encoding.PLAIN, pages - dictionaryPages));
    }
    return counts;
  }

  private Statistics statistics(long nulls, ValueRange exact, ValueRange bounds) {
    Statistics statistics = new Statistics().setNull_count(nulls);
    DataType.Kind kind = column.field().type().kind();
    if (kind == DataType.Kind.FLOAT || kind == DataType.Kind.DOUBLE) {
      statistics.setNan_count(exact.nanCount());
    }
    if (exact.nanCount() > 0) {
      return statistics;
    }
    if (bounds.min() != null) {
      statistics.setMin_value(bounds.min());
      statistics.setIs_min_value_exact(Arrays.equals(bounds.min(), exact.min()));
    }
    if (bounds.max() != null) {
      statistics.setMax_value(bounds.max());
      statistics.setIs_max_value_exact(Arrays.equals(bounds.max(), exact.max()));
    }
    return statistics;
  }

  /** Null when a page has values but not both bounds, which the format has no word for. */
  private byte[] columnIndex(List<EncodedPage> pages, long nanCount) throws IOException {
    if (nanCount > 0 || column.field().type().kind() == DataType.Kind.NULL) {
      return null;
    }
    List<Boolean> nullPages = new ArrayList<>(pages.size());
    List<ByteBuffer> minima = new ArrayList<>(pages.size());
    List<ByteBuffer> maxima = new ArrayList<>(pages.size());
    List<Long> nullCounts = new ArrayList<>(pages.size());
    for (EncodedPage page : pages) {
      boolean isNull = page.nulls() == page.values();
      ValueRange range = page.range();
      if (!isNull && (range.min() == null || range.max() == null)) {
        return null;
      }
      nullPages.add(isNull);
      minima.add(ByteBuffer.wrap(isNull ? new byte[0] : range.min()));
      maxima.add(ByteBuffer.wrap(isNull ? new byte[0] : range.max()));
      nullCounts.add((long) page.nulls());
    }
    ColumnIndex index =
        new ColumnIndex(nullPages, minima, maxima, boundaryOrder(pages)).setNull_counts(nullCounts);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeColumnIndex(index, bytes);
    return bytes.toByteArray();
  }

  private BoundaryOrder boundaryOrder(List<EncodedPage> pages) {
    boolean ascending = true;
    boolean descending = true;
    ValueRange previous = null;
    for (EncodedPage page : pages) {
      if (page.nulls() == page.values()) {
        continue;
      }
      ValueRange range = page.range();
      if (previous != null) {
        int byMin = order.compare(previous.min(), range.min());
        int byMax = order.compare(previous.max(), range.max());
        ascending &= byMin <= 0 && byMax <= 0;
        descending &= byMin >= 0 && byMax >= 0;
      }
      previous = range;
    }
    if (ascending) {
      return BoundaryOrder.ASCENDING;
    }
    return descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
  }

  private static byte[] offsetIndex(long firstPage, List<EncodedPage> pages) throws IOException {
    List<PageLocation> locations = new ArrayList<>(pages.size());
    long position = firstPage;
    long row = 0;
    for (EncodedPage page : pages) {
      locations.add(new PageLocation(position, page.storedBytes(), row));
      position += page.storedBytes();
      row += page.rows();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeOffsetIndex(new OffsetIndex(locations), bytes);
    return bytes.toByteArray();
  }
}
