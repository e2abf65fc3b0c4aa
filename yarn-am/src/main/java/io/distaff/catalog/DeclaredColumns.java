package io.distaff.catalog;

import io.distaff.types.Schema;

/**
 * The columns that a table has whatever its files say; it may have no files.
 *
 * @param schema of the table
 * @param partitionColumns how many of the last columns directories give
 */
public record DeclaredColumns(Schema schema, int partitionColumns) {
  /** From the outermost directory inwards. */
  Schema ofDirectories() {
    return new Schema(schema.fields().subList(schema.size() - partitionColumns, schema.size()));
  }

  /** The other columns. */
  Schema ofFiles() {
    return new Schema(schema.fields().subList(0, schema.size() - partitionColumns));
  }
}
