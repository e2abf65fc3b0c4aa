package io.distaff.planner;

import io.distaff.types.Schema;
import java.util.List;

/**
<<<<<<< HEAD
 * A query as stages.
 *
 * @param stages in topological order, inputs first; a stage's position is its number; the last one
 *     is the result stage
 * @param resultSchema of the rows that the result stage gives
=======
 * A query, ready to run: its stages in topological order, inputs first. The last one ends the
 * query; a result's rows come in the order of its tasks. Immutable.
 *
 * @param resultSchema what the user sees; two columns may share a name
>>>>>>> sql
 */
public record StageGraph(List<Stage> stages, Schema resultSchema) {
  public StageGraph {
    stages = List.copyOf(stages);
  }

<<<<<<< HEAD
  public Stage resultStage() {
    return stages.get(stages.size() - 1);
  }
=======
  /** The stage that ends the query. */
  public Stage resultStage() {
    return stages.get(stages.size() - 1);
  }

  public Stage stage(int number) {
    return stages.get(number);
  }

  public int numTasks() {
    return stages.stream().mapToInt(stage -> stage.tasks().size()).sum();
  }
>>>>>>> sql
}
