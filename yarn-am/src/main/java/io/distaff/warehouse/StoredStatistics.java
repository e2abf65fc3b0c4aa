package io.distaff.warehouse;

import io.distaff.storage.FileInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What ANALYZE TABLE found, of files as they were then.
 *
 * @param files stands for the files and their lengths and times, see {@link #identity}
 * @param columns by name; those that weren't looked at are missing
 */
public record StoredStatistics(
    String files, long rows, long sizeBytes, Map<String, ColumnFigures> columns) {
  public StoredStatistics {
    columns = java.util.Collections.unmodifiableMap(new TreeMap<>(columns));
  }

  /**
   * One column.
   *
   * @param smallest as {@link io.distaff.expression.Literal} writes a value down; null when there
   *     is none, or the type has no order
   * @param largest as {@code smallest}
   * @param distinct values that aren't null, counted or estimated
   */
  public record ColumnFigures(String smallest, String largest, long nulls, long distinct) {}

  /** True when these are the files that the statistics are of. */
  public boolean isOf(List<FileInfo> now) {
    return files.equals(identity(now));
  }

  /** A text that is another as soon as a file is added, removed or written anew. */
  public static String identity(List<FileInfo> files) {
    List<FileInfo> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparing(FileInfo::path));
    CRC32C crc = new CRC32C();
    for (FileInfo file : sorted) {
      String line = file.path() + '\n' + file.sizeBytes() + ' ' + file.modificationMillis() + '\n';
      crc.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return sorted.size() + "-" + Long.toHexString(crc.getValue());
  }
}
