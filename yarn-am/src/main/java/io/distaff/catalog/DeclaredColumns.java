package io.distaff.catalog;

import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.List;

/**
 * The columns that a table has whatever its files say; it may have no files.
 *
 * @param schema of the table
 * @param partitionColumns how many of the last columns directories give
 */
public record DeclaredColumns(Schema schema, int partitionColumns) {
  /**
   * Columns that are asked for, of which some may be those of directories, names being compared
   * without regard to case.
   *
   * @param ofDirectories all of them, which come last
   */
  static DeclaredColumns of(Schema asked, Schema ofDirectories) {
    List<Field> ofFiles =
        asked.fields().stream()
            .filter(
                field ->
                    ofDirectories.fields().stream()
                        .noneMatch(other -> other.name().equalsIgnoreCase(field.name())))
            .toList();
    return new DeclaredColumns(new Schema(ofFiles).concat(ofDirectories), ofDirectories.size());
  }

  /** From the outermost directory inwards. */
  Schema ofDirectories() {
    return new Schema(schema.fields().subList(schema.size() - partitionColumns, schema.size()));
  }

  /** The other columns. */
  Schema ofFiles() {
    return new Schema(schema.fields().subList(0, schema.size() - partitionColumns));
  }
}
