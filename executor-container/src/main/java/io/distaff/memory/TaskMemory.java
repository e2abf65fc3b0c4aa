package io.distaff.memory;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.metrics.OperatorCounters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The memory of one task: its operators, their reservations, and who of them can spill. Confined to
 * the task's thread, except for {@link #heldBytes()}. Closing gives back what was left.
 */
public final class TaskMemory implements AutoCloseable {
  private final MemoryManager manager;
  private final String task;
  private final List<OperatorMemory> operators = new ArrayList<>();
  private final List<MemoryReservation> reservations = new ArrayList<>();
  private volatile long heldBytes;
  private long peakBytes;

  TaskMemory(MemoryManager manager, String task) {
    this.manager = manager;
    this.task = task;
  }

  /** The memory of what stands outside the plan's tree: the sink, or all of a task without plan. */
  public OperatorMemory operator(String name) {
    return operator(OperatorMemory.NO_NODE, 0, name);
  }

  /**
   * The memory of an operator. Errors show the operators in the order in which they were made here.
   *
   * @param node number of the plan node within the task's fragment, or {@link
   *     OperatorMemory#ALL_NODES}
   * @param depth of the node in the plan's tree
   */
  public OperatorMemory operator(int node, int depth, String name) {
    OperatorMemory operator = new OperatorMemory(this, node, depth, name);
    operators.add(operator);
    return operator;
  }

  public long heldBytes() {
    return heldBytes;
  }

  public long peakBytes() {
    return peakBytes;
  }

  /** What each operator has held and spilled so far. */
  public List<OperatorCounters> operatorCounters() {
    return operators.stream().map(OperatorMemory::counters).toList();
  }

  long largestShareBytes() {
    return manager.largestShareBytes();
  }

  void add(MemoryReservation reservation) {
    reservations.add(reservation);
  }

  void acquire(long wanted, MemoryReservation requester) {
    if (manager.tryAcquire(this, wanted)
        || manager.acquireGuaranteed(this, wanted)
        || acquireBySpilling(wanted, requester)
        || manager.acquireStarving(this, wanted)) {
      grown(wanted);
      return;
    }
    throw refusal(
        requester.operator().name(), size(wanted) + " more, and nothing is left to spill");
  }

  private boolean acquireBySpilling(long wanted, MemoryReservation requester) {
    // The largest first; the requester last, because it is in the middle of growing, and after it
    // only what isn't the task's own.
    List<MemoryReservation> candidates =
        reservations.stream()
            .filter(r -> r.spillable() != null)
            .filter(
                r ->
                    r == requester
                        || r.operator() != requester.operator()
                        || r.spillable().givesWayToOwnOperator())
            .sorted(
                Comparator.comparing((MemoryReservation r) -> r.spillable().isLastResort())
                    .thenComparing(r -> r == requester)
                    .thenComparing(MemoryReservation::bytes, Comparator.reverseOrder()))
            .toList();
    for (MemoryReservation candidate : candidates) {
      if (candidate.bytes() > 0
          && candidate.spillable().spill(wanted) > 0
          && manager.tryAcquire(this, wanted)) {
        return true;
      }
    }
    return false;
  }

  /** A MEMORY_EXCEEDED that shows who holds what, the limits, and what to change. */
  DistaffException refusal(String requester, String need) {
    int tasks = manager.activeTasks();
    StringBuilder text = new StringBuilder();
    text.append(task)
        .append(" is out of memory: ")
        .append(requester)
        .append(" needs ")
        .append(need)
        .append(". The task holds ")
        .append(size(heldBytes))
        .append(" of at most ")
        .append(size(manager.largestShareBytes()))
        .append(" (an execution pool of ")
        .append(size(manager.poolBytes()))
        .append(tasks == 1 ? ", for this task alone" : ", shared by " + tasks + " tasks")
        .append("):");
    for (OperatorMemory operator : operators) {
      text.append("\n  ").append("  ".repeat(operator.depth()));
      if (operator.node() >= 0) {
        text.append('#').append(operator.node()).append(' ');
      }
      text.append(operator.name()).append(": holds ").append(size(operator.heldBytes()));
      if (operator.spilledBytes() > 0) {
        text.append(", has spilled ").append(size(operator.spilledBytes()));
      }
    }
    appendOthers(text);
    text.append(
        "\n"
            + "Give executors more memory (--executor-memory, distaff.executor.memory) or fewer"
            + " tasks at a time (--executor-cores, distaff.executor.cores), or operators a larger"
            + " part of the heap (distaff.memory.fraction).");
    return new DistaffException(ErrorCode.MEMORY_EXCEEDED, text.toString());
  }

  /** What leaves less of the pool to this task. */
  private void appendOthers(StringBuilder text) {
    MemoryUse use = manager.use();
    if (use.commonBytes() > 0) {
      text.append("\n  what tasks have in common, build sides and broadcasts: ")
          .append(size(use.commonBytes()));
    }
    if (use.storageBytes() > 0) {
      text.append("\n  cached data: ")
          .append(size(use.storageBytes()))
          .append(", of which tasks can't evict ")
          .append(size(Math.min(use.storageBytes(), use.storageFloorBytes())));
    }
  }

  private static String size(long bytes) {
    return bytes + " bytes";
  }

  boolean tryAcquire(long wanted) {
    if (manager.tryAcquire(this, wanted)) {
      grown(wanted);
      return true;
    }
    return false;
  }

  boolean tryAcquireFree(long wanted) {
    if (manager.tryAcquireFree(this, wanted)) {
      grown(wanted);
      return true;
    }
    return false;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the task's thread only
  void moveToStorage(long bytes) {
    heldBytes -= bytes;
    manager.moveToStorage(bytes);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the task's thread only
  boolean tryMakeCommon(long bytes) {
    if (manager.tryMakeCommon(bytes)) {
      heldBytes -= bytes;
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
    heldBytes -= bytes;
    manager.release(bytes);
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
