package io.distaff.optimizer;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexNode;

/** A join that has its place in the order of joins, while others are still looked for theirs. */
final class OrderedJoin extends Join {
  private OrderedJoin(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      RexNode condition,
      Set<CorrelationId> variables,
      JoinRelType type) {
    super(cluster, traits, List.of(), left, right, condition, variables, type);
  }

  static OrderedJoin inner(RelNode left, RelNode right, RexNode condition) {
    return new OrderedJoin(
        left.getCluster(), left.getTraitSet(), left, right, condition, Set.of(), JoinRelType.INNER);
  }

  static OrderedJoin of(Join join, RelNode left, RelNode right) {
    return new OrderedJoin(
        join.getCluster(),
        join.getTraitSet(),
        left,
        right,
        join.getCondition(),
        join.getVariablesSet(),
        join.getJoinType());
  }

  @Override
  public Join copy(
      RelTraitSet traits,
      RexNode condition,
      RelNode left,
      RelNode right,
      JoinRelType type,
      boolean semiJoinDone) {
    return new OrderedJoin(getCluster(), traits, left, right, condition, getVariablesSet(), type);
  }

  LogicalJoin logical() {
    return LogicalJoin.create(left, right, List.of(), condition, getVariablesSet(), joinType);
  }
}
