package io.distaff.optimizer;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * A sub-query among the columns of another one that names nothing of the other's rows, but columns
 * of rows farther out, is for each of the farther rows, not of the other's. Calcite's rule takes
 * all rows that it names for the other's, unless the other's rows have names: they get one.
 */
final class FartherOuterRows {
  private FartherOuterRows() {}

  static RelNode apart(RelNode rel) {
    return apart(rel, Set.of());
  }

  /**
   * @param farther names of the rows of all queries around
   */
  private static RelNode apart(RelNode rel, Set<CorrelationId> farther) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : rel.getInputs()) {
      boolean isForEachRow = rel instanceof Correlate && !inputs.isEmpty();
      inputs.add(
          apart(
              input,
              isForEachRow
                  ? Sets.union(farther, Set.of(((Correlate) rel).getCorrelationId()))
                  : farther));
    }
    RelNode changed = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    RelNode named =
        changed instanceof LogicalProject project
                && RexUtil.SubQueryFinder.containsSubQuery(project)
            ? named(project, farther)
            : changed;
    Set<CorrelationId> within = Sets.union(farther, named.getVariablesSet());
    return named.accept(new SubQueryTrees(tree -> apart(tree, within)));
  }

  private static LogicalProject named(LogicalProject project, Set<CorrelationId> farther) {
    if (!project.getVariablesSet().isEmpty()) {
      return project;
    }
    Set<CorrelationId> own = Sets.difference(used(project.getProjects()), farther);
    return LogicalProject.create(
        project.getInput(),
        project.getHints(),
        project.getProjects(),
        project.getRowType(),
        own.isEmpty() ? Set.of(project.getCluster().createCorrel()) : ImmutableSet.copyOf(own));
  }

  /** The names of rows that sub-queries use. */
  private static Set<CorrelationId> used(List<RexNode> columns) {
    ImmutableSet.Builder<CorrelationId> used = ImmutableSet.builder();
    columns.forEach(
        column ->
            column.accept(
                new RexVisitorImpl<Void>(true) {
                  @Override
                  public Void visitSubQuery(RexSubQuery subQuery) {
                    used.addAll(RelOptUtil.getVariablesUsed(subQuery.rel));
                    return super.visitSubQuery(subQuery);
                  }
                }));
    return used.build();
  }
}
