package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Sub-queries within window functions become columns of a projection below, where Calcite's rules
 * can make joins of them.
 */
final class SubQueriesBelowWindows extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalProject project)
        || project.getProjects().stream().noneMatch(SubQueriesBelowWindows::isWithinWindow)) {
      return rel;
    }
    RexBuilder rexBuilder = project.getCluster().getRexBuilder();
    RelDataType input = project.getInput().getRowType();
    List<RexNode> below = new ArrayList<>(rexBuilder.identityProjects(input));
    List<RexNode> columns = new ArrayList<>();
    for (RexNode column : project.getProjects()) {
      columns.add(isWithinWindow(column) ? column.accept(moving(below)) : column);
    }
    RelNode values =
        LogicalProject.create(
            project.getInput(), List.of(), below, names(below.size()), project.getVariablesSet());
    return LogicalProject.create(
        values, project.getHints(), columns, project.getRowType().getFieldNames(), Set.of());
  }

  private static List<String> names(int columns) {
    return IntStream.range(0, columns).mapToObj(i -> "c" + i).toList();
  }

  private static RexShuttle moving(List<RexNode> below) {
    return new RexShuttle() {
      @Override
      public RexNode visitSubQuery(RexSubQuery subQuery) {
        if (subQuery.getOperands().stream().anyMatch(RexOver::containsOver)) {
          return super.visitSubQuery(subQuery);
        }
        below.add(subQuery);
        return new RexInputRef(below.size() - 1, subQuery.getType());
      }
    };
  }

  private static boolean isWithinWindow(RexNode column) {
    return RexOver.containsOver(column) && RexUtil.SubQueryFinder.find(column) != null;
  }
}
