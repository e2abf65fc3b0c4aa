package io.distaff.catalog;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What directories mean to a table of files, of any format. Immutable.
 *
 * @param recursiveFileLookup true when all files below a path belong to the table, whatever their
 *     directories are called, and there are no partition columns
 * @param partitionColumnTypeInference false when partition columns are text
 * @param basePath where partition directories begin, when a path lies below it
 * @param files which of the files that are found belong to the table
 */
public record DirectoryOptions(
    boolean recursiveFileLookup,
    boolean partitionColumnTypeInference,
    Optional<String> basePath,
    FileFilter files) {
  public static final DirectoryOptions DEFAULT =
      new DirectoryOptions(false, true, Optional.empty(), FileFilter.ALL);

  private static final String RECURSIVE = "recursiveFileLookup";
  private static final String INFERENCE = "partitionColumnTypeInference";
  private static final String BASE_PATH = "basePath";
  static final List<String> KEYS = keys();

  private static List<String> keys() {
    List<String> keys = new ArrayList<>(List.of(BASE_PATH, INFERENCE, RECURSIVE));
    keys.addAll(FileFilter.KEYS);
    return List.copyOf(keys);
  }

  /** Of options by name, in any case, others among them; throws INVALID_CONFIGURATION. */
  static DirectoryOptions of(Map<String, String> options) {
    Map<String, String> byName = byName(options);
    return new DirectoryOptions(
        flag(byName, RECURSIVE, DEFAULT.recursiveFileLookup),
        flag(byName, INFERENCE, DEFAULT.partitionColumnTypeInference),
        Optional.ofNullable(byName.get(BASE_PATH)),
        FileFilter.of(byName));
  }

  /** The options that aren't about directories. */
  static Map<String, String> others(Map<String, String> options) {
    Map<String, String> others = byName(options);
    KEYS.forEach(others::remove);
    return others;
  }

  /**
   * Throws INVALID_CONFIGURATION for an option that is neither about directories nor the format's.
   *
   * @param format as messages call it
   * @param ofFormat the keys that the format has
   */
  static void checkKeys(String format, Map<String, String> options, List<String> ofFormat) {
    List<String> known = new ArrayList<>(ofFormat);
    known.addAll(KEYS);
    for (String key : options.keySet()) {
      if (known.stream().noneMatch(key::equalsIgnoreCase)) {
        String nearest =
            NearestName.of(key, known).map(name -> " Did you mean '" + name + "'?").orElse("");
        throw new DistaffException(
            ErrorCode.INVALID_CONFIGURATION,
            "reading %s has no option '%s'.%s There are: %s"
                .formatted(format, key, nearest, String.join(", ", known)));
      }
    }
  }

  /** Throws INVALID_CONFIGURATION for a value that is neither true nor false. */
  static boolean flag(Map<String, String> options, String key, boolean otherwise) {
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

  /** By names in any case. */
  static Map<String, String> byName(Map<String, String> options) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(options);
    return byName;
  }
}
