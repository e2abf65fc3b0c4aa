package io.distaff.optimizer;

import com.google.common.collect.ImmutableSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexUtil;

/**
 * A sub-query among the columns of another one that names nothing of the other's rows, but columns
 * of rows farther out, is for each of the farther rows, not of the other's. Calcite's rule takes
 * any row that it names for the other's, unless the other's rows have a name: they get one.
 */
final class FartherOuterRows extends RelRewrite {
  @Override
  RelNode rewrite(RelNode node) {
    RelNode rel = node.accept(new SubQueryTrees(this::apply));
    boolean needsName =
        rel instanceof LogicalProject project
            && project.getVariablesSet().isEmpty()
            && RexUtil.SubQueryFinder.containsSubQuery(project);
    return needsName ? named((LogicalProject) rel) : rel;
  }

  private static RelNode named(LogicalProject project) {
    return LogicalProject.create(
        project.getInput(),
        project.getHints(),
        project.getProjects(),
        project.getRowType(),
        ImmutableSet.of(project.getCluster().createCorrel()));
  }
}
