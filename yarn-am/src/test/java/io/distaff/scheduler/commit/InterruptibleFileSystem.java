package io.distaff.scheduler.commit;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Local files at {@code interruptible:/path}, which an interrupted thread can't get at, as HDFS.
 */
public final class InterruptibleFileSystem extends SchemedFileSystem {
  @Override
  public String getScheme() {
    return "interruptible";
  }

  static Configuration configuration() {
    return configuration("interruptible", InterruptibleFileSystem.class);
  }

  private static void check() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Call interrupted");
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    check();
    return super.getFileStatus(path);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    check();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    check();
    return super.delete(path, recursive);
  }
}
