package io.distaff.scheduler.commit;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files at {@code scheme:/path}, for tests that need a file system with a trait. */
public abstract class SchemedFileSystem extends RawLocalFileSystem {
  /** By which Hadoop finds a file system of such a class, which it makes by itself. */
  public static Configuration configuration(String scheme, Class<? extends FileSystem> type) {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs." + scheme + ".impl", type, FileSystem.class);
    return configuration;
  }

  /** A constant: the file system is asked before it is made. */
  @Override
  public abstract String getScheme();

  @Override
  public final URI getUri() {
    return URI.create(getScheme() + ":///");
  }

  @Override
  public void initialize(URI uri, Configuration configuration) throws IOException {
    super.initialize(getUri(), configuration);
  }
}
