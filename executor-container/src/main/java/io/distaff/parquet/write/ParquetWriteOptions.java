package io.distaff.parquet.write;

import io.distaff.config.DataSize;
import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.plan.SortKey;
import io.distaff.types.Schema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How files are written. As text (see {@link #of}) the keys are those of {@link #KEYS}, in any
 * case.
 *
 * @param compression of pages
 * @param compressionLevel 1 to 22 for zstd, 1 to 9 for gzip; unused by the others
 * @param rowGroupBytes of encoded, uncompressed data after which a row group ends
 * @param rowGroupRows most rows of a row group
 * @param pageBytes of encoded, uncompressed values after which a page ends
 * @param pageRows most rows of a page
 * @param dataPageVersion 1 or 2. In version 2 levels aren't compressed, and values only where that
 *     makes them smaller
 * @param dictionaryBytes to which a column's dictionary may grow in a row group before the rest is
 *     written PLAIN; 0 = no dictionaries
 * @param bloomFilters of which columns, if any
 * @param rowOrder by which the rows of a file come sorted, which its footer notes; none = unknown
 */
public record ParquetWriteOptions(
    Compression compression,
    int compressionLevel,
    long rowGroupBytes,
    int rowGroupRows,
    int pageBytes,
    int pageRows,
    int dataPageVersion,
    int dictionaryBytes,
    BloomFilterOptions bloomFilters,
    List<SortKey> rowOrder) {

  /** The codecs of pages. */
  public enum Compression {
    UNCOMPRESSED,
    SNAPPY,
    GZIP,
    LZ4_RAW,
    ZSTD
  }

  /** The keys of {@link #of}. */
  public static final List<String> KEYS =
      List.of(
          "compression",
          "compressionLevel",
          "rowGroupSize",
          "rowGroupRows",
          "pageSize",
          "pageRows",
          "dataPageVersion",
          "dictionary",
          "dictionarySize",
          "bloomFilter",
          "bloomFilterFpp",
          "bloomFilterSize");

  /** Before the name of a column. */
  private static final String BLOOM_FILTER_OF = "bloomFilter.";

  public static final ParquetWriteOptions DEFAULTS =
      new ParquetWriteOptions(
          Compression.ZSTD,
          3,
          128L << 20,
          1 << 20,
          (1 << 20) - PageBuffer.ARRAY_SLACK,
          20_000,
          1,
          1 << 20,
          BloomFilterOptions.NONE,
          List.of());

  private static final int DEFAULT_GZIP_LEVEL = 6;

  public ParquetWriteOptions {
    rowOrder = List.copyOf(rowOrder);
    int highestLevel =
        switch (compression) {
          case ZSTD -> 22;
          case GZIP -> 9;
          case UNCOMPRESSED, SNAPPY, LZ4_RAW -> Integer.MAX_VALUE;
        };
    require("compressionLevel", compressionLevel, 1, highestLevel);
    require("rowGroupSize", rowGroupBytes, 1 << 10, 1L << 40);
    require("rowGroupRows", rowGroupRows, 1, Integer.MAX_VALUE);
    require("pageSize", pageBytes, 1 << 10, 1 << 28);
    require("pageRows", pageRows, 1, 1 << 24);
    require("dataPageVersion", dataPageVersion, 1, 2);
    require("dictionarySize", dictionaryBytes, 0, 1 << 28);
  }

  /** Throws INVALID_CONFIGURATION for a key or a value that isn't known, naming the nearest. */
  public static ParquetWriteOptions of(Map<String, String> options) {
    Compression compression = DEFAULTS.compression;
    String level = null;
    long rowGroupBytes = DEFAULTS.rowGroupBytes;
    int rowGroupRows = DEFAULTS.rowGroupRows;
    int pageBytes = DEFAULTS.pageBytes;
    int pageRows = DEFAULTS.pageRows;
    int dataPageVersion = DEFAULTS.dataPageVersion;
    boolean dictionary = true;
    int dictionaryBytes = DEFAULTS.dictionaryBytes;
    Map<String, Long> filterColumns = new HashMap<>();
    double filterFpp = BloomFilterOptions.NONE.falsePositives();
    int filterBytes = BloomFilterOptions.NONE.maxBytes();
    for (Map.Entry<String, String> option : options.entrySet()) {
      String key = canonicalKey(option.getKey());
      String value = option.getValue().trim();
      switch (key) {
        case "compression" -> compression = parseCompression(value);
        case "compressionLevel" -> level = value;
        case "rowGroupSize" -> rowGroupBytes = parseSize(key, value);
        case "rowGroupRows" -> rowGroupRows = parseCount(key, value);
        case "pageSize" -> pageBytes = parseSmallSize(key, value);
        case "pageRows" -> pageRows = parseCount(key, value);
        case "dataPageVersion" -> dataPageVersion = parseVersion(key, value);
        case "dictionary" -> dictionary = parseFlag(key, value);
        case "dictionarySize" -> dictionaryBytes = parseSmallSize(key, value);
        case "bloomFilter" -> {
          for (String column : value.split(",", 0)) {
            filterColumns.putIfAbsent(column.trim(), BloomFilterOptions.MEASURED);
          }
        }
        case "bloomFilterFpp" -> filterFpp = parseShare(key, value);
        case "bloomFilterSize" -> filterBytes = parseSmallSize(key, value);
        default -> filterColumns.put(key.substring(BLOOM_FILTER_OF.length()), parseNdv(key, value));
      }
    }
    int compressionLevel = defaultLevel(compression);
    if (level != null) {
      if (compression != Compression.ZSTD && compression != Compression.GZIP) {
        throw invalid(
            "compressionLevel",
            level,
            compression.name().toLowerCase(Locale.ROOT) + " has no levels; zstd and gzip have",
            null);
      }
      compressionLevel = parseCount("compressionLevel", level);
    }
    return new ParquetWriteOptions(
        compression,
        compressionLevel,
        rowGroupBytes,
        rowGroupRows,
        pageBytes,
        pageRows,
        dataPageVersion,
        dictionary ? dictionaryBytes : 0,
        new BloomFilterOptions(filterColumns, filterFpp, filterBytes),
        List.of());
  }

  /** Throws INVALID_CONFIGURATION when they name a column that files of the schema don't have. */
  public void requireColumns(Schema schema) {
    bloomFilters.requireColumns(schema);
  }

  /** The same with other sizes of what is buffered. */
  ParquetWriteOptions withBuffers(int newPageBytes, int newDictionaryBytes) {
    return new ParquetWriteOptions(
        compression,
        compressionLevel,
        rowGroupBytes,
        rowGroupRows,
        newPageBytes,
        pageRows,
        dataPageVersion,
        newDictionaryBytes,
        bloomFilters,
        rowOrder);
  }

  /** The same for rows that come sorted. */
  public ParquetWriteOptions withRowOrder(List<SortKey> order) {
    return new ParquetWriteOptions(
        compression,
        compressionLevel,
        rowGroupBytes,
        rowGroupRows,
        pageBytes,
        pageRows,
        dataPageVersion,
        dictionaryBytes,
        bloomFilters,
        order);
  }

  private static int defaultLevel(Compression compression) {
    return compression == Compression.GZIP ? DEFAULT_GZIP_LEVEL : DEFAULTS.compressionLevel;
  }

  private static String canonicalKey(String key) {
    for (String known : KEYS) {
      if (known.equalsIgnoreCase(key)) {
        return known;
      }
    }
    if (key.regionMatches(true, 0, BLOOM_FILTER_OF, 0, BLOOM_FILTER_OF.length())) {
      return key;
    }
    throw new DistaffException(
        ErrorCode.INVALID_CONFIGURATION,
        "Parquet has no write option '"
            + key
            + "'."
            + NearestName.of(key, KEYS)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElse(" It has: " + String.join(", ", KEYS) + "."));
  }

  private static Compression parseCompression(String text) {
    List<String> names =
        Arrays.stream(Compression.values()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    int index = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (index >= 0) {
      return Compression.values()[index];
    }
    if (text.equalsIgnoreCase("none")) {
      return Compression.UNCOMPRESSED;
    }
    String reason =
        NearestName.of(text, names).map(nearest -> "did you mean '" + nearest + "'? ").orElse("")
            + "known are "
            + String.join(", ", names);
    throw invalid("compression", text, reason, null);
  }

  private static long parseSize(String key, String text) {
    try {
      return DataSize.parse(text).bytes();
    } catch (IllegalArgumentException e) {
      throw invalid(key, text, e.getMessage(), e);
    }
  }

  private static int parseSmallSize(String key, String text) {
    return (int) Math.min(Integer.MAX_VALUE, parseSize(key, text));
  }

  private static int parseCount(String key, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw invalid(key, text, "not a whole number", e);
    }
  }

  /** A number, as it is or in parquet-java's words: v2, PARQUET_2_0. */
  private static int parseVersion(String key, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "v1", "parquet_1_0" -> 1;
      case "2", "v2", "parquet_2_0" -> 2;
      default -> throw invalid(key, text, "neither 1 nor 2", null);
    };
  }

  private static double parseShare(String key, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw invalid(key, text, "not a number", e);
    }
  }

  /** How many distinct values a row group is expected to have. */
  private static long parseNdv(String key, String text) {
    if (text.equalsIgnoreCase("true")) {
      return BloomFilterOptions.MEASURED;
    }
    try {
      long values = Long.parseLong(text);
      if (values > 0) {
        return values;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw invalid(key, text, "neither true nor how many distinct values a row group has", null);
  }

  private static boolean parseFlag(String key, String text) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(text);
    }
    throw invalid(key, text, "neither true nor false", null);
  }

  static void require(String key, long value, long smallest, long largest) {
    if (value < smallest || value > largest) {
      throw invalid(key, Long.toString(value), "not between " + smallest + " and " + largest, null);
    }
  }

  static DistaffException invalid(String key, String value, String reason, Throwable cause) {
    return new DistaffException(
        ErrorCode.INVALID_CONFIGURATION,
        "Parquet write option " + key + " = '" + value + "': " + reason,
        cause);
  }
}
