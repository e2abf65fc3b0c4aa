package io.distaff.driver;

import io.distaff.planner.StageGraph;
import io.distaff.scheduler.QueryHandle;
import io.distaff.types.Schema;
import java.util.List;

/** A query whose rows go to the user. */
final class QueryRun extends ScheduledRun {
  private final StageGraph graph;

  QueryRun(QueryHandle handle, StageGraph graph, double planMillis) {
    super(handle, planMillis);
    this.graph = graph;
  }

  @Override
  public Schema schema() {
    return graph.resultSchema();
  }

  @Override
  public List<String> warnings() {
    return graph.warnings();
  }

  @Override
  public byte[] nextBlocks() {
    byte[] blocks = nextOfResult();
    if (blocks == null && !isFinished()) {
      finish(outcome());
    }
    return blocks;
  }
}
