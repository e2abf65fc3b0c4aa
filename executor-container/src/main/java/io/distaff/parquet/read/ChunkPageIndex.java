package io.distaff.parquet.read;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;

/**
 * Where the data pages of one column chunk are and which rows they have; for a column that a
 * predicate looks at also what their values are. Immutable.
 */
final class ChunkPageIndex {
  /** Of each page, and at the end the number of rows. */
  private final long[] firstRows;

  /** Of each page, and at the end where the last one ends. */
  private final long[] offsets;

  private ChunkPageIndex(long[] firstRows, long[] offsets) {
    this.firstRows = firstRows;
    this.offsets = offsets;
  }

  /**
   * The index, or null when it doesn't fit the chunk: its pages have to fill the chunk from the
   * first data page to the end, and its rows the row group, without gaps.
   */
  static ChunkPageIndex of(OffsetIndex index, ColumnChunk chunk, long numRows) {
    List<PageLocation> pages = index.page_locations;
    if (pages == null || pages.isEmpty()) {
      return null;
    }
    long[] firstRows = new long[pages.size() + 1];
    long[] offsets = new long[pages.size() + 1];
    long offset = chunk.indexes().firstDataPage();
    long end = chunk.start() + chunk.compressedBytes();
    for (int i = 0; i < pages.size(); i++) {
      PageLocation page = pages.get(i);
      boolean rowsFollow =
          i == 0 ? page.first_row_index == 0 : page.first_row_index > firstRows[i - 1];
      if (page.offset != offset
          || page.compressed_page_size <= 0
          || page.compressed_page_size > end - offset
          || !rowsFollow) {
        return null;
      }
      firstRows[i] = page.first_row_index;
      offsets[i] = offset;
      offset += page.compressed_page_size;
    }
    firstRows[pages.size()] = numRows;
    offsets[pages.size()] = offset;
    return offset == end && firstRows[pages.size() - 1] < numRows
        ? new ChunkPageIndex(firstRows, offsets)
        : null;
  }

  /** Pages. */
  int size() {
    return offsets.length - 1;
  }

  /**
   * @param page up to {@link #size()}, whose first row is the number of rows
   */
  long firstRow(int page) {
    return firstRows[page];
  }

  /** Rows of the page. */
  long rows(int page) {
    return firstRows[page + 1] - firstRows[page];
  }

  /**
   * Of the page's header in the file.
   *
   * @param page up to {@link #size()}, which is the end of the chunk
   */
  long offset(int page) {
    return offsets[page];
  }

  /** The page that has a row. */
  int pageOf(long row) {
    int found = Arrays.binarySearch(firstRows, row);
    return found >= 0 ? found : -found - 2;
  }

  /** True when the column index has an entry for each of these pages. */
  boolean fits(ColumnIndex values) {
    return values.null_pages.size() == size()
        && values.min_values.size() == size()
        && values.max_values.size() == size()
        && (!values.isSetNull_counts() || values.null_counts.size() == size());
  }

  /** What the column index says of a page's values. */
  ColumnStatistics statistics(ColumnIndex values, int page, FileColumn column) {
    if (values.null_pages.get(page)) {
      return new ColumnStatistics(null, null, rows(page));
    }
    long nullCount = values.isSetNull_counts() ? values.null_counts.get(page) : -1;
    return ColumnChunk.statistics(
        column,
        bytes(values.min_values.get(page)),
        bytes(values.max_values.get(page)),
        // A page of nulls says so; a count that says it alone is wrong.
        nullCount < rows(page) ? nullCount : -1);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
