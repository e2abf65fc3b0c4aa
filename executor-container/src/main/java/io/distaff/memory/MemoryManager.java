package io.distaff.memory;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The one owner of an executor's memory. Execution is shared so that each of N running tasks gets
 * between 1/2N and 1/N of the pool: a task may not grow beyond 1/N while others run, and one that
 * holds less than 1/2N waits until others give way. Thread-safe by its monitor.
 */
public final class MemoryManager {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final long poolBytes;
  private final Set<TaskMemory> tasks = new HashSet<>();
  private long usedBytes;

  /**
   * @param poolBytes of execution memory, for all tasks together
   */
  public MemoryManager(long poolBytes) {
    if (poolBytes <= 0) {
      throw new IllegalArgumentException("pool of " + poolBytes + " bytes");
    }
    this.poolBytes = poolBytes;
  }

  /** The memory of a task that begins; closed when the task ends. */
  public synchronized TaskMemory startTask(String name) {
    TaskMemory task = new TaskMemory(this, name);
    tasks.add(task);
    notifyAll();
    return task;
  }

  public long poolBytes() {
    return poolBytes;
  }

  public synchronized long usedBytes() {
    return usedBytes;
  }

  public synchronized int activeTasks() {
    return tasks.size();
  }

  synchronized boolean tryAcquire(TaskMemory task, long wanted) {
    long largestShare = poolBytes / tasks.size();
    if (wanted > poolBytes - usedBytes || task.heldBytes() + wanted > largestShare) {
      return false;
    }
    usedBytes += wanted;
    return true;
  }

  /**
   * Waits for other tasks to end or shrink, while this one is below its guaranteed share; false
   * when waiting can't help.
   */
  synchronized boolean acquireWaiting(TaskMemory task, long wanted) {
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (!tryAcquire(task, wanted)) {
      long guaranteedShare = poolBytes / (2L * tasks.size());
      long remaining = deadline - System.nanoTime();
      if (tasks.size() == 1 || task.heldBytes() + wanted > guaranteedShare || remaining <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, remaining);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  synchronized void release(long bytes) {
    usedBytes -= bytes;
    notifyAll();
  }

  synchronized void taskEnded(TaskMemory task) {
    tasks.remove(task);
    notifyAll();
  }
}
