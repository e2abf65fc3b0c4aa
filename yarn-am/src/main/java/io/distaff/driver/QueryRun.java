package io.distaff.driver;

import io.distaff.metrics.TaskCounters;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.types.Schema;

/** A query on the scheduler, whose rows go to the user. */
final class QueryRun implements StatementRun {
  private final QueryHandle handle;
  private final Schema schema;
  private final double planMillis;
  private StatementStatistics statistics;

  QueryRun(QueryHandle handle, Schema schema, double planMillis) {
    this.handle = handle;
    this.schema = schema;
    this.planMillis = planMillis;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public byte[] nextBlocks() {
    byte[] blocks = handle.results().next();
    if (blocks == null && statistics == null) {
      statistics = statistics(Waiting.join(handle.outcome()), planMillis);
    }
    return blocks;
  }

  static StatementStatistics statistics(QueryOutcome outcome, double planMillis) {
    TaskCounters counters = outcome.counters();
    return new StatementStatistics(
        planMillis,
        outcome.tasks(),
        outcome.retries(),
        outcome.rows(),
        counters.bytesRead(),
        counters.shuffleBytesWritten(),
        counters.bytesSpilled(),
        counters.rowGroupsPruned(),
        counters.scans(),
        counters.caches());
  }

  @Override
  public StatementStatistics statistics() {
    return statistics;
  }

  @Override
  public void cancel(String reason) {
    handle.cancel(reason);
  }

  @Override
  public void close() {
    handle.close();
  }
}
