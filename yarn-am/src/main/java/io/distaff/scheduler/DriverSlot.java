package io.distaff.scheduler;

import io.distaff.ids.AttemptId;
import io.distaff.plan.PlanFragment;
import io.distaff.plan.ProgramCalls;
import io.distaff.plan.Sink;
import io.distaff.plan.Split;
import io.distaff.planner.Stage;
import io.distaff.planner.StageGraph;
import java.util.Collection;
import java.util.List;

/**
 * The slot in the driver's own process. It answers queries over little data, of one task, while no
 * executor is there: at the start, when those that were asked for take longer to come than such a
 * query to run, or after all were lost. Executors are better at everything else, so that a task
 * which {@link #LONGEST_MILLIS} don't suffice for, whatever it does with its little data, begins
 * anew in the first of them.
 *
 * <p>It has little memory, and runs no code of the user's program, which may take any amount of it.
 * A task that fails there is tried again in executors; one that is refused memory without this
 * counting as a failure. Confined to the scheduler's loop.
 */
final class DriverSlot {
  /** How long a task may stay when there are executors. */
  static final long LONGEST_MILLIS = 1_000;

  private final ExecutorTable executors;
  private long launchedMillis;

  DriverSlot(ExecutorTable executors) {
    this.executors = executors;
  }

  /**
   * Whether a query is over so little data: planned as one task that needs nothing of others.
   *
   * @param maxBytes 0 = none is
   */
  static boolean suits(StageGraph graph, long maxBytes) {
    if (maxBytes == 0 || graph.numTasks() != 1 || graph.stages().size() != 1) {
      return false;
    }
    Stage stage = graph.resultStage();
    PlanFragment fragment = stage.fragment();
    long bytes =
        stage.tasks().get(0).splits().values().stream()
            .flatMap(List::stream)
            .mapToLong(Split::weightBytes)
            .sum();
    return bytes <= maxBytes
        && !(fragment.sink() instanceof Sink.CacheSink)
        && !ProgramCalls.in(fragment.root());
  }

  /**
   * Gives the slot the first task that it is for.
   *
   * @param queries the oldest first
   */
  void assign(Collection<QueryExecution> queries, long nowMillis) {
    ExecutorState driver = executors.driver();
    if (driver == null || !executors.isEmpty()) {
      return;
    }
    for (QueryExecution query : queries) {
      if (!driver.hasFreeSlot()) {
        return;
      }
      StageExecution stage = query.stages().get(0);
      if (query.suitsDriver() && stage.hasWork()) {
        TaskState task = stage.pending().takeUntried();
        if (task != null) {
          query.launch(stage, task, driver);
          launchedMillis = nowMillis;
        }
      }
    }
  }

  /** Ends what has had its time, so that executors get it. */
  void vacate(Collection<QueryExecution> queries, long nowMillis) {
    if (nowMillis >= deadlineMillis()) {
      for (AttemptId attempt : List.copyOf(executors.driver().running())) {
        queries.stream()
            .filter(query -> query.id().equals(attempt.task().stage().query()))
            .forEach(query -> query.leaveDriver(attempt));
      }
    }
  }

  /** When there will be something to vacate; Long.MAX_VALUE when there won't. */
  long deadlineMillis() {
    ExecutorState driver = executors.driver();
    boolean runs = driver != null && !driver.running().isEmpty();
    return runs && !executors.isEmpty() ? launchedMillis + LONGEST_MILLIS : Long.MAX_VALUE;
  }
}
