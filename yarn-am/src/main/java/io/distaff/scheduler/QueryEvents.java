package io.distaff.scheduler;

import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent;
import io.distaff.event.EngineEvent.QueryEnd;
import io.distaff.ids.QueryId;
import io.distaff.metrics.TaskCounters;
import java.util.List;

/** Tells of a query's and its stages' beginnings and ends. Confined to the scheduler's loop. */
final class QueryEvents {
  private final QueryId query;
  private final Outbox outbox;
  private long startMillis;

  QueryEvents(QueryId query, Outbox outbox) {
    this.query = query;
    this.outbox = outbox;
  }

  /** The query begins, with so many stages and tasks to run. */
  void started(int stages, int tasks) {
    startMillis = outbox.nowMillis();
    outbox.publish(new EngineEvent.QueryStarted(startMillis, query, stages, tasks));
  }

  void started(StageExecution stage) {
    outbox.publish(
        new EngineEvent.StageStarted(
            outbox.nowMillis(), stage.id(), stage.stage().fingerprint(), stage.numToRun()));
  }

  void finished(StageExecution stage) {
    outbox.publish(
        new EngineEvent.StageFinished(
            outbox.nowMillis(),
            stage.id(),
            stage.stage().fingerprint(),
            stage.numDone(),
            stage.retries(),
            stage.wallMillis(),
            stage.counters()));
  }

  /** The query has ended. */
  void finished(Ending ending, List<StageExecution> stages, long rows, TaskCounters counters) {
    int retries = stages.stream().mapToInt(StageExecution::retries).sum();
    long now = outbox.nowMillis();
    outbox.publish(
        new EngineEvent.QueryFinished(
            now,
            query,
            ending.end(),
            rows,
            retries,
            now - startMillis,
            counters,
            ending.code(),
            ending.message()));
  }

  /**
   * How a query ended.
   *
   * @param code of its failure; null when it succeeded
   * @param message of its failure, else empty
   */
  record Ending(QueryEnd end, ErrorCode code, String message) {}
}
