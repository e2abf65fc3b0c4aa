package io.distaff.parquet.read;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files at {@code counted:/path}, of which every read is noted. */
public final class CountingFileSystem extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("counted:///");

  /** Bytes of each read. Hadoop makes the file systems: this is how a test reaches them. */
  static final List<Integer> READS = Collections.synchronizedList(new ArrayList<>());

  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.counted.impl", CountingFileSystem.class.getName());
    return configuration;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public void initialize(URI uri, Configuration configuration) throws IOException {
    super.initialize(ROOT, configuration);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferBytes) throws IOException {
    return new FSDataInputStream(super.open(path, bufferBytes)) {
      @Override
      public void readFully(long position, byte[] buffer, int offset, int length)
          throws IOException {
        READS.add(length);
        super.readFully(position, buffer, offset, length);
      }
    };
  }
}
