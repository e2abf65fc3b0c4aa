package io.distaff.operator.join;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.MemoryReservation;
import io.distaff.memory.SharedMemory;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The build sides that the tasks of an executor have in common: one for each join whose build input
 * every task of the stage reads whole. The first task that comes builds in its own memory, while
 * others wait; what it has built becomes {@link SharedMemory}, and stays until the query ends or
 * memory is needed while no task uses it.
 *
 * <pre>
 *   EMPTY --first task--> BUILDING --offered--> READY --no memory, unused--> EMPTY
 *     ^                    |     \\                |
 *     |----builder fails---|      \\--doesn't fit--|--no memory, in use--> PRIVATE
 * </pre>
 *
 * A build side that doesn't fit a task's memory, has values that are large beside it, for which the
 * task has tokens of its own, or that a task can't go on beside, becomes PRIVATE: every task builds
 * its own, which it can spill. Tasks that wait go on alone when a task waits for memory, because
 * that may be the builder. Thread-safe by its monitor.
 */
public final class SharedBuilds {
  /** How often a task that waits looks whether it should go on waiting. */
  private static final long WAIT_MILLIS = 50;

  private final SharedMemory memory;
  private final Map<Key, Entry> entries = new HashMap<>();

  /** A join: the stage whose tasks share it, and the number of its node in the fragment. */
  private record Key(StageId stage, int node) {}

  private enum State {
    EMPTY,
    BUILDING,
    READY,
    PRIVATE
  }

  /** Guarded by the monitor, but for {@code revoked}. */
  private static final class Entry {
    State state = State.EMPTY;
    BuildTable table;
    long bytes;
    int users;
    boolean released;
    volatile boolean revoked;
  }

  public SharedBuilds(MemoryManager manager) {
    this.memory = manager.shared(this::evictUnused);
  }

  /**
   * A task's part in the build side of a join.
   *
   * @param cancelled whether the task should end
   */
  public Share share(StageId stage, int node, BooleanSupplier cancelled) {
    return new Share(new Key(stage, node), cancelled);
  }

  /** Forgets a query, whose tasks count as cancelled already. */
  public synchronized void release(QueryId query) {
    for (Iterator<Map.Entry<Key, Entry>> all = entries.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Key, Entry> next = all.next();
      if (next.getKey().stage().query().equals(query)) {
        all.remove();
        next.getValue().released = true;
        if (next.getValue().users == 0) {
          drop(next.getValue(), State.PRIVATE);
        }
      }
    }
  }

  private synchronized long evictUnused() {
    long bytes = 0;
    for (Entry entry : entries.values()) {
      if (entry.state == State.READY && entry.users == 0) {
        bytes += drop(entry, State.EMPTY);
      }
    }
    return bytes;
  }

  private long drop(Entry entry, State next) {
    if (entry.state != State.READY) {
      return 0;
    }
    entry.state = next;
    entry.table = null;
    memory.release(entry.bytes);
    return entry.bytes;
  }

  /** One task's part in a build side. Confined to the task's thread. */
  public final class Share implements AutoCloseable {
    private final Key key;
    private final BooleanSupplier cancelled;
    private Entry entry;
    private boolean builds;
    private boolean uses;

    private Share(Key key, BooleanSupplier cancelled) {
      this.key = key;
      this.cancelled = cancelled;
    }

    /**
     * What another task has built, or builds at the moment; null when this one has to build, for
     * itself at least. Throws CANCELLED when the task is.
     */
    BuildTable enter() {
      synchronized (SharedBuilds.this) {
        failIfCancelled();
        entry = entries.computeIfAbsent(key, k -> new Entry());
        while (entry.state == State.BUILDING && !memory.isAwaited()) {
          await();
        }
        switch (entry.state) {
          case EMPTY -> {
            entry.state = State.BUILDING;
            builds = true;
          }
          case READY -> {
            entry.users++;
            uses = true;
          }
          case BUILDING, PRIVATE -> {}
        }
        return entry.table;
      }
    }

    private void await() {
      try {
        TimeUnit.MILLISECONDS.timedWait(SharedBuilds.this, WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
      }
      failIfCancelled();
    }

    private void failIfCancelled() {
      if (cancelled.getAsBoolean()) {
        throw new DistaffException(ErrorCode.CANCELLED, "a task of " + key.stage() + " ends");
      }
    }

    /**
     * Gives what this task has built to all of them, if it is the one to build and there is room:
     * then the bytes are no longer its own, and it is one of the users.
     */
    boolean offer(BuildTable table, MemoryReservation reservation, long bytes) {
      synchronized (SharedBuilds.this) {
        if (!builds) {
          return false;
        }
        builds = false;
        boolean taken = !entry.released && memory.tryTakeOver(reservation, bytes);
        entry.state = taken ? State.READY : State.PRIVATE;
        if (taken) {
          entry.table = table;
          entry.bytes = bytes;
          entry.users = 1;
          uses = true;
        }
        SharedBuilds.this.notifyAll();
        return taken;
      }
    }

    /** What this task builds doesn't fit, or has large values: every task builds its own. */
    void giveUp() {
      endBuilding(State.PRIVATE);
    }

    private void endBuilding(State next) {
      synchronized (SharedBuilds.this) {
        if (builds) {
          builds = false;
          entry.state = next;
          SharedBuilds.this.notifyAll();
        }
      }
    }

    /** Whether this task uses a build side that isn't its own. */
    boolean isInUse() {
      return uses;
    }

    /** Whether this task should leave the build side, because another needs the memory. */
    boolean isRevoked() {
      return uses && entry.revoked;
    }

    /**
     * Leaves the build side, and makes all others leave it.
     *
     * @return bytes that are free by it; 0 as long as others have still to leave
     */
    long revoke() {
      entry.revoked = true;
      return leave();
    }

    private long leave() {
      synchronized (SharedBuilds.this) {
        if (!uses) {
          return 0;
        }
        uses = false;
        entry.users--;
        if (entry.users > 0) {
          return 0;
        }
        if (entry.revoked || entry.released) {
          return drop(entry, State.PRIVATE);
        }
        return memory.isAwaited() ? drop(entry, State.EMPTY) : 0;
      }
    }

    /** Leaves the build side; what this task hasn't completed, another may. */
    @Override
    public void close() {
      endBuilding(State.EMPTY);
      leave();
    }
  }
}
