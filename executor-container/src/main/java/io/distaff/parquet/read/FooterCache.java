package io.distaff.parquet.read;

import io.distaff.storage.FileInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Footers of the files read lately, by path, length and modification time; an executor has one.
 * Bounded by the footers' size in their files (decoded they take a few times that); the one used
 * longest ago goes first. Thread-safe: guarded by itself.
 */
public final class FooterCache {
  private final long maxBytes;
  private final Map<FileInfo, ParquetFooter> footers = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /**
   * @param maxBytes 0 keeps nothing
   */
  public FooterCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized Optional<ParquetFooter> find(FileInfo file) {
    return Optional.ofNullable(footers.get(file));
  }

  synchronized void add(FileInfo file, ParquetFooter footer) {
    if (footer.sizeBytes() > maxBytes / 4) {
      return;
    }
    ParquetFooter before = footers.put(file, footer);
    bytes += footer.sizeBytes() - (before == null ? 0 : before.sizeBytes());
    var oldest = footers.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      bytes -= oldest.next().getValue().sizeBytes();
      oldest.remove();
    }
  }

  /** Bytes of the footers held, as in their files. */
  public synchronized long sizeBytes() {
    return bytes;
  }
}
