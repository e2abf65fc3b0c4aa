package io.distaff.memory;

/**
 * The bytes of an executor's pool that belong to no task, because several tasks use what they hold.
 * A task reserves and fills them, then {@link #tryTakeOver} makes them common: they count once, and
 * what tasks may reserve becomes less; or they are reserved as such. At most half of the pool can
 * be common. Thread-safe.
 */
public final class SharedMemory {
  /** Whoever holds the shared data. Thread-safe. */
  public interface Evictor {
    /**
     * Drops what no task uses at the moment, and {@link SharedMemory#release}s it. Called on the
     * thread of a task that needs memory, without any lock held.
     *
     * @return bytes given up; 0 when all of it is in use
     */
    long evictUnused();
  }

  private final MemoryManager manager;
  private final Evictor evictor;

  SharedMemory(MemoryManager manager, Evictor evictor) {
    this.manager = manager;
    this.evictor = evictor;
  }

  /**
   * Makes bytes of a task's reservation common; false, with nothing changed, when too much is
   * common already.
   */
  public boolean tryTakeOver(MemoryReservation reservation, long bytes) {
    return reservation.tryMakeCommon(bytes);
  }

  /**
   * Takes bytes that no task has reserved. What isn't in use, and cached data, gives way where that
   * helps; tasks don't. Throws MEMORY_EXCEEDED, with nothing taken.
   *
   * @param task that needs them, which errors show
   * @param what they are for
   */
  public void reserve(long bytes, TaskMemory task, String what) {
    if (!manager.tryAcquireCommon(bytes)) {
      throw task.refusal(
          what,
          "%d bytes that tasks have in common, which may be at most half of the pool, and which no task spills for"
              .formatted(bytes));
    }
  }

  public void release(long bytes) {
    manager.releaseCommon(bytes);
  }

  /** Whether a task waits for memory. */
  public boolean isAwaited() {
    return manager.isAwaited();
  }

  long evictUnused() {
    return evictor.evictUnused();
  }
}
