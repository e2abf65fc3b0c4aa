package io.distaff.catalog;

import io.distaff.expression.Literal;
import io.distaff.storage.FileInfo;
import java.util.Map;

/**
 * A file of a table.
 *
 * @param partition the values that its directories give to columns, by name; none outside of
 *     partition directories
 */
public record DataFile(FileInfo file, Map<String, Literal> partition) {
  public DataFile {
    partition = Map.copyOf(partition);
  }

  /** The same with its path as the value of a column. */
  DataFile withFileName() {
    return new DataFile(file, FileNameColumn.with(partition, file));
  }
}
