package io.distaff.scheduler.commit;

import io.distaff.concurrent.Clock;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.QueryId;
import io.distaff.scheduler.commit.CommitIntent.Placement;
import io.distaff.storage.FileStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Prepares the places that queries write to, and finishes commits that others left half done.
 * Several may write to the same target at a time; their commits happen one after the other.
 * Thread-safe.
 */
public final class OutputCommitter {
  /**
   * Sees every change of the file system before it is made; a test's way to stop at any of them.
   */
  interface Steps {
    void before(String step);
  }

  private final FileStore store;
  private final Steps steps;
  private final CommitTurns turns;

  public OutputCommitter(FileStore store) {
    this(store, step -> {});
  }

  OutputCommitter(FileStore store, Steps steps) {
    this(store, steps, Clock.system(), TimeUnit.MILLISECONDS::sleep);
  }

  OutputCommitter(FileStore store, Steps steps, Clock clock, CommitTurns.Pause pause) {
    this.store = store;
    this.steps = steps;
    this.turns = new CommitTurns(store, steps, clock, pause);
  }

  /**
   * Finishes the commits to the target that were begun and not ended, or undoes those that can't be
   * finished; waits for those under way; checks the mode, and makes the staging directory. To be
   * called before the query runs.
   *
   * @param applicationId tells this application's files from all others
   * @return empty when there is nothing to do: the mode is IGNORE and the target exists
   * @throws DistaffException PATH_ALREADY_EXISTS when the mode doesn't go with what is there;
   *     PATH_NOT_READABLE when the user may not write there
   */
  public Optional<StagedOutput> prepare(
      String targetPath, SaveMode mode, QueryId query, String applicationId) {
    String target = target(targetPath);
    turns.awaitQuiet(target, applicationId);
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
    String staging =
        (inside ? target : CommitTurns.parent(target)) + "/" + CommitTurns.prefix(target) + unique;
    CommitTurns.Writer writer = new CommitTurns.Writer(target, applicationId, staging, placement);
    StagedOutput output = new StagedOutput(store, steps, turns, writer, mode, unique);
    try {
      output.create();
    } catch (DistaffException e) {
      throw new DistaffException(e.code(), "can't write to " + target + ": " + e.getMessage(), e);
    }
    return Optional.of(output);
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
}
