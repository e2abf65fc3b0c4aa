package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Columns that hold the same literal in every row. Stateless. */
final class Constants {
  private Constants() {}

  /** The literal in a column; for a key of grouping sets, in the sets that have it. */
  static Optional<RexLiteral> find(RelNode rel, int column) {
    if (rel instanceof Project project) {
      return find(project, project.getProjects().get(column));
    } else if (rel instanceof Filter || rel instanceof Sort) {
      return find(rel.getInput(0), column);
    } else if (rel instanceof Aggregate aggregate) {
      return column < aggregate.getGroupCount()
          ? find(aggregate.getInput(), aggregate.getGroupSet().nth(column))
          : Optional.empty();
    } else if (rel instanceof Join join) {
      int left = join.getLeft().getRowType().getFieldCount();
      boolean isLeft = column < left;
      boolean kept =
          isLeft
              ? !join.getJoinType().generatesNullsOnLeft()
              : !join.getJoinType().generatesNullsOnRight();
      return kept
          ? find(isLeft ? join.getLeft() : join.getRight(), isLeft ? column : column - left)
          : Optional.empty();
    } else if (rel instanceof Values values && !values.getTuples().isEmpty()) {
      RexLiteral first = values.getTuples().get(0).get(column);
      boolean same = values.getTuples().stream().allMatch(tuple -> tuple.get(column).equals(first));
      return same ? Optional.of(first) : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<RexLiteral> find(Project project, RexNode expression) {
    if (expression instanceof RexLiteral literal) {
      return Optional.of(literal);
    } else if (expression instanceof RexInputRef ref) {
      return find(project.getInput(), ref.getIndex());
    } else if (expression instanceof RexCall call && call.getKind() == SqlKind.CAST) {
      return find(project, call.getOperands().get(0));
    }
    RexNode value = evaluated(project, expression);
    return value.equals(expression) ? Optional.empty() : find(project, value);
  }

  /** Itself where its value isn't known yet. */
  private static RexNode evaluated(Project project, RexNode expression) {
    RexExecutor executor = project.getCluster().getPlanner().getExecutor();
    if (executor == null) {
      return expression;
    }
    List<RexNode> values = new ArrayList<>();
    executor.reduce(project.getCluster().getRexBuilder(), List.of(expression), values);
    return values.get(0);
  }
}
