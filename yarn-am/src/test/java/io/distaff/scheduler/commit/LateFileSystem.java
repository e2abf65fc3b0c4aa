package io.distaff.scheduler.commit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Local files at {@code late:/path}, of which one may be missed at the last moment. */
public final class LateFileSystem extends SchemedFileSystem {
  private record Miss(String path, Runnable action) {}

  /** Hadoop makes the file systems: this is how a test reaches them. */
  private static final AtomicReference<Miss> NEXT = new AtomicReference<>();

  @Override
  public String getScheme() {
    return "late";
  }

  static Configuration configuration() {
    return configuration("late", LateFileSystem.class);
  }

  /** Does something once, after a look for a file that isn't there and before the answer to it. */
  static void afterMissing(String path, Runnable action) {
    NEXT.set(new Miss(new Path(path).toUri().getPath(), action));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    try {
      return super.getFileStatus(path);
    } catch (FileNotFoundException e) {
      Miss miss = NEXT.get();
      if (miss != null
          && miss.path().equals(path.toUri().getPath())
          && NEXT.compareAndSet(miss, null)) {
        miss.action().run();
      }
      throw e;
    }
  }
}
