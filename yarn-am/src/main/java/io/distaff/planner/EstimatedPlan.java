package io.distaff.planner;

import io.distaff.plan.PlanNode;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A plan and the rows that the optimizer expects of its operators. Immutable.
 *
 * @param rows by the node itself; those that only arrange rows for another have none
 */
public record EstimatedPlan(StageGraph graph, Map<PlanNode, Double> rows) {
  /** What is expected of a node of a stage; empty if nothing is known. */
  OptionalDouble rows(Stage stage, PlanNode node) {
    Double known = rows.get(node);
    if (known != null) {
      return OptionalDouble.of(known);
    } else if (node instanceof PlanNode.Project project) {
      return rows(stage, project.input());
    } else if (node instanceof PlanNode.ExchangeRead read) {
      Stage source = graph.stage(stage.fragment().firstStage() + read.stage());
      return rows(source, source.fragment().root());
    }
    return OptionalDouble.empty();
  }
}
