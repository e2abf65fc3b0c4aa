package io.distaff.broadcast;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.BroadcastDescription;
import io.distaff.function.BroadcastValues;
import io.distaff.function.FunctionCodec;
import io.distaff.ids.BroadcastId;
import io.distaff.memory.MemoryManager;
import io.distaff.memory.SharedMemory;
import io.distaff.memory.TaskMemory;
import io.distaff.metrics.TaskMetrics;
import io.distaff.shuffle.ChunkFetcher;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The values of broadcasts at an executor, each made once for all its tasks. The first task that
 * asks loads the value while others wait; when it fails or is cancelled, the next one goes on with
 * the chunks that are here. A value stays until it is released or memory is needed while no task
 * uses it.
 *
 * <pre>
 *   EMPTY --first task--> LOADING --all chunks here, memory taken--> READY
 *     ^                      |                                         |
 *     |------it fails--------'-------no memory, or released, unused----'
 * </pre>
 *
 * <p>Memory is never waited for: a task that can't have it fails, and runs again alone. Thread-safe
 * by its monitor.
 */
public final class Broadcasts implements AutoCloseable {
  /** How often a value is begun anew whose chunks turn out damaged, or are dropped meanwhile. */
  private static final int MOST_ATTEMPTS = 4;

  /** How often a task that waits looks whether it should go on waiting. */
  private static final long WAIT_MILLIS = 50;

  private final ChunkStore store;
  private final ChunkFetch.Access access;
  private final SharedMemory memory;
  private final Map<BroadcastId, Entry> entries = new HashMap<>();

  private enum State {
    EMPTY,
    LOADING,
    READY
  }

  /** Guarded by the monitor. */
  private static final class Entry {
    State state = State.EMPTY;
    Object value;
    long bytes;
    int users;
  }

  /**
   * @param store of this executor's chunks
   */
  public Broadcasts(
      ChunkStore store, ChunkDirectory directory, ChunkFetcher peers, MemoryManager manager) {
    this.store = store;
    this.access = new ChunkFetch.Access(store, directory, peers);
    this.memory = manager.shared(this::evictUnused);
  }

  /**
   * What a task sees of broadcasts.
   *
   * @param task the memory of the task, which errors show
   * @param cancelled whether the task should end
   * @param metrics counts what this task fetches
   */
  public Use use(TaskMemory task, BooleanSupplier cancelled, TaskMetrics metrics) {
    return new Use(task, cancelled, metrics);
  }

  /** The chunks at this executor; for its block server, and for figures. */
  public ChunkStore chunks() {
    return store;
  }

  /** Drops what is here of a broadcast; a value in use when the last task that uses it ends. */
  public void release(BroadcastId broadcast) {
    synchronized (this) {
      Entry entry = entries.remove(broadcast);
      if (entry != null && entry.users == 0) {
        drop(entry);
      }
    }
    store.release(broadcast);
  }

  private synchronized long evictUnused() {
    return entries.values().stream().filter(entry -> entry.users == 0).mapToLong(this::drop).sum();
  }

  private long drop(Entry entry) {
    if (entry.state != State.READY) {
      return 0;
    }
    entry.state = State.EMPTY;
    entry.value = null;
    memory.release(entry.bytes);
    return entry.bytes;
  }

  /** Frees everything; tasks have ended. */
  @Override
  public void close() {
    synchronized (this) {
      entries.values().forEach(this::drop);
      entries.clear();
    }
    store.close();
  }

  /** One task's use of broadcasts. Confined to the task's thread. */
  public final class Use implements BroadcastValues, AutoCloseable {
    private final TaskMemory task;
    private final BooleanSupplier cancelled;
    private final TaskMetrics metrics;
    private final Map<BroadcastId, Entry> used = new HashMap<>();

    private Use(TaskMemory task, BooleanSupplier cancelled, TaskMetrics metrics) {
      this.task = task;
      this.cancelled = cancelled;
      this.metrics = metrics;
    }

    @Override
    public Object value(BroadcastDescription broadcast) {
      Entry entry = used.get(broadcast.id());
      if (entry == null) {
        entry = enter(broadcast);
        used.put(broadcast.id(), entry);
      }
      synchronized (Broadcasts.this) {
        return entry.value;
      }
    }

    /** The entry, ready, with this task among its users. */
    private Entry enter(BroadcastDescription broadcast) {
      Entry entry;
      synchronized (Broadcasts.this) {
        entry = entries.computeIfAbsent(broadcast.id(), id -> new Entry());
        while (entry.state == State.LOADING) {
          await(broadcast);
        }
        entry.users++;
        if (entry.state == State.READY) {
          return entry;
        }
        entry.state = State.LOADING;
      }
      boolean loaded = false;
      try {
        Object value = load(broadcast);
        synchronized (Broadcasts.this) {
          entry.value = value;
          entry.bytes = broadcast.valueBytes();
          loaded = true;
        }
        return entry;
      } finally {
        end(entry, broadcast.id(), loaded);
      }
    }

    private void end(Entry entry, BroadcastId broadcast, boolean loaded) {
      boolean released;
      synchronized (Broadcasts.this) {
        entry.state = loaded ? State.READY : State.EMPTY;
        entry.users -= loaded ? 0 : 1;
        released = !entries.containsKey(broadcast);
        Broadcasts.this.notifyAll();
      }
      if (released) {
        store.release(broadcast); // what has come since
      }
    }

    private void await(BroadcastDescription broadcast) {
      try {
        TimeUnit.MILLISECONDS.timedWait(Broadcasts.this, WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
      }
      if (cancelled.getAsBoolean()) {
        throw new DistaffException(
            ErrorCode.CANCELLED, "a task that waits for %s ends".formatted(broadcast));
      }
    }

    /** Makes the value; its memory is taken when this returns. */
    private Object load(BroadcastDescription broadcast) {
      for (int attempt = 1; ; attempt++) {
        try (ChunkFetch fetch = new ChunkFetch(broadcast, access, metrics)) {
          fetch.run(cancelled);
        }
        memory.reserve(broadcast.valueBytes(), task, broadcast + " as objects,");
        boolean made = false;
        try {
          Object value =
              FunctionCodec.read(
                  broadcast.toString(),
                  new ChunkInput(broadcast, store),
                  broadcast.plainBytes(),
                  Thread.currentThread().getContextClassLoader());
          made = true;
          return value;
        } catch (DistaffException e) {
          if (e.code() != ErrorCode.CORRUPT_BLOCK || attempt == MOST_ATTEMPTS) {
            throw e;
          }
        } finally {
          if (!made) {
            memory.release(broadcast.valueBytes());
          }
        }
      }
    }

    @Override
    public void close() {
      synchronized (Broadcasts.this) {
        used.forEach(
            (broadcast, entry) -> {
              entry.users--;
              if (entry.users == 0 && entries.get(broadcast) != entry) {
                drop(entry);
              }
            });
      }
      used.clear();
    }
  }
}
