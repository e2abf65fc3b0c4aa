package io.distaff.driver;

import io.distaff.planner.EstimatedPlan;
import io.distaff.planner.PlanJson;
import io.distaff.planner.PlanText;
import io.distaff.planner.Prepared;
import io.distaff.planner.StageFigures;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.scheduler.StageSummary;
import io.distaff.sql.Statement.ExplainFormat;
import io.distaff.types.Schema;
import java.util.List;

/** A query whose rows nobody wants: what it did is the answer. */
final class AnalyzeRun extends ScheduledRun {
  private final EstimatedPlan plan;
  private final ExplainFormat format;
  private AnswerRun answer;

  AnalyzeRun(QueryHandle handle, EstimatedPlan plan, ExplainFormat format, double planMillis) {
    super(handle, planMillis);
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

  /** Waits for the end of the query. Throws what it failed of. */
  String plan() {
    QueryOutcome outcome = outcomeWithoutResult();
    finish(outcome);
    List<StageFigures> figures = outcome.stages().stream().map(AnalyzeRun::figures).toList();
    return switch (format) {
      case TEXT -> PlanText.analyzed(plan.graph(), figures);
      case JSON -> PlanJson.of(plan, figures);
    };
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
