package io.distaff.memory;

import io.distaff.metrics.OperatorCounters;

/**
 * The memory of one operator of a task: what its reservations hold, and what it has spilled, under
 * the name and the plan node that errors and metrics show. Confined to the task's thread.
 */
public final class OperatorMemory {
  /** The node number of what isn't in the plan's tree: a task's sink. */
  public static final int NO_NODE = -1;

  /** The node number of what the operators of a task have in common. */
  public static final int ALL_NODES = -2;

  private final TaskMemory task;
  private final int node;
  private final int depth;
  private final String name;
  private long heldBytes;
  private long peakBytes;
  private long spilledBytes;
  private long spillNanos;

  OperatorMemory(TaskMemory task, int node, int depth, String name) {
    this.task = task;
    this.node = node;
    this.depth = depth;
    this.name = name;
  }

  /**
   * A reservation of 0 bytes.
   *
   * @param spillable gives it back when memory is short; null for state that can't be spilled.
   *     Growing another reservation of the same operator doesn't call it, unless {@link
   *     Spillable#givesWayToOwnOperator}
   */
  public MemoryReservation reservation(Spillable spillable) {
    MemoryReservation reservation = new MemoryReservation(this, spillable);
    task.add(reservation);
    return reservation;
  }

  /** Arrays with a reservation of their own, which closing them gives back. */
  public ReservedArrays arrays() {
    return ReservedArrays.owning(reservation(null));
  }

  /** Notes that state went to disk or came back. */
  public void noteSpill(long bytes, long nanos) {
    spilledBytes += bytes;
    spillNanos += nanos;
  }

  /** What the task may hold while as many run as now. */
  public long largestShareBytes() {
    return task.largestShareBytes();
  }

  public String name() {
    return name;
  }

  public long heldBytes() {
    return heldBytes;
  }

  /** Without rows and time, which memory doesn't know. */
  public OperatorCounters counters() {
    return new OperatorCounters(node, name, 0, 0, peakBytes, spilledBytes, spillNanos);
  }

  /** The number of the plan node, {@link #NO_NODE} or {@link #ALL_NODES}. */
  public int node() {
    return node;
  }

  int depth() {
    return depth;
  }

  long spilledBytes() {
    return spilledBytes;
  }

  void acquire(long wanted, MemoryReservation requester) {
    task.acquire(wanted, requester);
    grown(wanted);
  }

  boolean tryAcquire(long wanted) {
    if (task.tryAcquire(wanted)) {
      grown(wanted);
      return true;
    }
    return false;
  }

  boolean tryAcquireFree(long wanted) {
    if (task.tryAcquireFree(wanted)) {
      grown(wanted);
      return true;
    }
    return false;
  }

  boolean tryMakeCommon(long bytes) {
    if (task.tryMakeCommon(bytes)) {
      heldBytes -= bytes;
      return true;
    }
    return false;
  }

  void moveToStorage(long bytes) {
    heldBytes -= bytes;
    task.moveToStorage(bytes);
  }

  private void grown(long bytes) {
    heldBytes += bytes;
    peakBytes = Math.max(peakBytes, heldBytes);
  }

  void release(long bytes) {
    if (bytes > 0) {
      heldBytes -= bytes;
      task.release(bytes);
    }
  }

  void forget(MemoryReservation reservation) {
    task.forget(reservation);
  }
}
