package io.distaff.driver;

import io.distaff.planner.EstimatedPlan;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.scheduler.commit.StagedOutput;
import io.distaff.types.Schema;
import java.util.List;

/** A query whose rows go to files, which appear when all of it has succeeded. Gives no rows. */
final class WriteRun extends ScheduledRun {
  private final EstimatedPlan plan;
  private final StagedOutput output;
  private final Runnable onCommitted;
  private final Runnable onEnd;

  /**
   * @param onCommitted is run when the files are in place; the statement fails with what it throws
   * @param onEnd is run when the output is committed or aborted
   */
  WriteRun(
      QueryHandle handle,
      EstimatedPlan plan,
      StagedOutput output,
      double planMillis,
      Runnable onCommitted,
      Runnable onEnd) {
    super(handle, planMillis);
    this.plan = plan;
    this.output = output;
    this.onCommitted = onCommitted;
    this.onEnd = onEnd;
  }

  EstimatedPlan plan() {
    return plan;
  }

  @Override
  public Schema schema() {
    return Schema.EMPTY;
  }

  @Override
  public List<String> warnings() {
    return plan.graph().warnings();
  }

  @Override
  public byte[] nextBlocks() {
    if (!isFinished()) {
      QueryOutcome outcome = outcome();
      output.commit(outcome.outputFiles());
      onCommitted.run();
      onEnd.run();
      finish(outcome);
    }
    return null;
  }

  @Override
  void abandon() {
    cancel("its output isn't wanted any more");
    output.abort();
    onEnd.run();
  }
}
