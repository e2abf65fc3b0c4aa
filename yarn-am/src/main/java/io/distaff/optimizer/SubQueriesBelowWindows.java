package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Sub-queries beside and within window functions become columns of a projection below, those that
 * are asked about the value of a window function columns of one above, where Calcite's rules can
 * make joins of them. In sub-queries too.
 */
final class SubQueriesBelowWindows extends RelRewrite {
  @Override
  RelNode rewrite(RelNode node) {
    RelNode rel = node.accept(new SubQueryTrees(this::apply));
    return rel instanceof LogicalProject project
            && project.containsOver()
            && project.getProjects().stream().anyMatch(SubQueriesBelowWindows::hasSubQuery)
        ? aboveWindows(belowWindows(project))
        : rel;
  }

  /** Those that don't ask about window functions. */
  private static LogicalProject belowWindows(LogicalProject project) {
    return overColumns(
        project,
        columns ->
            new RexShuttle() {
              @Override
              public RexNode visitSubQuery(RexSubQuery subQuery) {
                return subQuery.getOperands().stream().anyMatch(RexOver::containsOver)
                    ? super.visitSubQuery(subQuery)
                    : columns.apply(subQuery);
              }
            });
  }

  /** The others. */
  private static LogicalProject aboveWindows(LogicalProject project) {
    return project.getProjects().stream().noneMatch(SubQueriesBelowWindows::hasSubQuery)
        ? project
        : overColumns(
            project,
            columns ->
                new RexShuttle() {
                  @Override
                  public RexNode visitOver(RexOver over) {
                    return columns.apply(over);
                  }
                });
  }

  /**
   * A projection above another, which has all columns of the input and what is moved there.
   *
   * @param moving replaces expressions, with a function that moves one and gives its column
   */
  private static LogicalProject overColumns(
      LogicalProject project, Function<UnaryOperator<RexNode>, RexShuttle> moving) {
    RelNode input = project.getInput();
    RexBuilder rexBuilder = project.getCluster().getRexBuilder();
    List<RexNode> below = new ArrayList<>(rexBuilder.identityProjects(input.getRowType()));
    RexShuttle shuttle =
        moving.apply(
            moved -> {
              below.add(moved);
              return new RexInputRef(below.size() - 1, moved.getType());
            });
    List<RexNode> above = shuttle.apply(project.getProjects());
    RelNode columns =
        LogicalProject.create(
            input, List.of(), below, names(below.size()), project.getVariablesSet());
    return LogicalProject.create(
        columns,
        project.getHints(),
        above,
        project.getRowType().getFieldNames(),
        project.getVariablesSet());
  }

  private static List<String> names(int columns) {
    return IntStream.range(0, columns).mapToObj(i -> "c" + i).toList();
  }

  private static boolean hasSubQuery(RexNode column) {
    return RexUtil.SubQueryFinder.find(column) != null;
  }
}
