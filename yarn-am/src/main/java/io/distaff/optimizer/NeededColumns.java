package io.distaff.optimizer;

import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Which columns of its inputs a tree needs for some of its own. Filters and joins pass on all
 * columns, also those that nobody needs above them.
 */
final class NeededColumns {
  private NeededColumns() {}

  static ImmutableBitSet all(RelNode rel) {
    return ImmutableBitSet.range(rel.getRowType().getFieldCount());
  }

  /** Of each input; all where that isn't known of a tree. */
  static List<ImmutableBitSet> ofInputs(RelNode rel, ImmutableBitSet needed) {
    if (rel instanceof Project project) {
      List<RexNode> given = needed.asList().stream().map(project.getProjects()::get).toList();
      return List.of(RelOptUtil.InputFinder.bits(given, null));
    } else if (rel instanceof Filter filter) {
      return List.of(needed.union(RelOptUtil.InputFinder.bits(filter.getCondition())));
    } else if (rel instanceof Aggregate aggregate) {
      return List.of(ofGroups(aggregate));
    } else if (rel instanceof Sort sort) {
      return List.of(needed.union(ImmutableBitSet.of(sort.getCollation().getKeys())));
    } else if (rel instanceof Union) {
      return rel.getInputs().stream().map(input -> needed).toList();
    } else if (rel instanceof Join join) {
      int left = join.getLeft().getRowType().getFieldCount();
      int right = join.getRight().getRowType().getFieldCount();
      ImmutableBitSet both = needed.union(RelOptUtil.InputFinder.bits(join.getCondition()));
      return List.of(
          both.intersect(ImmutableBitSet.range(left)),
          both.intersect(ImmutableBitSet.range(left, left + right)).shift(-left));
    } else if (rel instanceof SharedRows) {
      return List.of(needed);
    }
    return rel.getInputs().stream().map(NeededColumns::all).toList();
  }

  private static ImmutableBitSet ofGroups(Aggregate aggregate) {
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
    for (AggregateCall call : aggregate.getAggCallList()) {
      columns.addAll(call.getArgList());
      columns.addAll(call.getCollation().getKeys());
      if (call.hasFilter()) {
        columns.set(call.filterArg);
      }
    }
    return columns.build();
  }
}
