package io.distaff.driver;

import io.distaff.planner.PlanText;
import io.distaff.planner.Prepared;
import io.distaff.planner.StageFigures;
import io.distaff.planner.StageGraph;
import io.distaff.rpc.ControlMessage.StatementStatistics;
import io.distaff.scheduler.QueryHandle;
import io.distaff.scheduler.QueryOutcome;
import io.distaff.scheduler.StageSummary;
import io.distaff.types.Schema;
import java.util.List;

/** A query on the scheduler whose rows nobody wants: what it did is the answer. */
final class AnalyzeRun implements StatementRun {
  private final QueryHandle handle;
  private final StageGraph graph;
  private final double planMillis;
  private AnswerRun answer;
  private StatementStatistics statistics;

  AnalyzeRun(QueryHandle handle, StageGraph graph, double planMillis) {
    this.handle = handle;
    this.graph = graph;
    this.planMillis = planMillis;
  }

  @Override
  public Schema schema() {
    return Prepared.Answer.plan("").schema();
  }

  @Override
  public byte[] nextBlocks() {
    if (answer == null) {
      answer = new AnswerRun(Prepared.Answer.plan(plan()), planMillis);
    }
    return answer.nextBlocks();
  }

  /** Waits for the end of the query. Throws what it failed of. */
  String plan() {
    byte[] blocks;
    do {
      blocks = handle.results().next();
    } while (blocks != null);
    QueryOutcome outcome = Waiting.join(handle.outcome());
    statistics = QueryRun.statistics(outcome, planMillis);
    List<StageFigures> figures = outcome.stages().stream().map(AnalyzeRun::figures).toList();
    return PlanText.analyzed(graph, figures);
  }

  private static StageFigures figures(StageSummary stage) {
    return new StageFigures(
        stage.counters(), stage.retries(), stage.endMillis() - stage.startMillis());
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
