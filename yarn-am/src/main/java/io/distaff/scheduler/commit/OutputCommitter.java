package io.distaff.scheduler.commit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.QueryId;
import io.distaff.scheduler.commit.CommitIntent.Placement;
import io.distaff.storage.FileStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the places that queries write to, and finishes commits that others left half done.
 * Thread-safe; two writers of the same target at a time are the caller's to prevent.
 */
public final class OutputCommitter {
  private static final Logger log = LoggerFactory.getLogger(OutputCommitter.class);
  private static final String MARK = ".distaff-";

  /**
   * Sees every change of the file system before it is made; a test's way to stop at any of them.
   */
  interface Steps {
    void before(String step);
  }

  private final FileStore store;
  private final Steps steps;

  public OutputCommitter(FileStore store) {
    this(store, step -> {});
  }

  OutputCommitter(FileStore store, Steps steps) {
    this.store = store;
    this.steps = steps;
  }

  /**
   * Recovers the target, checks the mode, and makes the staging directory. To be called before the
   * query runs.
   *
   * @param applicationId tells this application's files from all others
   * @return empty when there is nothing to do: the mode is IGNORE and the target exists
   * @throws DistaffException PATH_ALREADY_EXISTS when the mode doesn't go with what is there;
   *     PATH_NOT_READABLE when the user may not write there
   */
  public Optional<StagedOutput> prepare(
      String targetPath, SaveMode mode, QueryId query, String applicationId) {
    String target = target(targetPath);
    recover(target);
    boolean exists = store.exists(target);
    if (exists && mode == SaveMode.IGNORE) {
      return Optional.empty();
    }
    if (exists && mode == SaveMode.ERROR) {
      throw alreadyExists(target);
    }
    Placement placement = exists ? placement(mode) : Placement.NEW_TARGET;
    boolean inside = placement != Placement.NEW_TARGET;
    if (inside && !store.isDirectory(target)) {
      throw new DistaffException(
          ErrorCode.PATH_ALREADY_EXISTS,
          "can't add to " + target + ": it is a file, not a directory; choose another path");
    }
    String unique = applicationId + "-" + query.number();
    String staging = (inside ? target : parent(target)) + "/" + prefix(target) + unique;
    StagedOutput output = new StagedOutput(store, steps, staging, target, mode, placement, unique);
    try {
      output.create();
    } catch (DistaffException e) {
      throw new DistaffException(e.code(), "can't write to " + target + ": " + e.getMessage(), e);
    }
    return Optional.of(output);
  }

  /**
   * Finishes the commits to a target that were begun and not ended, or undoes those that can't be
   * finished. Leaves staging directories without an intent alone: their queries may still run.
   */
  public void recover(String targetPath) {
    String target = target(targetPath);
    recover(parent(target), target);
    if (store.isDirectory(target)) {
      recover(target, target);
    }
  }

  private void recover(String directory, String target) {
    for (String entry : store.entries(directory)) {
      if (entry.startsWith(prefix(target))) {
        String staging = directory + "/" + entry;
        StagedOutput.recover(store, steps, staging)
            .ifPresent(end -> log.info("{} the commit that {} had begun", end, staging));
      }
    }
  }

  private static Placement placement(SaveMode mode) {
    return switch (mode) {
      case APPEND -> Placement.IN_TARGET;
      case OVERWRITE_PARTITIONS -> Placement.NEW_PARTITIONS;
      case ERROR, OVERWRITE, IGNORE -> Placement.NEW_TARGET;
    };
  }

  static DistaffException alreadyExists(String target) {
    return new DistaffException(
        ErrorCode.PATH_ALREADY_EXISTS,
        target
            + " exists already: choose another path, or a save mode: overwrite replaces it, append"
            + " adds to it, ignore leaves it and writes nothing");
  }

  private String target(String path) {
    String target = store.qualify(path);
    while (target.endsWith("/")) {
      target = target.substring(0, target.length() - 1);
    }
    if (target.indexOf('/') < 0 || target.matches("[^/]+://[^/]*")) {
      throw new DistaffException(
          ErrorCode.NOT_SUPPORTED, "can't write to the root directory: " + path);
    }
    return target;
  }

  private static String parent(String target) {
    return target.substring(0, target.lastIndexOf('/'));
  }

  /** Without the sign by which readers know partition directories, which aren't hidden. */
  private static String prefix(String target) {
    return "_" + target.substring(target.lastIndexOf('/') + 1).replace('=', '-') + MARK;
  }
}
