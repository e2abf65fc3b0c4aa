package io.distaff.scheduler.commit;

import io.distaff.codec.RecordCodec;
import io.distaff.concurrent.Clock;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.scheduler.commit.CommitIntent.Placement;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets commits to one target happen one after the other, whoever makes them: the intents on disk
 * are what they know of each other. An intent is alive as long as its writer renews it; one of this
 * application that this process doesn't know is of a driver that has ended. Whoever finds one that
 * isn't alive finishes it. Thread-safe.
 */
final class CommitTurns {
  /** An intent that wasn't renewed for so long is nobody's. Clocks may differ by less. */
  static final long LEASE_MILLIS = 60_000;

  private static final long RENEWAL_MILLIS = LEASE_MILLIS / 6;
  private static final long PAUSE_MILLIS = 20;

  /** Enough for two that stop before their leases end. */
  private static final long LONGEST_WAIT_MILLIS = 3 * LEASE_MILLIS;

  private static final Logger log = LoggerFactory.getLogger(CommitTurns.class);
  private static final RecordCodec JSON = RecordCodec.json();
  private static final String MARK = ".distaff-";

  private final FileStore store;
  private final OutputCommitter.Steps steps;
  private final Clock clock;
  private final Pause pause;

  /** Staging directories whose commits this process is making. */
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /** How a writer waits for others. */
  @FunctionalInterface
  interface Pause {
    void pause(long millis) throws InterruptedException;
  }

  /**
   * Who asks.
   *
   * @param target fully qualified
   * @param staging of the commit; empty when there is none yet
   */
  record Writer(String target, String applicationId, String staging, Placement placement) {
    String name() {
      return staging.substring(staging.lastIndexOf('/') + 1);
    }
  }

  CommitTurns(FileStore store, OutputCommitter.Steps steps, Clock clock, Pause pause) {
    this.store = store;
    this.steps = steps;
    this.clock = clock;
    this.pause = pause;
  }

  /** What the staging directories of a target are called, without what makes them unique. */
  static String prefix(String target) {
    // Without the sign by which readers know partition directories, which aren't hidden.
    return "_" + target.substring(target.lastIndexOf('/') + 1).replace('=', '-') + MARK;
  }

  /** Without a slash at the end, which the root directory lacks too. */
  static String parent(String target) {
    return target.substring(0, target.lastIndexOf('/'));
  }

  /**
   * Announces a commit and waits until no other to the target is under way. Of two that are
   * announced at a time, the one whose staging directory comes first in the order of names keeps
   * its announcement; the other takes its own back until that one has ended. Throws COMMIT_FAILED
   * when others don't end.
   */
  void take(Writer writer, CommitIntent intent) {
    underWay.add(writer.staging());
    long deadline = clock.monotonicMillis() + LONGEST_WAIT_MILLIS;
    boolean announced = false;
    while (true) {
      if (!announced) {
        steps.before("write the intent");
        announce(writer, intent);
        announced = true;
      }
      List<String> others = others(writer);
      if (others.isEmpty()) {
        return;
      }
      if (others.stream().anyMatch(other -> other.compareTo(writer.name()) < 0)) {
        steps.before("take the intent back");
        store.delete(StagedOutput.intentPath(writer.staging()));
        announced = false;
        while (!others(writer).isEmpty()) {
          await(writer, deadline);
        }
      } else {
        store.touch(StagedOutput.intentPath(writer.staging()));
        await(writer, deadline);
      }
    }
  }

  private void announce(Writer writer, CommitIntent intent) {
    String path = StagedOutput.intentPath(writer.staging());
    if (!store.publish(path, intent.encode(JSON))) {
      throw new DistaffException(
          ErrorCode.COMMIT_FAILED,
          "can't announce the commit to %s: %s can't be made or is there already"
              .formatted(writer.target(), path));
    }
  }

  /** The commit has ended. */
  void end(String staging) {
    underWay.remove(staging);
  }

  /** Steps that renew the intent of a commit while they are made. */
  OutputCommitter.Steps renewing(String staging) {
    long[] renewed = {clock.monotonicMillis()};
    return step -> {
      long now = clock.monotonicMillis();
      if (now - renewed[0] >= RENEWAL_MILLIS) {
        renewed[0] = now;
        store.touch(StagedOutput.intentPath(staging));
      }
      steps.before(step);
    };
  }

  /** Waits until no commit is under way that would take the target away. */
  void awaitQuiet(String target, String applicationId) {
    Writer writer = new Writer(target, applicationId, "", Placement.IN_TARGET);
    long deadline = clock.monotonicMillis() + LONGEST_WAIT_MILLIS;
    while (!others(writer).isEmpty()) {
      await(writer, deadline);
    }
  }

  private void await(Writer writer, long deadline) {
    if (clock.monotonicMillis() > deadline) {
      throw new DistaffException(
          ErrorCode.COMMIT_FAILED,
          "others keep committing to %s: run the query again".formatted(writer.target()));
    }
    try {
      pause.pause(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(
          ErrorCode.CANCELLED, "interrupted while others commit to " + writer.target(), e);
    }
  }

  /** The names of others' staging directories whose commits can't go on beside this one. */
  private List<String> others(Writer writer) {
    List<String> others = new ArrayList<>(others(writer, parent(writer.target())));
    if (store.isDirectory(writer.target())) {
      others.addAll(others(writer, writer.target()));
    }
    return others;
  }

  private List<String> others(Writer writer, String directory) {
    List<String> others = new ArrayList<>();
    // Without the slash the root directory would be no path.
    for (String entry : store.entries(directory + "/")) {
      String staging = directory + "/" + entry;
      if (!entry.startsWith(prefix(writer.target())) || staging.equals(writer.staging())) {
        continue;
      }
      Optional<FileInfo> mark =
          store
              .file(StagedOutput.intentPath(staging))
              .or(() -> store.file(StagedOutput.abortPath(staging)));
      if (mark.isEmpty()) {
        continue; // It isn't announced: its writer will find what this one has announced.
      }
      if (isAlive(writer, staging, mark.get())) {
        Optional<Placement> placement = placement(staging);
        boolean beside =
            placement.isEmpty()
                || (placement.get() == Placement.IN_TARGET
                    && writer.placement() == Placement.IN_TARGET);
        if (!beside) {
          others.add(entry);
        }
      } else {
        StagedOutput.recover(store, steps, staging)
            .ifPresent(end -> log.info("{} the commit that {} had begun", end, staging));
      }
    }
    return others;
  }

  /** Of a commit that is announced; empty when it has ended meanwhile. */
  private Optional<Placement> placement(String staging) {
    try {
      return StagedOutput.read(store, StagedOutput.intentPath(staging))
          .map(CommitIntent::placement);
    } catch (DistaffException e) {
      if (e.code() == ErrorCode.PATH_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether somebody is making the commit of a staging directory.
   *
   * @param mark its intent or what became of that, looked up before this: whoever has announced a
   *     commit in this process is known to it by then
   */
  private boolean isAlive(Writer writer, String staging, FileInfo mark) {
    if (underWay.contains(staging)) {
      return true;
    }
    String unique = staging.substring(staging.lastIndexOf(MARK) + MARK.length());
    return !unique.startsWith(writer.applicationId() + "-")
        && clock.currentTimeMillis() - mark.modificationMillis() < LEASE_MILLIS;
  }
}
