package io.distaff.scheduler.commit;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.TaskProduct.OutputFile;
import io.distaff.storage.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one query writes, before readers see it; see the package's page for the protocol. Confined
 * to one thread at a time.
 */
public final class StagedOutput {
  private static final Logger log = LoggerFactory.getLogger(StagedOutput.class);
  private static final String SUCCESS = "_SUCCESS";
  private static final RecordCodec JSON = RecordCodec.json();

  private final FileStore store;
  private final OutputCommitter.Steps steps;
  private final String staging;
  private final String target;
  private final SaveMode mode;
  private final boolean inPlace;
  private final String unique;
  private boolean committed;

  StagedOutput(
      FileStore store,
      OutputCommitter.Steps steps,
      String staging,
      String target,
      SaveMode mode,
      boolean inPlace,
      String unique) {
    this.store = store;
    this.steps = steps;
    this.staging = staging;
    this.target = target;
    this.mode = mode;
    this.inPlace = inPlace;
    this.unique = unique;
  }

  /** Empty, whatever an earlier attempt of this driver left there. */
  void create() {
    step("delete " + staging);
    store.delete(staging);
    step("make " + tasksPath());
    store.makeDirectories(tasksPath());
    if (!inPlace) {
      // Its absence will mean that it has become the target.
      step("make " + dataPath(staging));
      store.makeDirectories(dataPath(staging));
    }
  }

  /** Below which each attempt writes: the sink's staging directory. */
  public String tasksPath() {
    return staging + "/tasks";
  }

  /** Where readers will find it, fully qualified. */
  public String target() {
    return target;
  }

  /**
   * Makes the winners' files visible, named {@code part-<number>-<unique>} with their extensions.
   * Undoes what it did when it fails.
   *
   * @param files in the order of their numbers
   * @throws DistaffException COMMIT_FAILED, or PATH_ALREADY_EXISTS when somebody else has made the
   *     target meanwhile; the old data is whole
   */
  public void commit(List<OutputFile> files) {
    List<CommitIntent.Move> moves = new ArrayList<>();
    for (OutputFile file : files) {
      String name = "part-%05d-%s%s".formatted(moves.size(), unique, extension(file.path()));
      moves.add(new CommitIntent.Move(file.path(), name));
    }
    CommitIntent intent = new CommitIntent(CommitIntent.VERSION, target, mode, inPlace, moves);
    try {
      step("write the intent");
      store.replace(intentPath(staging), intent.encode(JSON));
      finish(store, steps, staging, intent);
    } catch (DistaffException e) {
      try {
        abort();
      } catch (DistaffException undoing) {
        e.addSuppressed(undoing);
      }
      throw e;
    }
    committed = true;
    clean();
  }

  /** The new data is in place: a directory that can't be deleted is no failure of the query. */
  private void clean() {
    try {
      step("delete the staging directory");
      store.delete(staging);
    } catch (DistaffException e) {
      log.warn("{} stays until the next write to {}: {}", staging, target, e.getMessage());
    }
  }

  /**
   * Gives everything up: the old data is whole, the staging directory gone. Can be called again,
   * for what an attempt that hadn't heard of it yet wrote afterwards; does nothing to a commit that
   * is complete.
   */
  public void abort() {
    if (!committed) {
      undo(store, steps, staging);
    }
    step("delete the staging directory");
    store.delete(staging);
  }

  private void step(String step) {
    steps.before(step);
  }

  private static String extension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot);
  }

  // ---- the protocol: from the disk alone, each step can be done again ----

  /** What became of a commit that was found half done; empty when there was none. */
  static Optional<String> recover(FileStore store, OutputCommitter.Steps steps, String staging) {
    Optional<CommitIntent> intent = read(store, intentPath(staging));
    if (intent.isEmpty() && !store.exists(abortPath(staging))) {
      return Optional.empty();
    }
    boolean finished = false;
    if (intent.isPresent()) {
      try {
        finish(store, steps, staging, intent.get());
        finished = true;
      } catch (DistaffException e) {
        log.warn("can't finish the commit in {}: {}", staging, e.getMessage());
      }
    }
    if (!finished) {
      undo(store, steps, staging);
    }
    steps.before("delete the staging directory");
    store.delete(staging);
    return Optional.of(finished ? "finished" : "undid");
  }

  private static Optional<CommitIntent> read(FileStore store, String path) {
    return store.exists(path)
        ? Optional.of(CommitIntent.decode(JSON, store.readAll(path), path))
        : Optional.empty();
  }

  private static void finish(
      FileStore store, OutputCommitter.Steps steps, String staging, CommitIntent intent) {
    if (intent.inPlace()) {
      moveFiles(store, steps, intent, intent.target());
      return;
    }
    String data = dataPath(staging);
    if (!store.exists(data)) {
      return;
    }
    moveFiles(store, steps, intent, data);
    setOldAside(store, steps, staging, intent);
    rename(store, steps, data, intent.target());
  }

  private static void moveFiles(
      FileStore store, OutputCommitter.Steps steps, CommitIntent intent, String directory) {
    for (CommitIntent.Move move : intent.files()) {
      String to = directory + "/" + move.name();
      if (!store.exists(to)) {
        rename(store, steps, move.from(), to);
      }
    }
    if (!store.exists(directory + "/" + SUCCESS)) {
      steps.before("write " + SUCCESS);
      store.replace(directory + "/" + SUCCESS, new byte[0]);
    }
  }

  private static void setOldAside(
      FileStore store, OutputCommitter.Steps steps, String staging, CommitIntent intent) {
    if (!store.exists(intent.target())) {
      return;
    }
    if (intent.mode() != SaveMode.OVERWRITE) {
      throw OutputCommitter.alreadyExists(intent.target());
    }
    rename(store, steps, intent.target(), oldPath(staging));
  }

  /** First makes the decision stand on disk, so that nobody finishes what is being undone. */
  private static void undo(FileStore store, OutputCommitter.Steps steps, String staging) {
    if (store.exists(intentPath(staging))) {
      rename(store, steps, intentPath(staging), abortPath(staging));
    }
    CommitIntent intent = read(store, abortPath(staging)).orElse(null);
    if (intent == null) {
      return;
    }
    if (intent.inPlace()) {
      for (CommitIntent.Move move : intent.files()) {
        steps.before("delete " + move.name());
        store.delete(intent.target() + "/" + move.name());
      }
    } else if (store.exists(oldPath(staging)) && !store.exists(intent.target())) {
      rename(store, steps, oldPath(staging), intent.target());
    }
  }

  private static void rename(FileStore store, OutputCommitter.Steps steps, String from, String to) {
    steps.before("rename " + from + " to " + to);
    if (!store.rename(from, to)) {
      throw new DistaffException(
          ErrorCode.COMMIT_FAILED,
          "can't rename %s to %s: %s"
              .formatted(from, to, store.exists(from) ? "the target exists" : "it is missing"));
    }
  }

  private static String intentPath(String staging) {
    return staging + "/" + CommitIntent.FILE_NAME;
  }

  private static String abortPath(String staging) {
    return staging + "/abort.json";
  }

  private static String dataPath(String staging) {
    return staging + "/data";
  }

  private static String oldPath(String staging) {
    return staging + "/old";
  }
}
