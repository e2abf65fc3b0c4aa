package io.distaff.memory;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The one owner of an executor's memory: a pool that execution (operators of tasks) and storage
 * (cached data) share.
 *
 * <pre>
 *   pool   = (heap - reserved) x distaff.memory.fraction              see {@link MemoryOptions}
 *   floor  = pool x distaff.memory.storageFraction
 *
 *   |-- execution, limit = pool - common - min(storage, floor) --|-- common --|-- storage --|
 *       N tasks: each at most limit / N, and 1 / 2N of the limit for sure
 * </pre>
 *
 * Common is what several tasks use ({@link SharedMemory}); it is dropped for a task that needs
 * memory when none uses it.
 *
 * <p>Execution evicts cached data until the floor is left; storage takes what is free and never
 * evicts execution. A task that holds less than its guarantee waits for others to give way before
 * it spills. One that has nothing left to spill waits for others to end, and none begins meanwhile:
 * so fewer tasks run at a time, in the end one that may have all. When all of them wait so, one
 * fails and the others get what it held; the driver runs it again where nothing else does.
 *
 * <p>Thread-safe by its monitor, which is never held while others are called.
 */
public final class MemoryManager {
  private static final long LONGEST_WAIT_FOR_GUARANTEE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LONGEST_WAIT_FOR_END_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final long poolBytes;
  private final long storageFloorBytes;
  private final Set<TaskMemory> tasks = new HashSet<>();
  private StorageMemory storage;
  private long executionBytes;
  private long storageBytes;
  private SharedMemory shared;
  private long commonBytes;
  private int starvingTasks;
  private int waitingTasks;

  /** A pool whose storage can be evicted altogether. */
  public MemoryManager(long poolBytes) {
    this(poolBytes, 0);
  }

  /**
   * @param poolBytes for execution and storage together
   * @param storageFloorBytes of cached data that execution doesn't evict
   */
  public MemoryManager(long poolBytes, long storageFloorBytes) {
    if (poolBytes <= 0) {
      throw new IllegalArgumentException("pool of " + poolBytes + " bytes");
    }
    if (storageFloorBytes < 0 || storageFloorBytes > poolBytes) {
      throw new IllegalArgumentException(
          "storage of " + storageFloorBytes + " bytes in a pool of " + poolBytes);
    }
    this.poolBytes = poolBytes;
    this.storageFloorBytes = storageFloorBytes;
  }

  /**
   * The memory of a task that begins; closed when the task ends. Waits as long as another one can't
   * go on for want of memory: its share would only become smaller.
   */
  public synchronized TaskMemory startTask(String name) {
    long deadline = System.nanoTime() + LONGEST_WAIT_FOR_END_NANOS;
    while (starvingTasks > 0 && awaitChange(deadline)) {
      // Look again.
    }
    TaskMemory task = new TaskMemory(this, name);
    tasks.add(task);
    notifyAll();
    return task;
  }

  /**
   * The storage side of the pool, for the one who caches data.
   *
   * @param evictor gives cached data up; called by tasks' threads
   */
  public synchronized StorageMemory storage(StorageMemory.Evictor evictor) {
    if (storage != null) {
      throw new IllegalStateException("the storage side has an owner");
    }
    storage = new StorageMemory(this, evictor);
    return storage;
  }

  /**
   * What tasks hold in common, for the one who keeps it.
   *
   * @param evictor gives up what isn't in use; called by tasks' threads
   */
  public synchronized SharedMemory shared(SharedMemory.Evictor evictor) {
    if (shared != null) {
      throw new IllegalStateException("the shared memory has an owner");
    }
    shared = new SharedMemory(this, evictor);
    return shared;
  }

  public long poolBytes() {
    return poolBytes;
  }

  /** What is held now, and by what. */
  public synchronized MemoryUse use() {
    return new MemoryUse(
        poolBytes,
        executionBytes,
        commonBytes,
        storageBytes,
        executionLimitBytes(),
        storageFloorBytes);
  }

  /** By tasks, each or in common, and by cached data. */
  public synchronized long usedBytes() {
    return executionBytes + commonBytes + storageBytes;
  }

  synchronized long storageBytes() {
    return storageBytes;
  }

  public synchronized int activeTasks() {
    return tasks.size();
  }

  /** What one task may hold while as many run as now. */
  synchronized long largestShareBytes() {
    return executionLimitBytes() / Math.max(1, tasks.size());
  }

  private long guaranteedShareBytes() {
    return executionLimitBytes() / (2L * tasks.size());
  }

  /** All of the pool but the cached data that is safe from execution, and what is common. */
  private long executionLimitBytes() {
    return availableBytes() - commonBytes;
  }

