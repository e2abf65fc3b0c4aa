package io.distaff.parquet.read;

import java.util.List;

/** A row group of a file. Immutable. */
public final class RowGroup {
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

  /** The offset that decides which split the row group belongs to. */
  public long middle() {
    return start + compressedBytes / 2;
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
