package io.distaff.parquet.read;

import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;

/** What a file says about itself. Immutable. */
public final class ParquetFooter {
  private final String path;
  private final long numRows;
  private final List<FileColumn> columns;
  private final Map<String, String> unreadableColumns;
  private final List<RowGroup> rowGroups;
  private final Schema schema;
  private final int sizeBytes;

  ParquetFooter(
      String path,
      long numRows,
      SchemaReader.Columns columns,
      List<RowGroup> rowGroups,
      int sizeBytes) {
    this.path = path;
    this.numRows = numRows;
    this.columns = columns.readable();
    this.unreadableColumns = columns.unreadable();
    this.rowGroups = List.copyOf(rowGroups);
    this.schema = new Schema(this.columns.stream().map(FileColumn::field).toList());
    this.sizeBytes = sizeBytes;
  }

  /** Of the file. */
  public String path() {
    return path;
  }

  /** The columns that can be read, in the file's order. */
  public Schema schema() {
    return schema;
  }

  /** The top-level columns that can't be read, by name, each with what it is. */
  public Map<String, String> unreadableColumns() {
    return unreadableColumns;
  }

  public long numRows() {
    return numRows;
  }

  /** In the file's order. */
  public List<RowGroup> rowGroups() {
    return rowGroups;
  }

  /** Bytes of the footer in the file. */
  int sizeBytes() {
    return sizeBytes;
  }

  List<FileColumn> columns() {
    return columns;
  }
}
