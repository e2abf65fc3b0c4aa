package io.distaff.scheduler;

import io.distaff.event.Locality;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Gives free slots to queued tasks: the oldest query first, of a query the first stage first, of a
 * stage the tasks nearest to the slot first; one task an executor in turn, so that few tasks spread
 * over many executors. Tasks that need an executor to themselves come before all others: for each
 * of them one executor gets nothing more to do, and the task once it is idle. While there is no
 * executor, {@link DriverSlot} runs what it is for. Confined to the scheduler's loop.
 */
final class TaskScheduler {
  private static final Locality[] NEAREST_FIRST = Locality.values();

  private final ExecutorTable executors;
  private final DriverSlot driverSlot;

  TaskScheduler(ExecutorTable executors) {
    this.executors = executors;
    driverSlot = new DriverSlot(executors);
  }

  /**
   * @param queries the oldest first
   */
  void dispatch(Collection<QueryExecution> queries, long nowMillis) {
    driverSlot.vacate(queries, nowMillis);
    assignAlone(queries);
    for (QueryExecution query : queries) {
      assign(query, nowMillis);
      if (!executors.anyFree() && query.yieldSlots()) {
        assign(query, nowMillis);
      }
    }
    driverSlot.assign(queries, nowMillis);
  }

  private void assignAlone(Collection<QueryExecution> queries) {
    List<StageExecution> stages = new ArrayList<>();
    int waiting = 0;
    for (QueryExecution query : queries) {
      for (StageExecution stage : query.stages()) {
        if (stage.hasWork() && stage.pending().numAlone() > 0) {
          stages.add(stage);
          waiting += stage.pending().numAlone();
        }
      }
    }
    Deque<ExecutorState> idle =
        new ArrayDeque<>(executors.keepForOne(waiting, e -> runsOne(queries, e)));
    for (QueryExecution query : queries) {
      for (StageExecution stage : query.stages()) {
        while (!idle.isEmpty() && stages.contains(stage) && stage.pending().numAlone() > 0) {
          TaskState task = stage.pending().takeAlone();
          if (task != null) {
            query.launch(stage, task, idle.poll());
          }
        }
      }
    }
  }

  private static boolean runsOne(Collection<QueryExecution> queries, ExecutorState executor) {
    return executor.running().size() == 1
        && queries.stream().anyMatch(query -> query.runsAlone(executor));
  }

  private void assign(QueryExecution query, long nowMillis) {
    for (StageExecution stage : query.stages()) {
      if (stage.hasWork()) {
        for (Locality locality : NEAREST_FIRST) {
          assign(query, stage, locality, nowMillis);
        }
      }
    }
  }

  private void assign(
      QueryExecution query, StageExecution stage, Locality locality, long nowMillis) {
    boolean progress = true;
    while (progress && stage.pending().size() > 0 && executors.anyFree()) {
      progress = false;
      for (ExecutorState executor : executors.free()) {
        TaskState task = stage.pending().take(executor, locality, nowMillis);
        if (task != null) {
          query.launch(stage, task, executor);
          progress = true;
        }
      }
    }
  }

  /**
   * When a free slot may be given to a task that waits for a better one, or one is to leave the
   * driver; else Long.MAX_VALUE.
   */
  long nextDeadlineMillis(Collection<QueryExecution> queries, long nowMillis) {
    long next = driverSlot.deadlineMillis();
    if (executors.anyFree()) {
      for (QueryExecution query : queries) {
        for (StageExecution stage : query.stages()) {
          if (stage.hasWork()) {
            next = Math.min(next, stage.pending().nextDeadlineMillis(nowMillis));
          }
        }
      }
    }
    return next;
  }
}
