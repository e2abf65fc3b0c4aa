package io.distaff.catalog;

import io.distaff.config.NearestName;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.parquet.write.ParquetWriteOptions;
import io.distaff.plan.FileFormat;
import io.distaff.task.WriteOptions;
import io.distaff.text.TextReadOptions;
import io.distaff.text.TextWriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options of a table, which are those of reading its format and of writing it; some are both.
 * Immutable.
 */
public record TableOptions(Map<String, String> read, Map<String, String> write) {
  private static final String BLOOM_FILTER_OF = "bloomFilter.";

  public TableOptions {
    read = Map.copyOf(read);
    write = Map.copyOf(write);
  }

  /** Throws INVALID_CONFIGURATION for an option that the format hasn't, and for wrong values. */
  public static TableOptions of(FileFormat format, Map<String, String> options) {
    List<String> reading =
        new ArrayList<>(format.isText() ? TextReadOptions.keys(format) : ReadOptions.KEYS);
    reading.addAll(DirectoryOptions.KEYS);
    List<String> writing =
        new ArrayList<>(format.isText() ? TextWriteOptions.keys(format) : ParquetWriteOptions.KEYS);
    writing.add(WriteOptions.TARGET_FILE_SIZE_OF_WRITE);
    Map<String, String> read = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, String> write = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, String> option : options.entrySet()) {
      String key = option.getKey();
      boolean isRead = has(reading, key);
      boolean isWritten = has(writing, key) || isBloomFilter(format, key);
      if (!isRead && !isWritten) {
        throw unknown(format, key, reading, writing);
      }
      if (isRead) {
        read.put(key, option.getValue());
      }
      if (isWritten) {
        write.put(key, option.getValue());
      }
    }
    check(format, read, write);
    return new TableOptions(read, write);
  }

  private static void check(
      FileFormat format, Map<String, String> read, Map<String, String> write) {
    Map<String, String> ofFormat = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ofFormat.putAll(write);
    var unusedSize = WriteOptions.takeTargetFileBytes(ofFormat);
    if (format.isText()) {
      var unusedReading = TextReadOptions.of(format, DirectoryOptions.others(read));
      var unusedDirectories = DirectoryOptions.of(read);
      var unusedWriting = TextWriteOptions.of(format, ofFormat);
    } else {
      var unusedReading = ReadOptions.of(read);
      var unusedWriting = ParquetWriteOptions.of(ofFormat);
    }
  }

  private static boolean has(List<String> keys, String key) {
    return keys.stream().anyMatch(key::equalsIgnoreCase);
  }

  private static boolean isBloomFilter(FileFormat format, String key) {
    return !format.isText()
        && key.regionMatches(true, 0, BLOOM_FILTER_OF, 0, BLOOM_FILTER_OF.length());
  }

  private static DistaffException unknown(
      FileFormat format, String key, List<String> reading, List<String> writing) {
    List<String> known = new ArrayList<>(reading);
    known.addAll(writing);
    String nearest =
        NearestName.of(key, known).map(name -> ". Did you mean " + name + "?").orElse("");
    return new DistaffException(
        ErrorCode.INVALID_CONFIGURATION,
        "a table in %s has no option '%s'%s".formatted(format.label(), key, nearest));
  }
}