  private long availableBytes() {
    return poolBytes - Math.min(storageBytes, storageFloorBytes);
  }

  /**
   * Takes the bytes if the task's share allows it; evicts what tasks no longer use, and cached data
   * where that helps.
   */
  boolean tryAcquire(TaskMemory task, long wanted) {
    return tryAcquireEvicting(task, wanted) || (evictUnused() && tryAcquireEvicting(task, wanted));
  }

  private boolean evictUnused() {
    SharedMemory evicted;
    synchronized (this) {
      evicted = commonBytes > 0 ? shared : null;
    }
    return evicted != null && evicted.evictUnused() > 0;
  }

  private boolean tryAcquireEvicting(TaskMemory task, long wanted) {
    while (true) {
      long missing;
      StorageMemory evicted;
      synchronized (this) {
        if (tryTake(task, wanted)) {
          return true;
        }
        missing = wanted - freeBytes();
        evicted = storage;
        if (missing <= 0
            || missing > storageBytes - storageFloorBytes
            || task.heldBytes() + wanted > largestShareBytes()) {
          return false;
        }
      }
      if (evicted.evict(missing) == 0) {
        return false;
      }
    }
  }

  /** As {@link #tryAcquire}, but leaves cached data alone. */
  synchronized boolean tryAcquireFree(TaskMemory task, long wanted) {
    return tryTake(task, wanted);
  }

  /** Bytes that a task has filled become cached data. */
  synchronized void moveToStorage(long bytes) {
    executionBytes -= bytes;
    storageBytes += bytes;
    notifyAll();
  }

  private boolean tryTake(TaskMemory task, long wanted) {
    if (wanted > freeBytes() || task.heldBytes() + wanted > largestShareBytes()) {
      return false;
    }
    executionBytes += wanted;
    return true;
  }

  private long freeBytes() {
    return poolBytes - executionBytes - commonBytes - storageBytes;
  }

  /**
   * Waits for other tasks to give way, as long as this one stays within its guarantee; false when
   * it wouldn't, or when it has waited too long.
   */
  synchronized boolean acquireGuaranteed(TaskMemory task, long wanted) {
    long deadline = System.nanoTime() + LONGEST_WAIT_FOR_GUARANTEE_NANOS;
    while (true) {
      if (tryTake(task, wanted)) {
        return true;
      }
      if (tasks.size() == 1
          || task.heldBytes() + wanted > guaranteedShareBytes()
          || !awaitChange(deadline)) {
        return false;
      }
    }
  }

  /**
   * Waits for other tasks to end; for a task that can't go on and can't spill. False when every
   * other task waits here as well, when no end of others would help, or when it has waited too
   * long.
   */
  synchronized boolean acquireStarving(TaskMemory task, long wanted) {
    if (wanted > poolBytes - task.heldBytes()) {
      return false;
    }
    long deadline = System.nanoTime() + LONGEST_WAIT_FOR_END_NANOS;
    starvingTasks++;
    try {
      while (true) {
        if (tryTake(task, wanted)) {
          return true;
        }
        if (starvingTasks == tasks.size() || !awaitChange(deadline)) {
          return false;
        }
      }
    } finally {
      starvingTasks--;
      notifyAll();
    }
  }

  private boolean awaitChange(long deadlineNanos) {
    long remaining = deadlineNanos - System.nanoTime();
    if (remaining <= 0) {
      return false;
    }
    waitingTasks++;
    try {
      TimeUnit.NANOSECONDS.timedWait(this, remaining);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waitingTasks--;
    }
  }

  synchronized boolean isAwaited() {
    return waitingTasks > 0;
  }

  synchronized boolean tryMakeCommon(long bytes) {
    if (commonBytes + bytes > availableBytes() / 2) {
      return false;
    }
    executionBytes -= bytes;
    commonBytes += bytes;
    return true;
  }

  synchronized void releaseCommon(long bytes) {
    if (bytes > commonBytes) {
      throw new IllegalArgumentException(bytes + " bytes released of " + commonBytes);
    }
    commonBytes -= bytes;
    notifyAll();
  }

  synchronized void release(long bytes) {
    executionBytes -= bytes;
    notifyAll();
  }

  synchronized void taskEnded(TaskMemory task) {
    tasks.remove(task);
    notifyAll();
  }

  synchronized boolean tryAcquireStorage(long bytes) {
    if (bytes > freeBytes()) {
      return false;
    }
    storageBytes += bytes;
    return true;
  }

  synchronized void releaseStorage(long bytes) {
    if (bytes > storageBytes) {
      throw new IllegalArgumentException(bytes + " bytes released of " + storageBytes);
    }
    storageBytes -= bytes;
    notifyAll();
  }
}
