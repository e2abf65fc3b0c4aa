package io.distaff.parquet.read;

import java.util.List;

/**
 * A row group of a file. Immutable.
 *
 * <p>Splits of a file share its row groups by their bytes. A large row group whose pages can be
 * found by an index is divided: its rows are taken to lie evenly in its bytes, and each belongs to
 * the split in which its place is. To leave pages whole it is cut at multiples of {@link
 * #PAGE_ROWS}. Any other row group belongs to the split that holds the middle of its bytes. So
 * every task finds the same without reading more than the footer.
 */
public final class RowGroup {
  /** The most rows that writers put into a page, parquet-java and our own, unless told to. */
  private static final long PAGE_ROWS = 20_000;

  /** A part reads dictionaries once more: to be divided, a row group has so many pages. */
  private static final long LEAST_PAGES = 10;

  private final int index;
  private final long numRows;
  private final long start;
  private final long compressedBytes;
  private final List<FileColumn> columns;

  /** By leaf of the file's schema; null for those that can't be read. */
  private final ColumnChunk[] chunks;

  RowGroup(
      int index,
      long numRows,
      long start,
      long compressedBytes,
      List<FileColumn> columns,
      ColumnChunk[] chunks) {
    this.index = index;
    this.numRows = numRows;
    this.start = start;
    this.compressedBytes = compressedBytes;
    this.columns = columns;
    this.chunks = chunks;
  }

  /** Position in the file, from 0. */
  public int index() {
    return index;
  }

  public long numRows() {
    return numRows;
  }

  /** Offset of its first byte in the file. */
  public long start() {
    return start;
  }

  /** Bytes in the file, all columns together. */
  public long compressedBytes() {
    return compressedBytes;
  }

  /** Whether splits may have a part of it each. */
  public boolean isDivisible() {
    for (ColumnChunk chunk : chunks) {
      if (chunk != null && !chunk.indexes().offsetIndex().exists()) {
        return false;
      }
    }
    return numRows >= LEAST_PAGES * PAGE_ROWS;
  }

  /** The rows that belong to the split from one offset in the file to another. */
  RowRanges rowsWithin(long from, long to) {
    return RowRanges.of(firstRowFrom(from), firstRowFrom(to));
  }

  private long firstRowFrom(long offset) {
    if (!isDivisible()) {
      return offset <= start + compressedBytes / 2 ? 0 : numRows;
    } else if (offset <= start) {
      return 0;
    } else if (offset - start >= compressedBytes) {
      return numRows;
    }
    double rows = (double) (offset - start) / compressedBytes * numRows;
    return Math.min(numRows, Math.round(rows / PAGE_ROWS) * PAGE_ROWS);
  }

  /**
   * Bytes of one column in the file.
   *
   * @param column position in {@link ParquetFooter#schema()}
   */
  public long compressedBytes(int column) {
    return columns.get(column).leaves().stream()
        .mapToLong(leaf -> chunk(leaf).compressedBytes())
        .sum();
  }

  /**
   * Bytes in the file of one column's dictionary and its page header; -1 where not all of the
   * column's values are in a dictionary, or the file doesn't say so.
   *
   * @param column position in {@link ParquetFooter#schema()}
   */
  public long dictionaryBytes(int column) {
    FileColumn found = columns.get(column);
    if (found.isNested()) {
      return -1;
    }
    ColumnChunk chunk = chunk(found);
    long bytes = chunk.indexes().firstDataPage() - chunk.start();
    boolean isDictionary = chunk.indexes().dictionaryOnly() && bytes > 0;
    return isDictionary && bytes <= chunk.compressedBytes() ? bytes : -1;
  }

  /**
   * What is known of one column's values.
   *
   * @param column position in {@link ParquetFooter#schema()}
   */
  public ColumnStatistics statistics(int column) {
    return statistics(columns.get(column));
  }

  /** Nothing is known of nested values as a whole: leaves count their own nulls and bounds. */
  ColumnStatistics statistics(FileColumn column) {
    return column.isNested() ? ColumnStatistics.UNKNOWN : chunk(column).statistics(column);
  }

  ColumnChunk chunk(FileColumn leaf) {
    return chunks[leaf.leaf()];
  }

  @Override
  public String toString() {
    return "row group " + index + " (" + numRows + " rows at " + start + ")";
  }
}
