package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Sub-queries about what an aggregate gives. Calcite's decorrelation asks whether a column of an
 * outer row can be null, and follows it down to its origin; of an aggregate it takes the results
 * for keys, whatever their number, and fails (RelDecorrelator.isFieldNotNullRecursive in 1.42). It
 * goes no further than a sort, so that one without keys, which changes nothing, is put above what
 * such a column is of, and taken away afterwards.
 */
final class HiddenAggregates extends RelRewrite {
  /** What is computed of a tree without looking below aggregates that outer columns are of. */
  static RelNode hide(RelNode rel) {
    return new HiddenAggregates().apply(rel);
  }

  /** The tree without what {@link #hide} has put there. */
  static RelNode show(RelNode rel) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode visited = super.visit(other);
            return visited instanceof Unknown ? visited.getInput(0) : visited;
          }
        });
  }

  /** The rows of its input. */
  private static final class Unknown extends SingleRel {
    Unknown(RelNode input) {
      super(input.getCluster(), input.getTraitSet(), input);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
      return new Unknown(inputs.get(0));
    }
  }

  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalCorrelate correlate)) {
      return rel;
    }
    RelNode left = correlate.getLeft();
    for (int column : correlate.getRequiredColumns()) {
      left = hidden(left, column);
    }
    return left == correlate.getLeft()
        ? correlate
        : correlate.copy(correlate.getTraitSet(), List.of(left, correlate.getRight()));
  }

  /** A relation in which nobody follows a column to the result of an aggregate. */
  private static RelNode hidden(RelNode rel, int column) {
    if (rel instanceof Project project) {
      RexNode value = project.getProjects().get(column);
      return value instanceof RexInputRef ref ? withInput(rel, 0, ref.getIndex()) : rel;
    }
    if (rel instanceof Filter) {
      return withInput(rel, 0, column);
    }
    if (rel instanceof Join join) {
      int leftColumns = join.getLeft().getRowType().getFieldCount();
      return column < leftColumns
          ? withInput(rel, 0, column)
          : withInput(rel, 1, column - leftColumns);
    }
    if (rel instanceof Aggregate aggregate) {
      return column < aggregate.getGroupCount()
          ? withInput(rel, 0, aggregate.getGroupSet().nth(column))
          : new Unknown(rel);
    }
    return rel;
  }

  private static RelNode withInput(RelNode rel, int input, int column) {
    RelNode changed = hidden(rel.getInput(input), column);
    if (changed == rel.getInput(input)) {
      return rel;
    }
    List<RelNode> inputs = new ArrayList<>(rel.getInputs());
    inputs.set(input, changed);
    return rel.copy(rel.getTraitSet(), inputs);
  }
}
