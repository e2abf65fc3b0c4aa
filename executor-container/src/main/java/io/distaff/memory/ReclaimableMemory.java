package io.distaff.memory;

/**
 * The free bytes of an executor's pool, in the hands of one who keeps there what can be had again,
 * such as pieces of files. They count as free: when anyone takes them, the {@link Evictor} has to
 * give them up at once. Reserve and keep in one step that the evictor can't come between, or it
 * finds nothing to give. Thread-safe.
 */
public final class ReclaimableMemory {
  private final MemoryManager manager;
  private final Evictor evictor;

  ReclaimableMemory(MemoryManager manager, Evictor evictor) {
    this.manager = manager;
    this.evictor = evictor;
  }

  /** Takes bytes that nobody uses; false when there aren't enough. */
  public boolean tryReserve(long bytes) {
    return manager.tryAcquireReclaimable(bytes);
  }

  public void release(long bytes) {
    manager.releaseReclaimable(bytes);
  }

  long evict(long wantedBytes) {
    return evictor.evict(wantedBytes);
  }
}
