package io.distaff.driver;

import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.types.Schema;
import java.util.function.Consumer;

/** A query that is run for what it does, not for its rows: it gives none. */
final class UnreadRun extends ScheduledRun {
  private final Consumer<QueryOutcome> onEnd;
  private final Runnable undo;

  /**
   * @param onEnd is told when all is done
   * @param undo is run when it fails, or isn't wanted any more before that
   */
  UnreadRun(QueryHandle handle, double planMillis, Consumer<QueryOutcome> onEnd, Runnable undo) {
    super(handle, planMillis);
    this.onEnd = onEnd;
    this.undo = undo;
  }

  @Override
  public Schema schema() {
    return Schema.EMPTY;
  }

  @Override
  public byte[] nextBlocks() {
    if (!isFinished()) {
      QueryOutcome outcome = outcomeWithoutResult();
      onEnd.accept(outcome);
      finish(outcome);
    }
    return null;
  }

  @Override
  void abandon() {
    cancel("its rows aren't wanted any more");
    undo.run();
  }
}
