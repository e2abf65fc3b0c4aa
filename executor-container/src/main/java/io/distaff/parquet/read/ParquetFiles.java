package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.RangeReader;
import java.io.IOException;

/** The way to a file's footer. */
public final class ParquetFiles {
  private ParquetFiles() {}

  /**
   * Reads a footer. Throws INVALID_FILE, with path and what is wrong, when the file isn't a whole
   * Parquet file; NOT_SUPPORTED when its footer is encrypted; LIMIT_EXCEEDED when decoding it would
   * take half of the heap; READ_FAILED when it can't be read.
   */
  public static ParquetFooter readFooter(FileStore files, FileInfo file) {
    try (RangeReader reader = files.open(file)) {
      return FooterReader.read(reader, ParquetFiles::requireHeap);
    } catch (IOException e) {
      throw readFailed(file.path(), e);
    }
  }

  /** As {@link #readFooter(FileStore, FileInfo)}, from the cache if it is there. */
  public static ParquetFooter readFooter(FileStore files, FileInfo file, FooterCache cache) {
    return cache
        .find(file)
        .orElseGet(
            () -> {
              ParquetFooter footer = readFooter(files, file);
              cache.add(file, footer);
              return footer;
            });
  }

  private static void requireHeap(long bytes) {
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (bytes > most) {
      throw new DistaffException(
          ErrorCode.LIMIT_EXCEEDED,
          "to decode it takes up to " + bytes + " bytes, more than half of the heap: " + most);
    }
  }

  static DistaffException readFailed(String path, IOException cause) {
    String what =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new DistaffException(ErrorCode.READ_FAILED, "can't read " + path + ": " + what, cause);
  }
}
