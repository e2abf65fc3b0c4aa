package io.distaff.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/** Positioned reads through Hadoop's stream, into heap buffers. Used by one thread at a time. */
final class HadoopRangeReader implements RangeReader {
  private final FileInfo file;
  private final FSDataInputStream in;
  private long bytesRead;

  HadoopRangeReader(FileInfo file, FSDataInputStream in) {
    this.file = file;
    this.in = in;
  }

  @Override
  public FileInfo file() {
    return file;
  }

  @Override
  public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
    in.readFully(position, buffer, offset, length);
    bytesRead += length;
  }

  @Override
  public long bytesRead() {
    return bytesRead;
  }

  @Override
  public long bytesFromCache() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
