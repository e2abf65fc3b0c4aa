package io.distaff.planner;

import io.distaff.types.Schema;
import java.util.List;

/**
 * A query as stages.
 *
 * @param stages in topological order, inputs first; a stage's position is its number; the last one
 *     is the result stage
 * @param resultSchema of the rows that the result stage gives
 */
public record StageGraph(List<Stage> stages, Schema resultSchema) {
  public StageGraph {
    stages = List.copyOf(stages);
  }

  public Stage resultStage() {
    return stages.get(stages.size() - 1);
  }
}
