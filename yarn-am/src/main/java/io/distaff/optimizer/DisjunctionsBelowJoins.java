package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * What a disjunction over several relations says of one of them is checked there, below the joins,
 * too: {@code (a.x = 1 and b.y = 2) or (a.x = 3 and b.y = 4)} says that a.x is 1 or 3. Only
 * comparisons that can't fail are taken: what stands beside them may keep rows from others.
 */
final class DisjunctionsBelowJoins extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof Join join) || join.getJoinType() != JoinRelType.INNER) {
      return rel;
    }
    RelNode rewritten = rel;
    for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
      if (conjunct.isA(SqlKind.OR)) {
        rewritten = withSides((Join) rewritten, conjunct);
      }
    }
    return rewritten;
  }

  private static RelNode withSides(Join join, RexNode disjunction) {
    int leftColumns = join.getLeft().getRowType().getFieldCount();
    RelNode left = join.getLeft();
    RelNode right = join.getRight();
    if (!join.getJoinType().generatesNullsOnLeft()) {
      left = filtered(left, disjunction, 0);
    }
    if (!join.getJoinType().generatesNullsOnRight() && join.getJoinType().projectsRight()) {
      right = filtered(right, disjunction, leftColumns);
    }
    return left == join.getLeft() && right == join.getRight()
        ? join
        : join.copy(join.getTraitSet(), List.of(left, right));
  }

  /**
   * A side of a join with what the disjunction says of its relations.
   *
   * @param first the place of its first column in the disjunction
   */
  private static RelNode filtered(RelNode side, RexNode disjunction, int first) {
    int numColumns = side.getRowType().getFieldCount();
    RexBuilder rexBuilder = side.getCluster().getRexBuilder();
    Optional<RexNode> implied =
        implied(disjunction, ImmutableBitSet.range(first, first + numColumns), rexBuilder);
    if (implied.isEmpty()) {
      return side;
    }
    RexNode condition = RexUtil.shift(implied.get(), -first);
    return side instanceof Join join
        ? withSides(join, condition)
        : LogicalFilter.create(side, condition);
  }

  /** What is true of some columns where the disjunction is; empty if it says nothing of them. */
  private static Optional<RexNode> implied(
      RexNode disjunction, ImmutableBitSet columns, RexBuilder rexBuilder) {
    List<RexNode> cases = new ArrayList<>();
    for (RexNode each : RelOptUtil.disjunctions(disjunction)) {
      List<RexNode> known = new ArrayList<>();
      for (RexNode conjunct : RelOptUtil.conjunctions(each)) {
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(conjunct);
        if (!used.isEmpty() && columns.contains(used) && NeverFails.of(conjunct)) {
          known.add(conjunct);
        }
      }
      if (known.isEmpty()) {
        return Optional.empty();
      }
      cases.add(RexUtil.composeConjunction(rexBuilder, known));
    }
    return Optional.of(RexUtil.composeDisjunction(rexBuilder, cases));
  }
}
