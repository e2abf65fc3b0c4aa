package io.distaff.planner;

import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * A query, ready to run: its stages in topological order, inputs first. The last one ends the
 * query; a result's rows come in the order of its tasks. Immutable.
 *
 * @param resultSchema what the user sees; two columns may share a name
 * @param warnings what is surely not meant, for the user; a sentence each
 */
public record StageGraph(List<Stage> stages, Schema resultSchema, List<String> warnings) {
  public StageGraph {
    stages = List.copyOf(stages);
    warnings = List.copyOf(warnings);
  }

  /** The same, with warnings before its own. */
  StageGraph warning(List<String> more) {
    List<String> all = new ArrayList<>(more);
    all.addAll(warnings);
    return new StageGraph(stages, resultSchema, all);
  }

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
}
