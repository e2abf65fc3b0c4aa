package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Conditions on columns by which every window function of a projection is partitioned are checked
 * before it: they keep partitions whole, or drop them.
 */
final class FilterBelowWindows extends FilterProjectTransposeRule {
  static final FilterBelowWindows RULE =
      new FilterBelowWindows(
          Config.DEFAULT.withOperandFor(
              Filter.class,
              filter -> !RexUtil.containsCorrelation(filter.getCondition()),
              Project.class,
              Project::containsOver));

  private FilterBelowWindows(Config config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    Project project = call.rel(1);
    ImmutableBitSet keys = columnsOf(WindowPartitions.common(project), project);
    List<RexNode> below = new ArrayList<>();
    List<RexNode> above = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      boolean isBelow =
          RexUtil.isDeterministic(condition)
              && keys.contains(RelOptUtil.InputFinder.bits(condition));
      (isBelow ? below : above).add(condition);
    }
    if (!below.isEmpty()) {
      List<RexNode> moved = RelOptUtil.pushPastProject(below, project);
      RelNode filtered = call.builder().push(project.getInput()).filter(moved).build();
      RelNode windows = project.copy(project.getTraitSet(), List.of(filtered));
      call.transformTo(call.builder().push(windows).filter(above).build());
    }
  }

  /** The columns of a projection that are columns of its input, of these. */
  private static ImmutableBitSet columnsOf(ImmutableBitSet input, Project project) {
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
    for (int i = 0; i < project.getProjects().size(); i++) {
      if (project.getProjects().get(i) instanceof RexInputRef column
          && input.get(column.getIndex())) {
        columns.set(i);
      }
    }
    return columns.build();
  }
}
