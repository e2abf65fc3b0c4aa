package io.distaff.scheduler.commit;

import io.distaff.codec.RecordCodec;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.rpc.TaskProduct.OutputFile;
import io.distaff.scheduler.commit.CommitIntent.Placement;
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
  private final CommitTurns turns;
  private final CommitTurns.Writer writer;
  private final String staging;
  private final String target;
  private final SaveMode mode;
  private final Placement placement;
  private final String unique;
  private boolean committed;

  StagedOutput(
      FileStore store,
      OutputCommitter.Steps steps,
      CommitTurns turns,
      CommitTurns.Writer writer,
      SaveMode mode,
      String unique) {
    this.store = store;
    this.steps = steps;
    this.turns = turns;
    this.writer = writer;
    this.staging = writer.staging();
    this.target = writer.target();
    this.mode = mode;
    this.placement = writer.placement();
    this.unique = unique;
  }

  /** Empty, whatever an earlier attempt of this driver left there. */
  void create() {
    step("delete " + staging);
    store.delete(staging);
    step("make " + tasksPath());
    store.makeDirectories(tasksPath());
    if (placement == Placement.NEW_TARGET) {
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
   * Makes the winners' files visible, named {@code part-<number>-<unique>} with their extensions,
   * when no other commit to the target is under way. Undoes what it did when it fails.
   *
   * @param files in the order of their numbers
   * @throws DistaffException COMMIT_FAILED, or PATH_ALREADY_EXISTS when somebody else has made the
   *     target meanwhile; the old data is whole
   */
  public void commit(List<OutputFile> files) {
    List<CommitIntent.Move> moves = new ArrayList<>();
    for (OutputFile file : files) {
      String name = "part-%05d-%s%s".formatted(moves.size(), unique, extension(file.path()));
      moves.add(new CommitIntent.Move(file.path(), directory(file.path()) + name));
    }
    CommitIntent intent = new CommitIntent(CommitIntent.VERSION, target, mode, placement, moves);
    try {
      turns.take(writer, intent);
      if (!files.isEmpty() && !store.exists(tasksPath())) {
        throw new DistaffException(
            ErrorCode.COMMIT_FAILED,
            "%s was replaced by another query while this one ran: run it again".formatted(target));
      }
      finish(store, turns.renewing(staging), staging, intent);
      committed = true;
      clean();
    } catch (DistaffException e) {
      try {
        abort();
      } catch (DistaffException undoing) {
        e.addSuppressed(undoing);
      }
      throw e;
    } finally {
      turns.end(staging);
    }
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
    // File systems refuse an interrupted thread, and the next writer ends what is left half done.
    boolean interrupted = Thread.interrupted();
    try {
      if (!committed) {
        undo(store, steps, staging);
      }
      step("delete the staging directory");
      store.delete(staging);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void step(String step) {
    steps.before(step);
  }

  /** What lies between the attempt's directory and the file's name; with a slash behind it. */
  private String directory(String path) {
    int attempt = path.indexOf('/', path.lastIndexOf(tasksPath()) + tasksPath().length()) + 1;
    return path.substring(path.indexOf('/', attempt) + 1, path.lastIndexOf('/') + 1);
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

  static Optional<CommitIntent> read(FileStore store, String path) {
    return store.exists(path)
        ? Optional.of(CommitIntent.decode(JSON, store.readAll(path), path))
        : Optional.empty();
  }

  private static void finish(
      FileStore store, OutputCommitter.Steps steps, String staging, CommitIntent intent) {
    switch (intent.placement()) {
      case IN_TARGET -> moveFiles(store, steps, intent, intent.target());
      case NEW_PARTITIONS -> replacePartitions(store, steps, staging, intent);
      case NEW_TARGET -> {
        String data = dataPath(staging);
        if (store.exists(data)) {
          moveFiles(store, steps, intent, data);
          setOldAside(store, steps, staging, intent);
          rename(store, steps, data, intent.target());
        }
      }
    }
  }

  private static void moveFiles(
      FileStore store, OutputCommitter.Steps steps, CommitIntent intent, String directory) {
    for (CommitIntent.Move move : intent.files()) {
      if (!store.exists(directory + "/" + move.name())) {
        moveInto(store, steps, move.from(), directory, move.name());
      }
    }
    markSuccess(store, steps, directory);
  }

  private static void markSuccess(FileStore store, OutputCommitter.Steps steps, String directory) {
    if (!store.exists(directory + "/" + SUCCESS)) {
      steps.before("write " + SUCCESS);
      // Others may add files at the same time; one marker is enough for all.
      boolean unused = store.publish(directory + "/" + SUCCESS, new byte[0]);
    }
  }

  /** Puts every new partition together first; then they take their places one after the other. */
  private static void replacePartitions(
      FileStore store, OutputCommitter.Steps steps, String staging, CommitIntent intent) {
    for (CommitIntent.Move move : intent.files()) {
      boolean moved =
          store.exists(dataPath(staging) + "/" + move.name())
              || store.exists(intent.target() + "/" + move.name());
      if (!moved) {
        moveInto(store, steps, move.from(), dataPath(staging), move.name());
      }
    }
    for (CommitIntent.Move first : intent.firstOfPartitions()) {
      if (store.exists(intent.target() + "/" + first.name())) {
        continue;
      }
      String partition = first.partition();
      String place = intent.target() + "/" + partition;
      if (store.exists(place)) {
        moveInto(store, steps, place, oldPath(staging), partition);
      }
      moveInto(store, steps, dataPath(staging) + "/" + partition, intent.target(), partition);
    }
    markSuccess(store, steps, intent.target());
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

  /**
   * True of a directory with nothing in it that readers see: made by a writer to one of the
   * target's partitions while there was no target.
   */
  private static boolean holdsNothing(FileStore store, String directory) {
    if (!store.isDirectory(directory)) {
      return false;
    }
    FileStore.Listing listing = store.list(directory);
    return listing.files().isEmpty()
        && listing.directories().stream().allMatch(below -> holdsNothing(store, below));
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
    switch (intent.placement()) {
      case IN_TARGET -> {
        for (CommitIntent.Move move : intent.files()) {
          steps.before("delete " + move.name());
          store.delete(intent.target() + "/" + move.name());
          deleteEmpty(store, intent.target(), move.partition());
        }
      }
      case NEW_PARTITIONS -> {
        for (CommitIntent.Move first : intent.firstOfPartitions()) {
          restorePartition(store, steps, staging, intent.target(), first);
        }
      }
      case NEW_TARGET -> {
        if (store.exists(oldPath(staging))) {
          if (holdsNothing(store, intent.target())) {
            steps.before("delete the empty target");
            store.delete(intent.target());
          }
          if (!store.exists(intent.target())) {
            rename(store, steps, oldPath(staging), intent.target());
          }
        }
      }
    }
  }

  private static void restorePartition(
      FileStore store,
      OutputCommitter.Steps steps,
      String staging,
      String target,
      CommitIntent.Move first) {
    String partition = first.partition();
    if (store.exists(target + "/" + first.name())) {
      moveInto(store, steps, target + "/" + partition, dataPath(staging), partition);
    }
    String old = oldPath(staging) + "/" + partition;
    if (store.exists(old) && !store.exists(target + "/" + partition)) {
      moveInto(store, steps, old, target, partition);
    }
    deleteEmpty(store, target, partition);
  }

  /** Removes the directories of a partition, from the innermost, as far as they are empty. */
  private static void deleteEmpty(FileStore store, String target, String partition) {
    String path = partition;
    while (!path.isEmpty()) {
      String directory = target + "/" + path;
      if (store.isEmptyDirectory(directory)) {
        store.delete(directory);
      } else if (store.exists(directory)) {
        return;
      }
      path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
  }

  /** Renames to a place below a directory, and makes the directories between. */
  private static void moveInto(
      FileStore store, OutputCommitter.Steps steps, String from, String directory, String name) {
    int slash = name.lastIndexOf('/');
    if (slash >= 0 || !store.exists(directory)) {
      store.makeDirectories(slash < 0 ? directory : directory + "/" + name.substring(0, slash));
    }
    rename(store, steps, from, directory + "/" + name);
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

  static String intentPath(String staging) {
    return staging + "/" + CommitIntent.FILE_NAME;
  }

  static String abortPath(String staging) {
    return staging + "/abort.json";
  }

  private static String dataPath(String staging) {
    return staging + "/data";
  }

  private static String oldPath(String staging) {
    return staging + "/old";
  }
}
