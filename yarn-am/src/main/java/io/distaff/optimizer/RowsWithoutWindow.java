package io.distaff.optimizer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * A row without a time is in no window of time: as in Spark, a projection that asks for the window
 * of a time leaves out rows where that is null.
 */
final class RowsWithoutWindow extends RelRewrite {
  private static final String WINDOW = "window";

  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalProject project)) {
      return rel;
    }
    RexBuilder rexBuilder = project.getCluster().getRexBuilder();
    Set<RexNode> conditions = new LinkedHashSet<>();
    RexVisitorImpl<Void> finder =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (call.getOperator().getName().equalsIgnoreCase(WINDOW)) {
              RexNode time = call.getOperands().get(0);
              if (time.getType().isNullable() && isOfInput(time)) {
                conditions.add(rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, time));
              }
            }
            return super.visitCall(call);
          }
        };
    project.getProjects().forEach(column -> column.accept(finder));
    if (conditions.isEmpty()) {
      return project;
    }
    RexNode condition = RexUtil.composeConjunction(rexBuilder, conditions);
    RelNode filter = LogicalFilter.create(project.getInput(), condition);
    return project.copy(project.getTraitSet(), List.of(filter));
  }

  /** Whether it can be asked before the projection. */
  private static boolean isOfInput(RexNode time) {
    return RexUtil.isDeterministic(time) && !RexOver.containsOver(time);
  }
}
