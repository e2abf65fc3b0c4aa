package io.distaff.optimizer;

import com.google.common.collect.ImmutableList;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.rules.JoinPushTransitivePredicatesRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * What is known of a key on one side of a join is true of the other side's, too. Unlike Calcite's
 * rule it lets the predicate say of its columns what is true where it goes: they may be null there.
 */
final class PredicatesAcrossJoins extends JoinPushTransitivePredicatesRule {
  static final PredicatesAcrossJoins RULE = new PredicatesAcrossJoins();

  private PredicatesAcrossJoins() {
    super(Config.DEFAULT);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Join join = call.rel(0);
    RelOptPredicateList known = call.getMetadataQuery().getPulledUpPredicates(join);
    RelNode left = filtered(call, join.getLeft(), known.leftInferredPredicates);
    RelNode right = filtered(call, join.getRight(), known.rightInferredPredicates);
    if (left != join.getLeft() || right != join.getRight()) {
      RelNode changed =
          join.copy(
              join.getTraitSet(),
              join.getCondition(),
              left,
              right,
              join.getJoinType(),
              join.isSemiJoinDone());
      call.getPlanner().onCopy(join, changed);
      call.transformTo(changed);
    }
  }

  private static RelNode filtered(
      RelOptRuleCall call, RelNode input, ImmutableList<RexNode> predicates) {
    if (predicates.isEmpty()) {
      return input;
    }
    RelNode filtered =
        call.builder()
            .push(input)
            .filter(
                RexUtil.fixUp(
                    input.getCluster().getRexBuilder(),
                    predicates,
                    RelOptUtil.getFieldTypeList(input.getRowType())))
            .build();
    call.getPlanner().onCopy(input, filtered);
    return filtered;
  }
}
