package io.distaff.submit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The user's part of the cluster's file system: {@code <home>/.distaff}, for nobody else's eyes.
 * {@code files/} holds what was submitted, by content hash, so that the next submission uploads
 * only what has changed; {@code <application>/} holds what belongs to one application, and goes
 * with it.
 */
final class StagingDirectory {
  private static final FsPermission PRIVATE = FsPermission.createImmutable((short) 0700);

  private final FileSystem fileSystem;
  private final Path files;
  private final Path application;

  StagingDirectory(FileSystem fileSystem, String applicationId) {
    this.fileSystem = fileSystem;
    Path base = fileSystem.makeQualified(new Path(fileSystem.getHomeDirectory(), ".distaff"));
    this.files = new Path(base, "files");
    this.application = new Path(base, applicationId);
  }

  /** Makes the application's directory; throws CLUSTER_REFUSED when the user may not. */
  void create() {
    try {
      for (Path path : new Path[] {application.getParent(), files, application}) {
        if (!fileSystem.exists(path)) {
          fileSystem.mkdirs(path, PRIVATE);
          fileSystem.setPermission(path, PRIVATE);
        }
      }
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "can't make the staging directory " + application + ": " + RemoteError.reason(e),
          e);
    }
  }

  String path() {
    return application.toString();
  }

  /** A local file on the cluster; uploaded unless the same content is there under the same name. */
  FileStatus put(java.nio.file.Path local) {
    Path target = new Path(new Path(files, ContentHash.of(local)), local.getFileName().toString());
    try {
      if (!fileSystem.exists(target)) {
        fileSystem.mkdirs(target.getParent(), PRIVATE);
        Path partial =
            new Path(
                target.getParent(), "." + target.getName() + "." + ProcessHandle.current().pid());
        try (OutputStream out = fileSystem.create(partial, true)) {
          Files.copy(local, out);
        }
        if (!fileSystem.rename(partial, target) && !fileSystem.exists(target)) {
          throw new IOException("can't rename " + partial);
        }
      }
      return fileSystem.getFileStatus(target);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "can't upload " + local + " to " + target + ": " + RemoteError.reason(e),
          e);
    }
  }

  /** A file of this application only. */
  FileStatus write(String name, byte[] content) {
    Path target = new Path(application, name);
    try {
      try (OutputStream out = fileSystem.create(target, true)) {
        out.write(content);
      }
      return fileSystem.getFileStatus(target);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED, "can't write " + target + ": " + RemoteError.reason(e), e);
    }
  }

  /**
   * The files of a local directory, without sub-directories, as one zip archive of this
   * application.
   */
  FileStatus writeArchive(String name, java.nio.file.Path directory) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        var entries = Files.list(directory)) {
      for (java.nio.file.Path file : entries.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "can't read the Hadoop configuration in " + directory + ": " + RemoteError.reason(e),
          e);
    }
    return write(name, bytes.toByteArray());
  }

  /** Removes the application's directory. */
  void delete() {
    try {
      fileSystem.delete(application, true);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "can't delete the staging directory " + application + ": " + RemoteError.reason(e),
          e);
    }
  }
}
