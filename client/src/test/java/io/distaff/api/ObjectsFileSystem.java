package io.distaff.api;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A file system of another scheme, {@code objects://bucket/path}, as S3 has one: files of this
 * machine, noting what it is asked for.
 */
public class ObjectsFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "objects";

  /** What was asked for, each with the path. */
  static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

  private static final URI NO_BUCKET = URI.create(SCHEME + ":///");

  /** Null until it is told; the constructor above asks already. */
  private URI bucket;

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    bucket = URI.create(uri.getScheme() + "://" + uri.getAuthority() + "/");
    super.initialize(bucket, conf);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return bucket == null ? NO_BUCKET : bucket;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    CALLS.add("open " + path);
    return super.open(path, bufferSize);
  }

  @Override
  protected OutputStream createOutputStream(Path path, boolean append) throws IOException {
    CALLS.add("create " + path);
    return super.createOutputStream(path, append);
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, FsPermission permission) throws IOException {
    CALLS.add("create " + path);
    return super.createOutputStreamWithMode(path, append, permission);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    CALLS.add("list " + path);
    return super.listStatus(path);
  }
}
