package io.distaff.driver;

import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.PartitionSummary;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import java.util.List;

/** A statement that is a query on the scheduler; subclasses say what becomes of its rows. */
abstract class ScheduledRun implements StatementRun {
  private final QueryHandle handle;
  private final double planMillis;
  private QueryOutcome finished;

  ScheduledRun(QueryHandle handle, double planMillis) {
    this.handle = handle;
    this.planMillis = planMillis;
  }

  /** Some blocks of the result; null at its end. Throws what the query failed of. */
  final byte[] nextOfResult() {
    return handle.results().next();
  }

  /** Waits for the query's end, without a look at its rows. Throws what it failed of. */
  final QueryOutcome outcome() {
    return Waiting.join(handle.outcome());
  }

  /** As {@link #outcome}, for a query that has a result. */
  final QueryOutcome outcomeWithoutResult() {
    byte[] blocks;
    do {
      blocks = nextOfResult();
    } while (blocks != null);
    return outcome();
  }

  /** All that the statement does is done. */
  final void finish(QueryOutcome outcome) {
    finished = outcome;
  }

  final boolean isFinished() {
    return finished != null;
  }

  /** What the query did; of one that has finished. */
  final QueryOutcome finished() {
    return finished;
  }

  @Override
  public final StatementStatistics statistics() {
    return new StatementStatistics(
        planMillis, finished.tasks(), finished.retries(), finished.rows(), finished.counters());
  }

  @Override
  public final List<PartitionSummary> partitions() {
    return isFinished() ? finished.partitions() : List.of();
  }

  @Override
  public final void cancel(String reason) {
    handle.cancel(reason);
  }

  /** Ends and undoes what closing the query's result leaves; called unless it has finished. */
  void abandon() {}

  @Override
  public final void close() {
    if (!isFinished()) {
      abandon();
    }
    handle.close();
  }
}
