package io.distaff.driver;

import io.distaff.scheduler.commit.SchemedFileSystem;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files at {@code full:/path}, on a disk that has room for some bytes more, and then none.
 */
public final class FullFileSystem extends SchemedFileSystem {
  /** Hadoop makes the file systems: this is how a test reaches them. */
  static final AtomicLong FREE_BYTES = new AtomicLong(Long.MAX_VALUE);

  @Override
  public String getScheme() {
    return "full";
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferBytes,
      short replication,
      long blockBytes,
      Progressable progress)
      throws IOException {
    return bounded(
        super.create(path, permission, overwrite, bufferBytes, replication, blockBytes, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferBytes,
      short replication,
      long blockBytes,
      Progressable progress)
      throws IOException {
    return bounded(super.create(path, overwrite, bufferBytes, replication, blockBytes, progress));
  }

  private static FSDataOutputStream bounded(FSDataOutputStream out) throws IOException {
    return new FSDataOutputStream(out, null) {
      @Override
      public synchronized void write(int b) throws IOException {
        take(1);
        super.write(b);
      }

      @Override
      public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        take(length);
        out.write(bytes, offset, length);
      }
    };
  }

  private static void take(int bytes) throws IOException {
    if (FREE_BYTES.addAndGet(-bytes) < 0) {
      throw new IOException("No space left on device");
    }
  }
}
