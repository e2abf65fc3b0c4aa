package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A tree of inner joins, filters and projections as what it means: the rows of the product of its
 * relations for which every condition is true, and the expressions that it gives for each of them.
 * A semi join with groups by all of their keys is as good as an inner one, as no row meets two.
 * Conditions and outputs are in terms of the relations' columns, one relation's after another's.
 * What chance decides, and every other operator, is a relation. Immutable.
 */
record FlatJoin(List<RelNode> relations, List<RexNode> conditions, List<RexNode> outputs) {
  static FlatJoin of(RelNode rel) {
    if (rel instanceof Filter filter && RexUtil.isDeterministic(filter.getCondition())) {
      return of(filter.getInput()).where(filter.getCondition());
    } else if (rel instanceof Project project
        && !project.containsOver()
        && project.getProjects().stream().allMatch(RexUtil::isDeterministic)) {
      FlatJoin input = of(project.getInput());
      List<RexNode> outputs = project.getProjects().stream().map(input::inColumns).toList();
      return new FlatJoin(input.relations, input.conditions, outputs);
    } else if (rel instanceof Join join
        && join.getJoinType() == JoinRelType.INNER
        && RexUtil.isDeterministic(join.getCondition())) {
      return of(join.getLeft()).product(of(join.getRight())).where(join.getCondition());
    } else if (rel instanceof Join join
        && join.getJoinType() == JoinRelType.SEMI
        && RexUtil.isDeterministic(join.getCondition())) {
      FlatJoin left = of(join.getLeft());
      FlatJoin right = of(join.getRight());
      if (right.areGroupsBy(join.analyzeCondition().rightKeys)) {
        FlatJoin both = left.product(right).where(join.getCondition());
        return new FlatJoin(both.relations, both.conditions, left.outputs);
      }
    }
    return new FlatJoin(
        List.of(rel),
        List.of(),
        List.copyOf(rel.getCluster().getRexBuilder().identityProjects(rel.getRowType())));
  }

  /** Whether these are groups of which there is one at most with given values in some columns. */
  private boolean areGroupsBy(List<Integer> columns) {
    if (relations.size() != 1
        || !(relations.get(0) instanceof Aggregate aggregate)
        || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      return false;
    }
    ImmutableBitSet.Builder fixed = ImmutableBitSet.builder();
    for (int column : columns) {
      if (outputs.get(column) instanceof RexInputRef ref) {
        fixed.set(ref.getIndex());
      }
    }
    return fixed.build().contains(ImmutableBitSet.range(aggregate.getGroupCount()));
  }

  FlatJoin product(FlatJoin right) {
    int left = width();
    List<RexNode> shifted = new ArrayList<>(conditions);
    right.conditions.forEach(condition -> shifted.add(RexUtil.shift(condition, left)));
    List<RexNode> columns = new ArrayList<>(outputs);
    right.outputs.forEach(output -> columns.add(RexUtil.shift(output, left)));
    List<RelNode> both = new ArrayList<>(relations);
    both.addAll(right.relations);
    return new FlatJoin(both, shifted, columns);
  }

  private FlatJoin where(RexNode condition) {
    List<RexNode> all = new ArrayList<>(conditions);
    all.addAll(RelOptUtil.conjunctions(inColumns(condition)));
    return new FlatJoin(relations, all, outputs);
  }

  /** An expression in the outputs as one in the relations' columns. */
  RexNode inColumns(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return outputs.get(ref.getIndex());
          }
        });
  }

  /** The number of columns that the relations have together. */
  int width() {
    return firstColumn(relations.size());
  }

  int firstColumn(int relation) {
    return relations.subList(0, relation).stream()
        .mapToInt(rel -> rel.getRowType().getFieldCount())
        .sum();
  }

  int relationOf(int column) {
    int relation = 0;
    while (firstColumn(relation + 1) <= column) {
      relation++;
    }
    return relation;
  }

  RelDataType type(int column) {
    int relation = relationOf(column);
    List<RelDataTypeField> fields = relations.get(relation).getRowType().getFieldList();
    return fields.get(column - firstColumn(relation)).getType();
  }
}
