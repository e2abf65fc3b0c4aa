package io.distaff.driver;

import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.types.Schema;
import java.util.function.Consumer;

/** A query that is run so that a cache is filled. Gives no rows. */
final class FillRun implements StatementRun {
  private final QueryHandle handle;
  private final double planMillis;
  private final Consumer<QueryOutcome> onFilled;
  private final Runnable undo;
  private StatementStatistics statistics;

  /**
   * @param onFilled is told when all is there
   * @param undo is run when it fails, or isn't wanted any more before that
   */
  FillRun(QueryHandle handle, double planMillis, Consumer<QueryOutcome> onFilled, Runnable undo) {
    this.handle = handle;
    this.planMillis = planMillis;
    this.onFilled = onFilled;
    this.undo = undo;
  }

  @Override
  public Schema schema() {
    return Schema.EMPTY;
  }

  @Override
  public byte[] nextBlocks() {
    if (statistics == null) {
      byte[] rows = handle.results().next();
      while (rows != null) {
        rows = handle.results().next();
      }
      QueryOutcome outcome = Waiting.join(handle.outcome());
      onFilled.accept(outcome);
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
      handle.cancel("its rows aren't wanted any more");
      undo.run();
    }
    handle.close();
  }
}
