package io.distaff.storage;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The local directories that this process may fill: shuffle and spill files go to them in turn.
 * Everything below them belongs to the application. Thread-safe.
 */
public final class LocalDisks {
  private static final Pattern COMMA = Pattern.compile(",");

  private final List<Path> directories;
  private final AtomicLong counter = new AtomicLong();

  /**
   * @param directories exist or can be made; one a disk
   */
  public LocalDisks(List<Path> directories) {
    if (directories.isEmpty()) {
      throw new IllegalArgumentException("no local directory");
    }
    this.directories = List.copyOf(directories);
  }

  /**
   * A container's part of the directories that YARN gives the application, or of the one for
   * temporary files where it gives none.
   *
   * @param environment of the process
   * @param name of the directory below each, which no other container has
   */
  public static LocalDisks ofContainer(Map<String, String> environment, String name) {
    String directories =
        environment.getOrDefault("LOCAL_DIRS", System.getProperty("java.io.tmpdir"));
    return new LocalDisks(
        COMMA.splitAsStream(directories).map(directory -> Path.of(directory, name)).toList());
  }

  public List<Path> directories() {
    return directories;
  }

  /**
   * A path for a new file whose name begins with {@code prefix}, on the next disk in turn; its
   * directory exists, the file doesn't.
   */
  public Path newFile(String prefix) {
    long number = counter.getAndIncrement();
    Path directory = directories.get((int) (number % directories.size()));
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.WRITE_FAILED,
          "can't make the local directory " + directory + ": " + e.getMessage(),
          e);
    }
    return directory.resolve(prefix + "-" + number);
  }
}
