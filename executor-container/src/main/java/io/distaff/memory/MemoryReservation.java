package io.distaff.memory;

/**
 * Bytes that an operator of a task holds. Reserve before allocating; shrink after dropping.
 * Confined to the task's thread. Closing gives everything back.
 */
public final class MemoryReservation implements AutoCloseable {
  private final OperatorMemory operator;
  private final Spillable spillable;
  private long bytes;

  MemoryReservation(OperatorMemory operator, Spillable spillable) {
    this.operator = operator;
    this.spillable = spillable;
  }

  /**
   * Makes the reservation this large. Growing may make spillable operators of this task spill, this
   * one included if the reservation is the spillable one, and may wait for other tasks. An owner
   * that spilled meanwhile ends up with what was added alone. Throws MEMORY_EXCEEDED, with nothing
   * added, when the memory can't be had.
   */
  public void resize(long newBytes) {
    if (newBytes < 0) {
      throw new IllegalArgumentException("negative reservation: " + newBytes);
    }
    if (newBytes > bytes) {
      add(newBytes - bytes);
    } else {
      operator.release(bytes - newBytes);
      bytes = newBytes;
    }
  }

  public void add(long moreBytes) {
    // Relative, because a spill during the call may shrink what is held.
    operator.acquire(moreBytes, this);
    bytes += moreBytes;
  }

  /** As {@link #add}, but only if the memory is free now: no spill, no wait, no exception. */
  public boolean tryAdd(long moreBytes) {
    if (operator.tryAcquire(moreBytes)) {
      bytes += moreBytes;
      return true;
    }
    return false;
  }

  /** As {@link #tryAdd}, but takes nothing from cached data either. */
  public boolean tryAddFree(long moreBytes) {
    if (operator.tryAcquireFree(moreBytes)) {
      bytes += moreBytes;
      return true;
    }
    return false;
  }

  /** Makes bytes of it common to all tasks: see {@link SharedMemory}. */
  boolean tryMakeCommon(long commonBytes) {
    if (operator.tryMakeCommon(commonBytes)) {
      bytes -= commonBytes;
      return true;
    }
    return false;
  }

  /**
   * Gives bytes that are filled to the storage side of the pool, whose {@link StorageMemory} has to
   * release them from now on. Always succeeds, since the pool holds them already.
   */
  public void moveToStorage(long movedBytes) {
    if (movedBytes < 0 || movedBytes > bytes) {
      throw new IllegalArgumentException(movedBytes + " bytes moved of " + bytes);
    }
    operator.moveToStorage(movedBytes);
    bytes -= movedBytes;
  }

  public long bytes() {
    return bytes;
  }

  OperatorMemory operator() {
    return operator;
  }

  Spillable spillable() {
    return spillable;
  }

  @Override
  public void close() {
    resize(0);
    operator.forget(this);
  }
}
