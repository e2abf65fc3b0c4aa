package io.distaff.catalog;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.types.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the files of a table are found and put together. Immutable.
 *
 * @param mergeSchema true when every footer is read, so that the table has the columns of all
 *     files, in their widest types; else those of a sample
 * @param recursiveFileLookup true when all files below a path belong to the table, whatever their
 *     directories are called, and there are no partition columns
 * @param partitionColumnTypeInference false when partition columns are text
 * @param basePath where partition directories begin, when a path lies below it
 * @param declared the table's columns, where a catalog knows them; else they are found out
 */
public record ReadOptions(
    boolean mergeSchema,
    boolean recursiveFileLookup,
    boolean partitionColumnTypeInference,
    Optional<String> basePath,
    Optional<DeclaredColumns> declared) {
  public static final ReadOptions DEFAULT =
      new ReadOptions(false, false, true, Optional.empty(), Optional.empty());

  private static final String MERGE_SCHEMA = "mergeSchema";
  private static final String RECURSIVE = "recursiveFileLookup";
  private static final String INFERENCE = "partitionColumnTypeInference";
  private static final String BASE_PATH = "basePath";
  static final List<String> KEYS = List.of(BASE_PATH, MERGE_SCHEMA, INFERENCE, RECURSIVE);

  /** Of options by name, in any case; throws INVALID_CONFIGURATION. */
  public static ReadOptions of(Map<String, String> options) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(options);
    for (String key : byName.keySet()) {
      if (KEYS.stream().noneMatch(key::equalsIgnoreCase)) {
        String nearest =
            NearestName.of(key, KEYS).map(name -> " Did you mean " + name + "?").orElse("");
        throw new DistaffException(
            ErrorCode.INVALID_CONFIGURATION,
            "Parquet has no read option '"
                + key
                + "'."
                + nearest
                + " There are: "
                + String.join(", ", KEYS));
      }
    }
    return new ReadOptions(
        flag(byName, MERGE_SCHEMA, DEFAULT.mergeSchema),
        flag(byName, RECURSIVE, DEFAULT.recursiveFileLookup),
        flag(byName, INFERENCE, DEFAULT.partitionColumnTypeInference),
        Optional.ofNullable(byName.get(BASE_PATH)),
        Optional.empty());
  }

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
  }

  /** The same for a table whose columns are known. */
  public ReadOptions withDeclared(DeclaredColumns columns) {
    return new ReadOptions(
        mergeSchema,
        recursiveFileLookup,
        partitionColumnTypeInference,
        basePath,
        Optional.of(columns));
  }

  private static boolean flag(Map<String, String> options, String key, boolean otherwise) {
    String value = options.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(value);
    }
    throw new DistaffException(
        ErrorCode.INVALID_CONFIGURATION, key + " is true or false, not '" + value + "'");
  }
}
