package io.distaff.submit;

import io.distaff.cluster.yarn.RuntimeLayout;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine on the cluster's file system: one archive of all jars (and a class-data archive, see
 * {@link ClassDataArchive}), named by the hash of its content, uploaded once, readable by all, so
 * that NodeManagers keep one copy for every application.
 *
 * <p>The directory is shared and sticky like /tmp. An archive is trusted when the submitting user
 * owns it or when nobody but the directory's owner could have put it there; otherwise the user gets
 * a copy of their own.
 */
final class RuntimeArchive {
  private static final Logger log = LoggerFactory.getLogger(RuntimeArchive.class);
  private static final FsPermission SHARED_DIRECTORY = FsPermission.createImmutable((short) 01777);
  private static final FsPermission READABLE_BY_ALL = FsPermission.createImmutable((short) 0644);
  private static final String CLASS_DATA_NAME = "distaff.jsa";

  private final DistributionFiles distribution;

  RuntimeArchive(DistributionFiles distribution) {
    this.distribution = distribution;
  }

  /**
   * An archive that is in place.
   *
   * @param uploaded whether this call had to upload it
   */
  record Installed(FileStatus file, RuntimeLayout layout, boolean uploaded) {}

  /** Finds the archive, or uploads it. */
  Installed install(FileSystem fileSystem, String directory, String user) {
    List<java.nio.file.Path> jars = distribution.jars();
    String hash = hash(jars);
    RuntimeLayout layout =
        new RuntimeLayout(
            jars.stream().map(jar -> jar.getFileName().toString()).toList(), CLASS_DATA_NAME);
    try {
      Path shared = new Path(directory, hash + ".tar");
      Path own = new Path(directory, hash + "." + user + ".tar");
      for (Path candidate : List.of(shared, own)) {
        Optional<FileStatus> found = status(fileSystem, candidate);
        if (found.isPresent() && isTrusted(fileSystem, found.get(), user)) {
          return new Installed(found.get(), layout, false);
        }
        if (found.isEmpty()) {
          makeSharedDirectory(fileSystem, new Path(directory));
          upload(fileSystem, candidate, jars, hash);
          return new Installed(fileSystem.getFileStatus(candidate), layout, true);
        }
      }
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          own
              + " belongs to another user: set "
              + SubmitOptions.RUNTIME_DIRECTORY.key()
              + " to a directory of your own");
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.CLUSTER_REFUSED,
          "can't put the runtime archive into "
              + directory
              + ": "
              + RemoteError.reason(e)
              + "; "
              + SubmitOptions.RUNTIME_DIRECTORY.key()
              + " names another directory",
          e);
    }
  }

  private static Optional<FileStatus> status(FileSystem fileSystem, Path path) throws IOException {
    try {
      return Optional.of(fileSystem.getFileStatus(path));
    } catch (java.io.FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static boolean isTrusted(FileSystem fileSystem, FileStatus archive, String user)
      throws IOException {
    if (archive.getOwner().equals(user)) {
      return true;
    }
    FileStatus parent = fileSystem.getFileStatus(archive.getPath().getParent());
    boolean othersMayWrite =
        parent
                .getPermission()
                .getOtherAction()
                .implies(org.apache.hadoop.fs.permission.FsAction.WRITE)
            || parent
                .getPermission()
                .getGroupAction()
                .implies(org.apache.hadoop.fs.permission.FsAction.WRITE);
    return !othersMayWrite && archive.getOwner().equals(parent.getOwner());
  }

  private static void makeSharedDirectory(FileSystem fileSystem, Path directory)
      throws IOException {
    for (Path path : List.of(directory.getParent(), directory)) {
      if (!fileSystem.exists(path) && fileSystem.mkdirs(path)) {
        fileSystem.setPermission(path, SHARED_DIRECTORY);
      }
    }
  }

  /** Uploads under another name first: the archive appears whole or not at all. */
  private void upload(
      FileSystem fileSystem, Path target, List<java.nio.file.Path> jars, String hash)
      throws IOException {
    log.info("uploading the runtime to {}", target);
    Path partial =
        new Path(target.getParent(), "." + target.getName() + "." + ProcessHandle.current().pid());
    ExitGuard guard = new ExitGuard(() -> abandon(fileSystem, partial));
    try {
      try (ClassDataArchive classData = ClassDataArchive.of(distribution, hash);
          OutputStream out = fileSystem.create(partial, true)) {
        write(out, jars, classData.file());
      }
      fileSystem.setPermission(partial, READABLE_BY_ALL);
      if (!fileSystem.rename(partial, target) && !fileSystem.exists(target)) {
        throw new IOException("can't rename " + partial + " to " + target);
      }
    } finally {
      guard.close();
      fileSystem.delete(partial, false);
    }
  }

  /** On the exit thread. */
  private static void abandon(FileSystem fileSystem, Path partial) {
    try {
      fileSystem.delete(partial, false);
    } catch (IOException e) {
      log.warn("can't delete {}", partial, e);
    }
  }

  private static void write(
      OutputStream out, List<java.nio.file.Path> jars, Optional<java.nio.file.Path> classData)
      throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      if (classData.isPresent()) {
        add(tar, classData.get(), CLASS_DATA_NAME);
      }
      for (java.nio.file.Path jar : jars) {
        add(tar, jar, "lib/" + jar.getFileName());
      }
    }
  }

  private static void add(TarArchiveOutputStream tar, java.nio.file.Path file, String name)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(Files.size(file));
    // Whole seconds: a class-data archive checks the jars' times, and tar keeps no fractions.
    FileTime modified = Files.getLastModifiedTime(file);
    entry.setLastModifiedTime(
        FileTime.from(
            modified.to(java.util.concurrent.TimeUnit.SECONDS),
            java.util.concurrent.TimeUnit.SECONDS));
    entry.setMode(0644);
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  /**
   * The hash of the jars and the JVM; kept beside the jars, with their sizes and times, so that a
   * submission doesn't read 80 MB to find out that nothing has changed.
   */
  private String hash(List<java.nio.file.Path> jars) {
    String listing = listing(jars);
    java.nio.file.Path kept = distribution.home().resolve("lib/.runtime-hash");
    try {
      if (Files.isReadable(kept)) {
        String content = Files.readString(kept, StandardCharsets.UTF_8);
        int end = content.indexOf('\n');
        if (end > 0 && content.substring(end + 1).equals(listing)) {
          return content.substring(0, end);
        }
      }
      MessageDigest digest = ContentHash.newDigest();
      digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
      for (java.nio.file.Path jar : jars) {
        digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        ContentHash.update(digest, jar);
      }
      String hash = ContentHash.hex(digest);
      if (Files.isWritable(kept.getParent())) {
        Files.writeString(kept, hash + "\n" + listing, StandardCharsets.UTF_8);
      }
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String listing(List<java.nio.file.Path> jars) {
    StringBuilder listing = new StringBuilder(Runtime.version().toString());
    try {
      for (java.nio.file.Path jar : jars) {
        listing
            .append('\n')
            .append(jar.getFileName())
            .append(' ')
            .append(Files.size(jar))
            .append(' ')
            .append(Files.getLastModifiedTime(jar).toMillis());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return listing.toString();
  }
}
