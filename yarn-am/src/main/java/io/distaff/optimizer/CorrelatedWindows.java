package io.distaff.optimizer;

import io.distaff.optimizer.OuterColumns.OuterColumn;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;

/**
 * Window functions of a correlated sub-query look at the rows for one outer row. Once it is a join
 * the rows for all of them are together, so that the columns of the outer row by which a window's
 * input was chosen, or that stand beside it, become keys of its partitions.
 */
final class CorrelatedWindows extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof Correlate correlate)) {
      return rel;
    }
    RelNode right = partitioned(correlate.getRight(), correlate.getCorrelationId());
    return right == correlate.getRight()
        ? correlate
        : correlate.copy(correlate.getTraitSet(), List.of(correlate.getLeft(), right));
  }

  private static RelNode partitioned(RelNode rel, CorrelationId outer) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode visited = super.visit(other);
            if (!(visited instanceof LogicalProject project) || !project.containsOver()) {
              return visited;
            }
            Map<OuterColumn, RexNode> named = OuterColumns.namedWithin(project);
            named.keySet().removeIf(column -> !column.row().equals(outer));
            return named.isEmpty() ? project : partitioned(project, named.values());
          }
        });
  }

  private static RelNode partitioned(LogicalProject project, Collection<RexNode> columns) {
    return project.accept(
        new RexShuttle() {
          @Override
          public RexWindow visitWindow(RexWindow window) {
            RexWindow visited = super.visitWindow(window);
            Set<RexNode> keys = new LinkedHashSet<>(visited.partitionKeys);
            keys.addAll(columns);
            return project
                .getCluster()
                .getRexBuilder()
                .makeWindow(
                    List.copyOf(keys),
                    visited.orderKeys,
                    visited.getLowerBound(),
                    visited.getUpperBound(),
                    visited.isRows(),
                    visited.getExclude());
          }
        });
  }
}
