package io.distaff.storage;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * Positioned reads of a file that is opened only when something isn't in the cache. Used by one
 * thread at a time.
 */
final class CachedRangeReader implements RangeReader {
  private final FileInfo file;
  private final FileCache cache;
  private final Supplier<RangeReader> opener;

  /** Null until something was missed. */
  private RangeReader opened;

  private long bytesFromCache;

  CachedRangeReader(FileInfo file, FileCache cache, Supplier<RangeReader> opener) {
    this.file = file;
    this.cache = cache;
    this.opener = opener;
  }

  @Override
  public FileInfo file() {
    return file;
  }

  @Override
  public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int copied = cache.read(file, position + done, buffer, offset + done, length - done);
      bytesFromCache += copied;
      done += copied;
      int missing = cache.missing(file, position + done, length - done);
      if (missing > 0) {
        opened().readFully(position + done, buffer, offset + done, missing);
        cache.add(file, position + done, buffer, offset + done, missing);
        done += missing;
      }
    }
  }

  private RangeReader opened() {
    if (opened == null) {
      opened = opener.get();
    }
    return opened;
  }

  @Override
  public long bytesRead() {
    return opened == null ? 0 : opened.bytesRead();
  }

  @Override
  public long bytesFromCache() {
    return bytesFromCache;
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
