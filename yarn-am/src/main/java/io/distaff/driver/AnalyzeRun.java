package io.distaff.driver;

import io.distaff.planner.PlanText;
import io.distaff.planner.Prepared;
import io.distaff.planner.StageFigures;
import io.distaff.planner.StageGraph;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.scheduler.StageSummary;
import io.distaff.types.Schema;
import java.util.List;

/** A query whose rows nobody wants: what it did is the answer. */
final class AnalyzeRun extends ScheduledRun {
  private final StageGraph graph;
  private AnswerRun answer;

  AnalyzeRun(QueryHandle handle, StageGraph graph, double planMillis) {
    super(handle, planMillis);
    this.graph = graph;
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
    return PlanText.analyzed(graph, figures);
  }

  private static StageFigures figures(StageSummary stage) {
    return new StageFigures(
        stage.counters(), stage.retries(), stage.endMillis() - stage.startMillis());
  }
}
