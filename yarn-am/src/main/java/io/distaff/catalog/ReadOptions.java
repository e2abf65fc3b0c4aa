package io.distaff.catalog;

import io.distaff.types.Schema;
import io.distaff.types.SchemaParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How Parquet files are found and put together to a table. Immutable.
 *
 * @param mergeSchema true when every footer is read, so that the table has the columns of all
 *     files, in their widest types; else those of a sample
 * @param schema the columns that whoever reads has asked for, with or without those of directories
 * @param declared the table's columns, where a catalog knows them; where neither says them they are
 *     found out
 */
public record ReadOptions(
    boolean mergeSchema,
    DirectoryOptions directories,
    Optional<Schema> schema,
    Optional<DeclaredColumns> declared) {
  public static final ReadOptions DEFAULT =
      new ReadOptions(false, DirectoryOptions.DEFAULT, Optional.empty(), Optional.empty());

  private static final String MERGE_SCHEMA = "mergeSchema";
  private static final String SCHEMA = "schema";

  /** Those that other formats don't have. */
  static final List<String> KEYS = List.of(MERGE_SCHEMA, SCHEMA);

  /** Of options by name, in any case; throws INVALID_CONFIGURATION. */
  public static ReadOptions of(Map<String, String> options) {
    DirectoryOptions.checkKeys("parquet", options, KEYS);
    Map<String, String> byName = DirectoryOptions.byName(options);
    return new ReadOptions(
        DirectoryOptions.flag(byName, MERGE_SCHEMA, DEFAULT.mergeSchema),
        DirectoryOptions.of(options),
        Optional.ofNullable(byName.get(SCHEMA)).map(SchemaParser::parse),
        Optional.empty());
  }

  /** The same for a table whose columns are known. */
  public ReadOptions withDeclared(DeclaredColumns columns) {
    return new ReadOptions(mergeSchema, directories, Optional.empty(), Optional.of(columns));
  }
}
