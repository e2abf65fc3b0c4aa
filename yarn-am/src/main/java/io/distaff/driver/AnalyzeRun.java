package io.distaff.driver;

import io.distaff.planner.EstimatedPlan;
import io.distaff.planner.PlanJson;
import io.distaff.planner.PlanText;
import io.distaff.planner.Prepared;
import io.distaff.planner.StageFigures;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.StageSummary;
import io.distaff.sql.Statement.ExplainFormat;
import io.distaff.types.Schema;
import java.util.List;

/** A statement of which what it did is the answer, once it has done it; its rows are nobody's. */
final class AnalyzeRun implements StatementRun {
  private final ScheduledRun run;
  private final EstimatedPlan plan;
  private final ExplainFormat format;
  private AnswerRun answer;

  /**
   * @param run to be closed by this
   * @param plan of what it runs
   */
  AnalyzeRun(ScheduledRun run, EstimatedPlan plan, ExplainFormat format) {
    this.run = run;
    this.plan = plan;
    this.format = format;
  }

  @Override
  public Schema schema() {
    return Prepared.Answer.plan("").schema();
  }

  @Override
  public byte[] nextBlocks() {
    if (answer == null) {
      answer = new AnswerRun(Prepared.Answer.plan(plan()), 0);
    }
    return answer.nextBlocks();
  }

  /** Waits for the end of the statement. Throws what it failed of. */
  String plan() {
    byte[] blocks;
    do {
      blocks = run.nextBlocks();
    } while (blocks != null);
    List<StageFigures> figures = run.finished().stages().stream().map(AnalyzeRun::figures).toList();
    return switch (format) {
      case TEXT -> PlanText.analyzed(plan.graph(), figures);
      case JSON -> PlanJson.of(plan, figures);
    };
  }

  @Override
  public StatementStatistics statistics() {
    return run.statistics();
  }

  @Override
  public void cancel(String reason) {
    run.cancel(reason);
  }

  @Override
  public void close() {
    run.close();
  }

  private static StageFigures figures(StageSummary stage) {
    return new StageFigures(
        stage.counters(),
        stage.retries(),
        stage.endMillis() - stage.startMillis(),
        stage.longestTaskNanos(),
        stage.mostTaskRows());
  }
}
