package io.distaff.warehouse;

import io.distaff.warehouse.Entry.ArrivingEntry;
import io.distaff.warehouse.Entry.MovedEntry;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.EntryFiles.Version;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The versions of the names of tables and views. A rename changes two names in one step; see the
 * package's page. Thread-safe.
 */
final class RelationFiles {
  private final EntryFiles files;
  private final Function<RelationName, String> path;

  /**
   * @param path the directory of a name's versions
   */
  RelationFiles(EntryFiles files, Function<RelationName, String> path) {
    this.files = files;
    this.path = path;
  }

  /** Whether what was announced under a new name has it. */
  private enum Fate {
    ARRIVED,
    UNDECIDED,
    NEVER
  }

  /** What a name stands for: of a table that has arrived, that; of one that hasn't, nothing. */
  Version latest(RelationName name) {
    Version newest = files.latest(path.apply(name));
    while (newest.entry() instanceof ArrivingEntry arriving) {
      Fate fate = fate(arriving);
      Version now = files.latest(path.apply(name));
      if (now.number() == newest.number()) {
        return new Version(now.number(), fate == Fate.ARRIVED ? arriving.relation() : null);
      }
      newest = now;
    }
    return newest;
  }

  private Fate fate(ArrivingEntry arriving) {
    String from = path.apply(arriving.from());
    long decisive = arriving.fromVersion() + 1;
    Optional<Entry> decision = files.version(from, decisive);
    if (decision.isEmpty()) {
      if (files.latest(from).number() < decisive) {
        return Fate.UNDECIDED;
      }
      // It has come meanwhile; or it is so old that it is gone, and so is what had arrived.
      decision = files.version(from, decisive);
    }
    boolean moved =
        decision.isPresent()
            && decision.get() instanceof MovedEntry entry
            && entry.move().equals(arriving.move());
    return moved ? Fate.ARRIVED : Fate.NEVER;
  }

  /**
   * Adds the version that follows one.
   *
   * @param current as {@link #latest} gave it
   * @return false when the name stands for something else by now
   */
  boolean publish(RelationName name, Version current, Entry entry) {
    settle(name);
    return latest(name).equals(current) && files.publish(path.apply(name), current, entry);
  }

  /**
   * Ends what a rename has begun here: one that isn't decided never happens, and what has gone from
   * here gets a version of its own under its new name.
   */
  void settle(RelationName name) {
    Entry newest = files.latest(path.apply(name)).entry();
    if (newest instanceof ArrivingEntry arriving && fate(arriving) == Fate.UNDECIDED) {
      Version source = files.latest(path.apply(arriving.from()));
      if (source.number() == arriving.fromVersion()) {
        // The decisive version says nothing new; when somebody else's does, that is decided too.
        files.publish(path.apply(arriving.from()), source, source.entry());
      }
    } else if (newest instanceof MovedEntry moved) {
      Version target = files.latest(path.apply(moved.to()));
      if (target.entry() instanceof ArrivingEntry arriving
          && arriving.move().equals(moved.move())) {
        files.publish(path.apply(moved.to()), target, arriving.relation());
      }
    }
  }

  /**
   * Announces a table or a view under a new name.
   *
   * @param source what the old name stands for
   * @param target what the new name stands for
   * @return what {@link #move} makes the step with; empty when the target has changed
   */
  Optional<MovedEntry> announce(
      RelationName from, Version source, RelationName to, Version target) {
    MovedEntry moved =
        new MovedEntry(from.name(), to.database(), to.name(), UUID.randomUUID().toString());
    RelationEntry relation = (RelationEntry) source.entry();
    ArrivingEntry arriving =
        new ArrivingEntry(
            relation.withName(to.name()),
            from.database(),
            from.name(),
            source.number(),
            moved.move());
    return publish(to, target, arriving) ? Optional.of(moved) : Optional.empty();
  }

  /**
   * Gives what was announced its new name, and takes the old one from it, in one step.
   *
   * @return false when the source has changed: the announcement is void
   */
  boolean move(RelationName from, Version source, MovedEntry moved) {
    boolean done = files.publish(path.apply(from), source, moved);
    if (done) {
      settle(from);
    }
    return done;
  }
}
