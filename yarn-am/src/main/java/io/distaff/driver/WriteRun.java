package io.distaff.driver;

import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.scheduler.commit.StagedOutput;
import io.distaff.types.Schema;

/** A query whose rows go to files, which appear when all of it has succeeded. Gives no rows. */
final class WriteRun implements StatementRun {
  private final QueryHandle handle;
  private final StagedOutput output;
  private final double planMillis;
  private final Runnable onEnd;
  private StatementStatistics statistics;

  /**
   * @param onEnd is run when the output is committed or aborted
   */
  WriteRun(QueryHandle handle, StagedOutput output, double planMillis, Runnable onEnd) {
    this.handle = handle;
    this.output = output;
    this.planMillis = planMillis;
    this.onEnd = onEnd;
  }

  @Override
  public Schema schema() {
    return Schema.EMPTY;
  }

  @Override
  public byte[] nextBlocks() {
    if (statistics == null) {
      QueryOutcome outcome = Waiting.join(handle.outcome());
      output.commit(outcome.outputFiles());
      onEnd.run();
      statistics = QueryRun.statistics(outcome, planMillis);
    }
    return null;
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
    if (statistics == null) {
      handle.cancel("its output isn't wanted any more");
      output.abort();
      onEnd.run();
    }
    handle.close();
  }
}
