package io.distaff.memory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The one owner of an executor's memory: a pool that execution (operators of tasks) and storage
 * (cached data, chunks of broadcasts) share.
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
 * memory when none uses it. Either side may have several owners: those that were added first give
 * way first.
 *
 * <p>What is free holds, meanwhile, what can be read again ({@link ReclaimableMemory}). It counts
 * as free: whoever takes memory has it cleared first, and no share or limit is smaller for it.
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
  private final List<StorageMemory> storage = new ArrayList<>();
  private final List<SharedMemory> shared = new ArrayList<>();
  private final List<ReclaimableMemory> reclaimable = new ArrayList<>();
  private long executionBytes;
  private long storageBytes;
  private long reclaimableBytes;
  private long commonBytes;
  private int starvingTasks;
  private int waitingTasks;

  private final Taker common =
      new Taker() {
        @Override
        public boolean mayHave(long moreBytes) {
          return commonBytes + moreBytes <= availableBytes() / 2;
        }

        @Override
        public void take(long bytes) {
          commonBytes += bytes;
        }
      };

  private final Taker cached =
      new Taker() {
        @Override
        public boolean mayHave(long moreBytes) {
          return true;
        }

        @Override
        public void take(long bytes) {
          storageBytes += bytes;
        }
      };

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
   * A part of the storage side of the pool, for one who keeps data there.
   *
   * @param evictor gives data up; called by tasks' threads
   */
  public synchronized StorageMemory storage(Evictor evictor) {
    StorageMemory added = new StorageMemory(this, evictor);
    storage.add(added);
    return added;
  }

  /**
   * A part of what tasks hold in common, for one who keeps it.
   *
   * @param evictor gives up what isn't in use; called by tasks' threads
   */
  public synchronized SharedMemory shared(SharedMemory.Evictor evictor) {
    SharedMemory added = new SharedMemory(this, evictor);
    shared.add(added);
    return added;
  }

  /**
   * A part of what is free, for one who keeps there what can be had again.
   *
   * @param evictor gives data up; called by the threads of whoever takes memory
   */
  public synchronized ReclaimableMemory reclaimable(Evictor evictor) {
    ReclaimableMemory added = new ReclaimableMemory(this, evictor);
    reclaimable.add(added);
    return added;
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
        reclaimableBytes,
        executionLimitBytes(),
        storageFloorBytes);
  }

  /** By tasks, each or in common, and by cached data. What is reclaimable counts as free. */
  public synchronized long usedBytes() {
    return executionBytes + commonBytes + storageBytes;
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

  /** Whoever takes memory. Called with the monitor held. */
  private interface Taker {
    boolean mayHave(long moreBytes);

    void take(long bytes);
  }

  /**
   * Takes the bytes if the task's share allows it; evicts what tasks no longer use, and cached data
   * where that helps.
   */
  boolean tryAcquire(TaskMemory task, long wanted) {
    return tryAcquire(taker(task), wanted) && cleared();
  }

  /** As {@link #tryAcquire}, for what tasks will have in common. */
  boolean tryAcquireCommon(long wanted) {
    return tryAcquire(common, wanted) && cleared();
  }

  private boolean tryAcquire(Taker taker, long wanted) {
    return tryAcquireEvicting(taker, wanted)
        || (evictUnused() && tryAcquireEvicting(taker, wanted));
  }

  private Taker taker(TaskMemory task) {
    return new Taker() {
      @Override
      public boolean mayHave(long moreBytes) {
        return task.heldBytes() + moreBytes <= largestShareBytes();
      }

      @Override
      public void take(long bytes) {
        executionBytes += bytes;
      }
    };
  }

  private boolean evictUnused() {
    List<SharedMemory> evicted;
    synchronized (this) {
      evicted = commonBytes > 0 ? List.copyOf(shared) : List.of();
    }
    return evicted.stream().mapToLong(SharedMemory::evictUnused).sum() > 0;
  }

  private boolean tryAcquireEvicting(Taker taker, long wanted) {
    while (true) {
      long missing;
      List<StorageMemory> evicted;
      synchronized (this) {
        if (tryTake(taker, wanted)) {
          return true;
        }
        missing = wanted - freeBytes();
        evicted = List.copyOf(storage);
        if (missing <= 0 || missing > storageBytes - storageFloorBytes || !taker.mayHave(wanted)) {
          return false;
        }
      }
      long freed = 0;
      for (int i = 0; i < evicted.size() && freed < missing; i++) {
        freed += evicted.get(i).evict(missing - freed);
      }
      if (freed == 0) {
        return false;
      }
    }
  }

  /** As {@link #tryAcquire}, but leaves cached data alone. */
  boolean tryAcquireFree(TaskMemory task, long wanted) {
    return tryTakeFree(taker(task), wanted) && cleared();
  }

  private synchronized boolean tryTakeFree(Taker taker, long wanted) {
    return tryTake(taker, wanted);
  }

  /** Bytes that a task has filled become cached data. */
  synchronized void moveToStorage(long bytes) {
    executionBytes -= bytes;
    storageBytes += bytes;
    notifyAll();
  }

  private boolean tryTake(Taker taker, long wanted) {
    if (wanted > freeBytes() || !taker.mayHave(wanted)) {
      return false;
    }
    taker.take(wanted);
    return true;
  }

  private long freeBytes() {
    return poolBytes - executionBytes - commonBytes - storageBytes;
  }

  /** True, once nothing reclaimable lies in what has just been taken. */
  private boolean cleared() {
    for (long excess = excessBytes(); excess > 0; excess = excessBytes()) {
      List<ReclaimableMemory> owners;
      synchronized (this) {
        owners = List.copyOf(reclaimable);
      }
      for (ReclaimableMemory owner : owners) {
        excess -= owner.evict(excess);
      }
    }
    return true;
  }

  private synchronized long excessBytes() {
    return reclaimableBytes - freeBytes();
  }

  synchronized boolean tryAcquireReclaimable(long bytes) {
    if (reclaimableBytes + bytes > freeBytes()) {
      return false;
    }
    reclaimableBytes += bytes;
    return true;
  }

  synchronized void releaseReclaimable(long bytes) {
    if (bytes > reclaimableBytes) {
      throw new IllegalArgumentException(bytes + " bytes released of " + reclaimableBytes);
    }
    reclaimableBytes -= bytes;
  }

  /**
   * Waits for other tasks to give way, as long as this one stays within its guarantee; false when
   * it wouldn't, or when it has waited too long.
   */
  boolean acquireGuaranteed(TaskMemory task, long wanted) {
    return awaitGuaranteed(task, wanted) && cleared();
  }

  private synchronized boolean awaitGuaranteed(TaskMemory task, long wanted) {
    long deadline = System.nanoTime() + LONGEST_WAIT_FOR_GUARANTEE_NANOS;
    while (true) {
      if (tryTake(taker(task), wanted)) {
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
  boolean acquireStarving(TaskMemory task, long wanted) {
    return awaitStarving(task, wanted) && cleared();
  }

  private synchronized boolean awaitStarving(TaskMemory task, long wanted) {
    if (wanted > poolBytes - task.heldBytes()) {
      return false;
    }
    long deadline = System.nanoTime() + LONGEST_WAIT_FOR_END_NANOS;
    starvingTasks++;
    try {
      while (true) {
        if (tryTake(taker(task), wanted)) {
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

  /** Bytes that a task has filled become common. */
  synchronized boolean tryMakeCommon(long bytes) {
    if (!common.mayHave(bytes)) {
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

  boolean tryAcquireStorage(long bytes) {
    return tryTakeFree(cached, bytes) && cleared();
  }

  synchronized void releaseStorage(long bytes) {
    if (bytes > storageBytes) {
      throw new IllegalArgumentException(bytes + " bytes released of " + storageBytes);
    }
    storageBytes -= bytes;
    notifyAll();
  }
}
