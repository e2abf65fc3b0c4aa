package io.distaff.event;

import io.distaff.error.ErrorCode;
import io.distaff.event.EngineEvent.TaskEnd;
import io.distaff.ids.ExecutorId;
import io.distaff.metrics.Counter;
import io.distaff.metrics.TaskCounters;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the life of queries, stages and executors to the log: one line a change, ids first, at
 * INFO. A task has a line only when it fails, or when the driver itself runs it. What a user's
 * mistake says may hold a row's value, so of that the log has the error code; its message is for
 * who asked. Confined to the bus's thread.
 */
public final class LifeLog implements Consumer<EngineEvent> {
  private final Logger log;
  private final int maxTaskFailures;

  /**
   * @param maxTaskFailures failed attempts of one task that end its query
   */
  public LifeLog(int maxTaskFailures) {
    this(maxTaskFailures, LoggerFactory.getLogger(LifeLog.class));
  }

  LifeLog(int maxTaskFailures, Logger log) {
    this.maxTaskFailures = maxTaskFailures;
    this.log = log;
  }

  @Override
  public void accept(EngineEvent event) {
    if (event instanceof EngineEvent.QueryStarted e) {
      log.info("{} planned: {} stages, {} tasks", e.query(), e.stages(), e.tasks());
    } else if (event instanceof EngineEvent.StageStarted e) {
      log.info("{} started: {} tasks", e.stage(), e.tasks());
    } else if (event instanceof EngineEvent.TaskLaunched e) {
      if (e.executor().equals(ExecutorId.DRIVER)) {
        log.info("{} runs in the driver, as no executor is there", e.attempt());
      }
    } else if (event instanceof EngineEvent.TaskEnded e) {
      taskEnded(e);
    } else if (event instanceof EngineEvent.OutputsLost e) {
      log.info("{} has lost the outputs of {} tasks: {}", e.stage(), e.tasks(), e.reason());
    } else if (event instanceof EngineEvent.StageFinished e) {
      long rows =
          e.counters().count(Counter.SHUFFLE_ROWS_WRITTEN)
              + e.counters().count(Counter.ROWS_WRITTEN);
      String figures = figures(rows, e.counters(), e.retries(), e.wallMillis());
      log.info("{} finished: {} tasks, {}", e.stage(), e.tasks(), figures);
    } else if (event instanceof EngineEvent.QueryFinished e) {
      queryFinished(e);
    } else if (event instanceof EngineEvent.ExecutorAdded e) {
      log.info("{} registered: {} slots on {}, {}", e.executor(), e.slots(), e.host(), e.rack());
    } else if (event instanceof EngineEvent.ExecutorLost e) {
      log.info("{} on {} is lost: {}", e.executor(), e.host(), e.reason());
    }
  }

  private void taskEnded(EngineEvent.TaskEnded e) {
    if (e.end() == TaskEnd.CANCELLED && e.executor().equals(ExecutorId.DRIVER)) {
      log.info("{} was cancelled in the driver: {}", e.attempt(), e.message());
    }
    if (e.end() == TaskEnd.SUCCEEDED || e.end() == TaskEnd.CANCELLED) {
      return;
    }
    int attempt = e.attempt().attempt() + 1;
    // Attempts that lost their input or a node don't count, so that there may be more of them.
    boolean counts = e.end() == TaskEnd.FAILED && attempt <= maxTaskFailures;
    log.info(
        "{} failed: attempt {}{}, {} on {}, {}",
        e.attempt(),
        attempt,
        counts ? " of " + maxTaskFailures : "",
        e.executor(),
        e.host(),
        reason(e.code(), e.message()));
  }

  private void queryFinished(EngineEvent.QueryFinished e) {
    String figures = figures(e.rows(), e.counters(), e.retries(), e.wallMillis());
    switch (e.end()) {
      case SUCCEEDED -> log.info("{} finished: {}", e.query(), figures);
      case FAILED ->
          log.info("{} failed: {}; {}", e.query(), reason(e.code(), e.message()), figures);
      case CANCELLED -> log.info("{} cancelled: {}; {}", e.query(), e.message(), figures);
    }
  }

  private static String reason(ErrorCode code, String message) {
    return code.isFatalForQuery() ? code.name() : code.name() + ": " + message;
  }

  private static String figures(long rows, TaskCounters counters, int retries, long wallMillis) {
    String malformed =
        counters.count(Counter.RECORDS_DROPPED) + counters.count(Counter.RECORDS_WITH_NULLS) == 0
            ? ""
            : ", malformed records: %d dropped, %d with nulls"
                .formatted(
                    counters.count(Counter.RECORDS_DROPPED),
                    counters.count(Counter.RECORDS_WITH_NULLS));
    String figures =
        "%d rows, %d bytes read, %d shuffled, %d spilled, %d retries, %d ms"
            .formatted(
                rows,
                counters.count(Counter.BYTES_READ),
                counters.count(Counter.SHUFFLE_BYTES_WRITTEN),
                counters.count(Counter.BYTES_SPILLED),
                retries,
                wallMillis);
    return figures + malformed;
  }
}
