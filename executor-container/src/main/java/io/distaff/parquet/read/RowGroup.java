package io.distaff.parquet.read;

import java.util.List;

/** A row group of a file. Immutable. */
public final class RowGroup {
  private final int index;
  private final long numRows;
  private final long start;
  private final long compressedBytes;
  private final List<FileColumn> columns;
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
    return chunks[column].compressedBytes();
  }

  /**
   * What is known of one column's values.
   *
   * @param column position in {@link ParquetFooter#schema()}
   */
  public ColumnStatistics statistics(int column) {
    return chunks[column].statistics(columns.get(column));
  }

  ColumnChunk chunk(FileColumn column) {
    return chunks[column.index()];
  }

  @Override
  public String toString() {
    return "row group " + index + " (" + numRows + " rows at " + start + ")";
  }
}
