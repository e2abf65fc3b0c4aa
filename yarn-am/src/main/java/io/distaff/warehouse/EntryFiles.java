package io.distaff.warehouse;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The version files in a directory; see the package's page. Thread-safe. */
final class EntryFiles {
  /** Of {@link Content}. */
  static final int FORMAT = 1;

  /** Newest versions that stay, so that there are some to go back to. */
  static final int KEPT = 5;

  /**
   * How long a version stays at least. A writer that is slow finds the number taken that follows
   * what it has read: would that be deleted sooner, it would undo what others have done since.
   */
  static final Duration KEPT_FOR = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(EntryFiles.class);
  private static final Pattern NAME = Pattern.compile("v(\\d{1,18})\\.json");
  private static final Pattern FORMAT_OF_CONTENT =
      Pattern.compile("\\s*\\{\\s*\"format\"\\s*:\\s*(\\d{1,9})\\s*,");
  private static final int ATTEMPTS = 10;
  private static final RecordCodec JSON = RecordCodec.json();

  private final FileStore store;

  EntryFiles(FileStore store) {
    this.store = store;
  }

  /**
   * A file's content.
   *
   * @param format {@link #FORMAT}
   */
  record Content(int format, Entry entry) {}

  /** An entry, and the number of its file; 0 and null where there is none yet. */
  record Version(long number, Entry entry) {
    static final Version NONE = new Version(0, null);

    /** The entry, if there is one that isn't dropped. */
    <E extends Entry> Optional<E> as(Class<E> type) {
      return Optional.ofNullable(entry).filter(type::isInstance).map(type::cast);
    }
  }

  /** The newest version. Throws CATALOG_DAMAGED when its file can't be understood. */
  Version latest(String directory) {
    for (int attempt = 1; ; attempt++) {
      long newest = newest(directory);
      if (newest == 0) {
        return Version.NONE;
      }
      String path = path(directory, newest);
      byte[] content;
      try {
        content = store.readAll(path);
      } catch (DistaffException e) {
        if (e.code() == ErrorCode.PATH_NOT_FOUND && attempt < ATTEMPTS) {
          continue; // it has become old since the directory was listed
        }
        throw e;
      }
      return new Version(newest, decode(content, path));
    }
  }

  /** A version by its number; empty when there is none, yet or any more. */
  Optional<Entry> version(String directory, long number) {
    String path = path(directory, number);
    try {
      return Optional.of(decode(store.readAll(path), path));
    } catch (DistaffException e) {
      if (e.code() == ErrorCode.PATH_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Adds the version that follows one.
   *
   * @return false when somebody else has done so
   */
  boolean publish(String directory, Version current, Entry entry) {
    long number = current.number() + 1;
    byte[] content = JSON.encode(Content.class, new Content(FORMAT, entry));
    if (!store.publish(path(directory, number), content)) {
      return false;
    }
    deleteOld(directory, number);
    return true;
  }

  /** By the file system's clock. What stays behind is deleted with a later version. */
  private void deleteOld(String directory, long newest) {
    try {
      List<FileInfo> files = store.list(directory).files();
      long newestMillis = files.stream().mapToLong(FileInfo::modificationMillis).max().orElse(0);
      for (FileInfo file : files) {
        OptionalLong number = number(file.name());
        if (number.isPresent()
            && number.getAsLong() <= newest - KEPT
            && newestMillis - file.modificationMillis() > KEPT_FOR.toMillis()) {
          store.delete(file.path());
        }
      }
    } catch (DistaffException e) {
      log.warn("old versions stay in {}: {}", directory, e.getMessage());
    }
  }

  /** The newest version's number; 0 when there is none. */
  private long newest(String directory) {
    return store.entries(directory).stream()
        .map(EntryFiles::number)
        .flatMapToLong(OptionalLong::stream)
        .max()
        .orElse(0);
  }

  /** Of a file of this name; empty when it isn't a version's. */
  private static OptionalLong number(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static String path(String directory, long number) {
    return directory + "/v" + number + ".json";
  }

  private static Entry decode(byte[] bytes, String path) {
    Matcher format =
        FORMAT_OF_CONTENT.matcher(
            new String(bytes, 0, Math.min(100, bytes.length), StandardCharsets.UTF_8));
    if (format.lookingAt() && Integer.parseInt(format.group(1)) > FORMAT) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED,
          "%s has format %s, of a newer release; this one knows format %d"
              .formatted(path, format.group(1), FORMAT));
    }
    try {
      Content content = JSON.decode(Content.class, bytes);
      if (content.format() != FORMAT || content.entry() == null) {
        throw damaged(path, "format " + content.format() + " is none", null);
      }
      return content.entry();
    } catch (DistaffException e) {
      throw e.code() == ErrorCode.CATALOG_DAMAGED ? e : damaged(path, e.getMessage(), e);
    }
  }

  private static DistaffException damaged(String path, String why, Throwable cause) {
    return new DistaffException(
        ErrorCode.CATALOG_DAMAGED,
        "the catalog's file %s is damaged: %s; delete it to go back to the version before it"
            .formatted(path, why.lines().findFirst().orElse("")),
        cause);
  }
}
