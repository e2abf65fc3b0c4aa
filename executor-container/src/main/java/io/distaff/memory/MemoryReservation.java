package io.distaff.memory;

/**
 * The bytes that one operator of one task holds. Reserve before allocating; shrink after dropping.
 * Confined to the task's thread. Closing gives everything back.
 */
public final class MemoryReservation implements AutoCloseable {
  private final TaskMemory task;
  private final String owner;
  private final Spillable spillable;
  private long bytes;

  MemoryReservation(TaskMemory task, String owner, Spillable spillable) {
    this.task = task;
    this.owner = owner;
    this.spillable = spillable;
  }

  /**
   * Makes the reservation this large. Growing may make this task's spillable operators spill, this
   * one included, and may wait for other tasks. An owner that spilled meanwhile ends up with what
   * was added alone. Throws MEMORY_EXCEEDED, with nothing added, when the memory can't be had.
   */
  public void resize(long newBytes) {
    if (newBytes < 0) {
      throw new IllegalArgumentException("negative reservation: " + newBytes);
    }
    if (newBytes > bytes) {
      long missing = newBytes - bytes;
      task.acquire(missing, this);
      bytes += missing;
    } else {
      task.release(bytes - newBytes);
      bytes = newBytes;
    }
  }

  public void add(long moreBytes) {
    // Relative, because a spill during the call may shrink what is held.
    task.acquire(moreBytes, this);
    bytes += moreBytes;
  }

  /** As {@link #add}, but only if the memory is free now: no spill, no wait, no exception. */
  public boolean tryAdd(long moreBytes) {
    if (task.tryAcquire(moreBytes)) {
      bytes += moreBytes;
      return true;
    }
    return false;
  }

  public long bytes() {
    return bytes;
  }

  String owner() {
    return owner;
  }

  Spillable spillable() {
    return spillable;
  }

  @Override
  public void close() {
    resize(0);
    task.forget(this);
  }
}
