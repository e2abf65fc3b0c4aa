package io.distaff.driver;

import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.types.Schema;
import java.util.function.Consumer;

/** A query that is run so that a cache is filled. Gives no rows. */
final class FillRun extends ScheduledRun {
  private final Consumer<QueryOutcome> onFilled;
  private final Runnable undo;

  /**
   * @param onFilled is told when all is there
   * @param undo is run when it fails, or isn't wanted any more before that
   */
  FillRun(QueryHandle handle, double planMillis, Consumer<QueryOutcome> onFilled, Runnable undo) {
    super(handle, planMillis);
    this.onFilled = onFilled;
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
      onFilled.accept(outcome);
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
