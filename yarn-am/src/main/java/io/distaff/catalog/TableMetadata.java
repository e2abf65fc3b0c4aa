package io.distaff.catalog;

import io.distaff.expression.Literal;
import io.distaff.storage.FileInfo;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a Parquet table's files.
 *
 * @param schema of the table: the columns of its files, merged by name, then those that its
 *     directories give
 * @param files in the order of their paths; a sample when there are {@code partitions}
 * @param partitions where all files are to be had, when it isn't known yet which of them are
 *     needed; else empty
 */
public record TableMetadata(
    Schema schema, List<FileMetadata> files, Optional<PartitionedFiles<TableMetadata>> partitions) {
  public TableMetadata {
    files = List.copyOf(files);
  }

  /** All files of a table. */
  public TableMetadata(Schema schema, List<FileMetadata> files) {
    this(schema, files, Optional.empty());
  }

  /**
   * One file and its row groups, in file order.
   *
   * @param partition values that its directories give to columns, by name
   * @param isRead false when the footer wasn't read: there is nothing about row groups then
   */
  public record FileMetadata(
      FileInfo file, Map<String, Literal> partition, boolean isRead, List<RowGroup> rowGroups) {
    public FileMetadata {
      partition = Map.copyOf(partition);
      rowGroups = List.copyOf(rowGroups);
    }

    /** A file outside of partition directories. */
    public FileMetadata(FileInfo file, List<RowGroup> rowGroups) {
      this(file, Map.of(), true, rowGroups);
    }

    /** The same with its path as the value of a column. */
    FileMetadata withFileName() {
      return new FileMetadata(file, FileNameColumn.with(partition, file), isRead, rowGroups);
    }

    public long rows() {
      return rowGroups.stream().mapToLong(RowGroup::rows).sum();
    }
  }

  /**
   * One row group.
   *
   * @param start offset of its first byte in the file
   * @param sizeBytes on disk, compressed
   * @param isDivisible whether splits may have a part of it each
   * @param columns what is known of a column, by its name; columns may be missing
   */
  public record RowGroup(
      long start,
      long sizeBytes,
      long rows,
      boolean isDivisible,
      Map<String, ColumnStatistics> columns) {
    public RowGroup {
      columns = Map.copyOf(columns);
    }
  }

  /**
   * Statistics of one column of a row group, or of a whole table.
   *
   * @param sizeBytes on disk, compressed
   * @param smallest null when unknown, or when every value is null
   * @param largest as {@code smallest}
   * @param nulls -1 when unknown
   * @param dictionaryBytes of {@code sizeBytes}, those of dictionaries; -1 when not all values are
   *     in one, or that is unknown
   */
  public record ColumnStatistics(
      long sizeBytes, Literal smallest, Literal largest, long nulls, long dictionaryBytes) {
    /** Of a column without dictionaries. */
    public ColumnStatistics(long sizeBytes, Literal smallest, Literal largest, long nulls) {
      this(sizeBytes, smallest, largest, nulls, -1);
    }
  }

  /** The same with a {@link FileNameColumn}. */
  TableMetadata withFileNames() {
    return new TableMetadata(
        FileNameColumn.before(schema),
        files.stream().map(FileMetadata::withFileName).toList(),
        partitions.map(needed -> needed.andThen(TableMetadata::withFileNames)));
  }

  /** Of all files; those whose footers weren't read are taken to be like the others. */
  public long rows() {
    return Math.round(rowsRead() * unreadFactor());
  }

  private long rowsRead() {
    return files.stream().mapToLong(FileMetadata::rows).sum();
  }

  /** How much more there is in all files than in those whose footers were read. */
  double unreadFactor() {
    long read =
        files.stream().filter(FileMetadata::isRead).mapToLong(f -> f.file().sizeBytes()).sum();
    return read == 0 ? 1 : (double) sizeBytes() / read;
  }

  /** Of all files. */
  public long sizeBytes() {
    return files.stream().mapToLong(f -> f.file().sizeBytes()).sum();
  }
}
