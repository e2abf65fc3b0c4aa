package io.distaff.memory;

/**
 * The bytes that data which is kept takes of an executor's pool: cached partitions, chunks of
 * broadcasts. Reserve before keeping, release after dropping. When tasks need the memory, the
 * {@link Evictor} is asked to give some up, though no more than lies above the floor of {@link
 * MemoryManager}. Thread-safe.
 */
public final class StorageMemory {
  private final MemoryManager manager;
  private final Evictor evictor;

  StorageMemory(MemoryManager manager, Evictor evictor) {
    this.manager = manager;
    this.evictor = evictor;
  }

  /**
   * Takes free memory; false when there isn't enough: nothing is taken from tasks. The caller may
   * drop older data and ask again.
   */
  public boolean tryReserve(long bytes) {
    return manager.tryAcquireStorage(bytes);
  }

  public void release(long bytes) {
    manager.releaseStorage(bytes);
  }

  long evict(long wantedBytes) {
    return evictor.evict(wantedBytes);
  }
}
