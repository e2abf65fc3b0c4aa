package io.distaff.storage;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Files on any Hadoop FileSystem, by path: {@code hdfs://host:port/dir/file}, {@code
 * file:/dir/file}, or without scheme on the default file system. Errors name the path. Thread-safe.
 */
public final class FileStore {
  private final Configuration configuration;

  /** Null where nothing is kept. */
  private final FileCache cache;

  public FileStore(Configuration configuration) {
    this(configuration, null);
  }

  private FileStore(Configuration configuration, FileCache cache) {
    this.configuration = configuration;
    this.cache = cache;
  }

  /** The same files, of which what is read by position is kept, but for those on local disks. */
  public FileStore caching(FileCache kept) {
    return new FileStore(configuration, kept);
  }

  /** With the Hadoop configuration that the class path holds, and these settings over it. */
  public static FileStore open(Map<String, String> overrides) {
    Configuration configuration = new Configuration();
    overrides.forEach(configuration::set);
    return new FileStore(configuration);
  }

  /** The path with scheme and authority. */
  public String qualify(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "resolve",
        () -> fileSystem(path).makeQualified(new Path(path)).toString());
  }

  public boolean exists(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "look up",
        () -> fileSystem(path).exists(new Path(path)));
  }

  public boolean isDirectory(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "look up",
        () -> {
          try {
            return fileSystem(path).getFileStatus(new Path(path)).isDirectory();
          } catch (FileNotFoundException e) {
            return false;
          }
        });
  }

  /** True for a directory that holds nothing, not even what is hidden. */
  public boolean isEmptyDirectory(String path) {
    return isDirectory(path) && entries(path).isEmpty();
  }

  /** The file at this path; empty when there is none, or a directory. */
  public Optional<FileInfo> file(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "look up",
        () -> {
          try {
            FileStatus status = fileSystem(path).getFileStatus(new Path(path));
            return status.isDirectory() ? Optional.empty() : Optional.of(info(status));
          } catch (FileNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** A directory's content, without what is hidden, by name. */
  public record Listing(List<FileInfo> files, List<String> directories) {
    public Listing {
      files = List.copyOf(files);
      directories = List.copyOf(directories);
    }
  }

  /**
   * The data files and directories directly below a path. Names that begin with {@code .} or {@code
   * _} are hidden, but for partition directories such as {@code _id=1}; files of zero bytes, which
   * hold nothing, are left out. Throws PATH_NOT_FOUND when the path doesn't exist.
   */
  public Listing list(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "list",
        () -> {
          List<FileInfo> files = new ArrayList<>();
          List<String> directories = new ArrayList<>();
          for (FileStatus status : fileSystem(path).listStatus(new Path(path))) {
            if (isHidden(status)) {
              continue;
            }
            if (status.isDirectory()) {
              directories.add(status.getPath().toString());
            } else if (status.getLen() > 0) {
              files.add(info(status));
            }
          }
          files.sort(Comparator.comparing(FileInfo::path));
          directories.sort(Comparator.naturalOrder());
          return new Listing(files, directories);
        });
  }

  private static boolean isHidden(FileStatus status) {
    String name = status.getPath().getName();
    boolean isPartition = status.isDirectory() && name.startsWith("_") && name.indexOf('=') > 0;
    return (name.startsWith("_") && !isPartition) || name.startsWith(".");
  }

  /**
   * What a pattern matches.
   *
   * @param path fully qualified
   * @param file empty for a directory
   */
  public record Match(String path, Optional<FileInfo> file) {
    private static Match of(FileStatus status) {
      return new Match(
          status.getPath().toString(),
          status.isDirectory() ? Optional.empty() : Optional.of(info(status)));
    }
  }

  /**
   * The files and directories that a pattern matches, by path: {@code *}, {@code ?}, {@code [a-c]},
   * {@code {a,b}} as shells know them, but for hidden names, which only a pattern that begins alike
   * matches. A path without such characters, or one that exists as it is written, matches itself.
   * Empty when there is nothing.
   */
  public List<Match> glob(String pattern) {
    return attempt(
        pattern,
        ErrorCode.PATH_NOT_READABLE,
        "look up",
        () -> {
          Path path = new Path(pattern);
          FileSystem fileSystem = path.getFileSystem(configuration);
          try {
            return List.of(Match.of(fileSystem.getFileStatus(path)));
          } catch (FileNotFoundException e) {
            if (!isPattern(pattern)) {
              return List.of();
            }
          }
          FileStatus[] found = fileSystem.globStatus(path);
          String last = path.getName();
          return found == null
              ? List.of()
              : Arrays.stream(found)
                  .filter(
                      status -> last.startsWith("_") || last.startsWith(".") || !isHidden(status))
                  .map(Match::of)
                  .sorted(Comparator.comparing(Match::path))
                  .toList();
        });
  }

  /** True when a path has characters that match more than themselves. */
  public static boolean isPattern(String path) {
    return path.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /** The names of the directories directly below a path, hidden ones left out, in order. */
  public List<String> subdirectories(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "list",
        () ->
            Arrays.stream(fileSystem(path).listStatus(new Path(path)))
                .filter(FileStatus::isDirectory)
                .map(status -> status.getPath().getName())
                .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                .sorted()
                .toList());
  }

  /**
   * The names of all entries directly below a path, hidden ones too; empty when the path doesn't
   * exist.
   */
  public List<String> entries(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "list",
        () -> {
          try {
            return Arrays.stream(fileSystem(path).listStatus(new Path(path)))
                .map(status -> status.getPath().getName())
                .sorted()
                .toList();
          } catch (FileNotFoundException e) {
            return List.of();
          }
        });
  }

  /**
   * A block of a file.
   *
   * @param end the position behind it
   * @param hosts that hold it, the best first
   */
  public record Block(long end, List<String> hosts) {
    public Block {
      hosts = List.copyOf(hosts);
    }
  }

  /** A file's blocks, in order; none for local files, which every process has to itself. */
  public List<Block> blocks(FileInfo file) {
    return attempt(
        file.path(),
        ErrorCode.PATH_NOT_READABLE,
        "locate the blocks of",
        () -> {
          FileSystem fileSystem = fileSystem(file.path());
          if (fileSystem instanceof LocalFileSystem) {
            return List.of();
          }
          List<Block> blocks = new ArrayList<>();
          for (BlockLocation block :
              fileSystem.getFileBlockLocations(new Path(file.path()), 0, file.sizeBytes())) {
            Set<String> hosts = new LinkedHashSet<>(Arrays.asList(block.getHosts()));
            blocks.add(new Block(block.getOffset() + block.getLength(), List.copyOf(hosts)));
          }
          blocks.sort(Comparator.comparingLong(Block::end));
          return blocks;
        });
  }

  /** Opens a file for positioned reads; one that may be in the cache when it is first missed. */
  public RangeReader open(FileInfo file) {
    // The kernel keeps local ones, for all processes.
    return cache == null || isLocal(file.path())
        ? openUncached(file)
        : new CachedRangeReader(file, cache, () -> openUncached(file));
  }

  private boolean isLocal(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "open",
        () -> fileSystem(path) instanceof LocalFileSystem);
  }

  private RangeReader openUncached(FileInfo file) {
    return attempt(
        file.path(),
        ErrorCode.PATH_NOT_READABLE,
        "open",
        () -> new HadoopRangeReader(file, fileSystem(file.path()).open(new Path(file.path()))));
  }

  /** Reads a whole small file. */
  public byte[] readAll(String path) {
    return attempt(
        path,
        ErrorCode.PATH_NOT_READABLE,
        "read",
        () -> {
          try (FSDataInputStream in = fileSystem(path).open(new Path(path))) {
            return in.readAllBytes();
          }
        });
  }

  /** Makes a file that must not exist, and the directories above it. */
  public OutputStream create(String path) {
    return attempt(
        path,
        ErrorCode.WRITE_FAILED,
        "create",
        () -> fileSystem(path).create(new Path(path), false));
  }

  /**
   * Makes a small file, whole or not at all, unless there is one: of several that publish the same
   * path at a time, one does. Makes the directories above it. It needs a file system whose rename
   * refuses an existing target in one step, as HDFS's does; the local one's doesn't, but links do.
   *
   * @return false when the path exists
   */
  public boolean publish(String path, byte[] content) {
    Path target = new Path(path);
    Path temporary = new Path(target.getParent(), "_" + UUID.randomUUID() + ".new");
    return attempt(
        path,
        ErrorCode.WRITE_FAILED,
        "write",
        () -> {
          FileSystem fileSystem = fileSystem(path);
          try {
            try (OutputStream out = fileSystem.create(temporary, false)) {
              out.write(content);
            }
            return "file".equals(fileSystem.getUri().getScheme())
                ? link(temporary, target)
                : !fileSystem.exists(target) && fileSystem.rename(temporary, target);
          } finally {
            fileSystem.delete(temporary, false);
          }
        });
  }

  private static boolean link(Path temporary, Path target) throws IOException {
    try {
      Files.createLink(localPath(target), localPath(temporary));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static java.nio.file.Path localPath(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath()).toAbsolutePath();
  }

  public void makeDirectories(String path) {
    attempt(
        path,
        ErrorCode.WRITE_FAILED,
        "make the directory",
        () -> fileSystem(path).mkdirs(new Path(path)));
  }

  /** Makes a file look as if it was written now; does nothing to one that is gone. */
  public void touch(String path) {
    attempt(
        path,
        ErrorCode.WRITE_FAILED,
        "touch",
        () -> {
          try {
            fileSystem(path).setTimes(new Path(path), System.currentTimeMillis(), -1);
            return true;
          } catch (FileNotFoundException e) {
            return false;
          }
        });
  }

  /** Renames within one file system; false when the source is missing or the target exists. */
  public boolean rename(String from, String to) {
    return attempt(
        from,
        ErrorCode.WRITE_FAILED,
        "rename",
        () -> {
          FileSystem fileSystem = fileSystem(from);
          Path target = new Path(to);
          // HDFS would move the source into an existing directory.
          return !fileSystem.exists(target) && fileSystem.rename(new Path(from), target);
        });
  }

  /** Deletes a file or a directory with all below it; false when it didn't exist. */
  public boolean delete(String path) {
    return attempt(
        path,
        ErrorCode.WRITE_FAILED,
        "delete",
        () -> fileSystem(path).delete(new Path(path), true));
  }

  private FileSystem fileSystem(String path) throws IOException {
    return new Path(path).getFileSystem(configuration);
  }

  private static FileInfo info(FileStatus status) {
    return new FileInfo(status.getPath().toString(), status.getLen(), status.getModificationTime());
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(String path, ErrorCode otherwise, String verb, Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (FileNotFoundException e) {
      throw new DistaffException(ErrorCode.PATH_NOT_FOUND, "path does not exist: " + path, e);
    } catch (AccessControlException e) {
      throw new DistaffException(
          ErrorCode.PATH_NOT_READABLE,
          "no permission to " + verb + " " + path + ": " + firstLine(e),
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DistaffException(otherwise, "can't " + verb + " " + path + ": " + firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
