package io.distaff.storage;

import java.io.Closeable;
import java.io.IOException;

/** Positioned reads of one file into heap buffers. Used by one thread at a time. */
public interface RangeReader extends Closeable {
  FileInfo file();

  default String path() {
    return file().path();
  }

  default long sizeBytes() {
    return file().sizeBytes();
  }

  /**
   * Reads exactly {@code length} bytes from {@code position}.
   *
   * @throws java.io.EOFException when the file ends before
   */
  void readFully(long position, byte[] buffer, int offset, int length) throws IOException;

  /** Bytes read from the file system so far. */
  long bytesRead();

  /** Bytes that were still in memory, so far. */
  long bytesFromCache();
}
