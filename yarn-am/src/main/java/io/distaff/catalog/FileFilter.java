package io.distaff.catalog;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Which of the files below a table's paths belong to it. Immutable.
 *
 * @param name a pattern that a file's own name must match
 * @param after in milliseconds since 1970: when it must have been changed at the earliest
 * @param before when it must have been changed before
 */
record FileFilter(Optional<String> name, long after, long before) {
  static final FileFilter ALL = new FileFilter(Optional.empty(), Long.MIN_VALUE, Long.MAX_VALUE);

  private static final String NAME = "pathGlobFilter";
  private static final String AFTER = "modifiedAfter";
  private static final String BEFORE = "modifiedBefore";
  static final List<String> KEYS = List.of(NAME, AFTER, BEFORE);

  /** Of options by name; throws INVALID_CONFIGURATION. */
  static FileFilter of(Map<String, String> options) {
    FileFilter filter =
        new FileFilter(
            Optional.ofNullable(options.get(NAME)),
            time(options, AFTER, Long.MIN_VALUE),
            time(options, BEFORE, Long.MAX_VALUE));
    try {
      var unused = filter.name.map(FileFilter::matcher);
    } catch (PatternSyntaxException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "%s is no pattern of file names: %s: %s"
              .formatted(NAME, e.getDescription(), e.getPattern()),
          e);
    }
    return filter;
  }

  private static long time(Map<String, String> options, String key, long otherwise) {
    String text = options.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return LocalDateTime.parse(text.strip().replace(' ', 'T'))
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    } catch (DateTimeException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "%s is a time of UTC such as 2026-01-31T12:00:00, not '%s'".formatted(key, text),
          e);
    }
  }

  private static PathMatcher matcher(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }

  /** The files of a directory that belong to the table, and all directories below. */
  FileStore.Listing of(FileStore.Listing listing) {
    return equals(ALL)
        ? listing
        : new FileStore.Listing(
            listing.files().stream().filter(this::takes).toList(), listing.directories());
  }

  boolean takes(FileInfo file) {
    String own = file.path().substring(file.path().lastIndexOf('/') + 1);
    return file.modificationMillis() > after
        && file.modificationMillis() < before
        && name.map(pattern -> matcher(pattern).matches(Path.of(own))).orElse(true);
  }
}
