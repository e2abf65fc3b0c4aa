package io.distaff.memory;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The memory of one task: its reservations, and who of them can spill. Confined to the task's
 * thread, except for {@link #heldBytes()}. Closing gives back what was left.
 */
public final class TaskMemory implements AutoCloseable {
  private final MemoryManager manager;
  private final String task;
  private final List<MemoryReservation> reservations = new ArrayList<>();
  private volatile long heldBytes;
  private long peakBytes;

  TaskMemory(MemoryManager manager, String task) {
    this.manager = manager;
    this.task = task;
  }

  /** A reservation of 0 bytes. {@code spillable} is null for state that can't be spilled. */
  public MemoryReservation reservation(String owner, Spillable spillable) {
    MemoryReservation reservation = new MemoryReservation(this, owner, spillable);
    reservations.add(reservation);
    return reservation;
  }

  public long heldBytes() {
    return heldBytes;
  }

  public long peakBytes() {
    return peakBytes;
  }

  void acquire(long wanted, MemoryReservation requester) {
    if (tryAcquire(wanted)) {
      return;
    }
    // The largest first; the requester last, because it is in the middle of growing.
    List<MemoryReservation> candidates =
        reservations.stream()
            .filter(r -> r.spillable() != null)
            .sorted(
                Comparator.comparing((MemoryReservation r) -> r == requester)
                    .thenComparing(MemoryReservation::bytes, Comparator.reverseOrder()))
            .toList();
    for (MemoryReservation candidate : candidates) {
      if (candidate.bytes() > 0 && candidate.spillable().spill(wanted) > 0 && tryAcquire(wanted)) {
        return;
      }
    }
    if (!manager.acquireWaiting(this, wanted)) {
      throw new DistaffException(
          ErrorCode.MEMORY_EXCEEDED,
          task
              + " needs "
              + wanted
              + " more bytes for "
              + requester.owner()
              + "; it holds "
              + heldBytes
              + " ("
              + reservations.stream()
                  .map(r -> r.owner() + " " + r.bytes())
                  .collect(Collectors.joining(", "))
              + ") of an execution pool of "
              + manager.poolBytes()
              + " bytes shared by "
              + manager.activeTasks()
              + " tasks. Give executors more memory (--executor-memory) or fewer slots"
              + " (--executor-cores).");
    }
    grown(wanted);
  }

  boolean tryAcquire(long wanted) {
    if (manager.tryAcquire(this, wanted)) {
      grown(wanted);
      return true;
    }
    return false;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the task's thread only
  private void grown(long bytes) {
    heldBytes += bytes;
    peakBytes = Math.max(peakBytes, heldBytes);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the task's thread only
  void release(long bytes) {
    if (bytes > 0) {
      heldBytes -= bytes;
      manager.release(bytes);
    }
  }

  void forget(MemoryReservation reservation) {
    reservations.remove(reservation);
  }

  @Override
  public void close() {
    for (MemoryReservation reservation : List.copyOf(reservations)) {
      reservation.close();
    }
    manager.taskEnded(this);
  }
}
