package io.distaff.catalog;

import io.distaff.expression.Literal;
import io.distaff.storage.FileInfo;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;

/**
 * What the footers of a Parquet table's files tell.
 *
 * @param schema of the table: the columns of its files, merged by name
 * @param files in the order of their paths
 */
public record TableMetadata(Schema schema, List<FileMetadata> files) {
  public TableMetadata {
    files = List.copyOf(files);
  }

  /** One file and its row groups, in file order. */
  public record FileMetadata(FileInfo file, List<RowGroup> rowGroups) {
    public FileMetadata {
      rowGroups = List.copyOf(rowGroups);
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
   * @param columns what is known of a column, by its name; columns may be missing
   */
  public record RowGroup(
      long start, long sizeBytes, long rows, Map<String, ColumnStatistics> columns) {
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
   */
  public record ColumnStatistics(long sizeBytes, Literal smallest, Literal largest, long nulls) {}

  public long rows() {
    return files.stream().mapToLong(FileMetadata::rows).sum();
  }

  /** Of all files. */
  public long sizeBytes() {
    return files.stream().mapToLong(f -> f.file().sizeBytes()).sum();
  }
}
