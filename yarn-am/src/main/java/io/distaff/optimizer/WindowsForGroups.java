package io.distaff.optimizer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Groups that are joined to the rows they were made of become a window over those rows, so that the
 * tables are read once. Correlated sub-queries that compare a row with an aggregate of its like are
 * such joins (after "WinMagic: Subquery Elimination Using Window Aggregation", Zuzarte et al.,
 * SIGMOD 2003):
 *
 * <pre>
 *   σ C                                           σ C                  without what is below
 *     × ── O     other relations                    × ── O             those that aren't below
 *     × ── M     some relations           becomes   window agg(x) partitioned by K
 *     × ── γ K, agg(x)                                σ S
 *            σ S                                        × ── M
 *              M     the same relations                 × ── O'        those that choose whole K
 * </pre>
 *
 * <p>It is right when C implies S of the outer M, and that its K are those of the group. Then each
 * outer row has a row of σ S (M) in it, and the one group that it meets is the partition of that
 * row: this needs no unique keys. All of C is checked above the window once more, but for what has
 * been checked below.
 *
 * <p>Below may stand what takes partitions whole, or drops them: conditions on K alone, and other
 * relations O' that nothing but conditions on K connects with M. Each row of a partition meets as
 * many of their rows, n: joining them makes each row n. The least and the largest stay the same,
 * and so does a quotient of a sum and a count of the same values, when it is computed exactly. For
 * other functions O' stands below as a semi-join, and above again. Without a group there is no row
 * either, so that a left join to the groups is as good as an inner one, if K isn't null.
 *
 * <p>Of floating-point numbers equal ones may differ, and their sum depends on the order: such K
 * are left alone, such sums only chosen by semi-joins.
 *
 * <p>A window moves and sorts its rows, where groups are added up as they come. So it must have
 * several times fewer rows than the tables that need no second look.
 */
final class WindowsForGroups extends RelRewrite {
  private static final Set<SqlAggFunction> FUNCTIONS =
      Set.of(
          SqlStdOperatorTable.COUNT,
          SqlStdOperatorTable.SUM,
          SqlStdOperatorTable.MIN,
          SqlStdOperatorTable.MAX,
          WideSum.INSTANCE);

  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof Join join)) {
      return rel;
    }
    return switch (join.getJoinType()) {
      case INNER -> ofInner(join);
      case LEFT -> ofLeft(join);
      default -> rel;
    };
  }

  private static RelNode ofInner(Join join) {
    FlatJoin outer = FlatJoin.of(join);
    for (int i = 0; i < outer.relations().size(); i++) {
      Optional<RelNode> window = rewritten(join, outer, i, List.of());
      if (window.isPresent()) {
        return window.get();
      }
    }
    return join;
  }

  private static RelNode ofLeft(Join join) {
    FlatJoin groups = FlatJoin.of(join.getRight());
    if (groups.relations().size() > 1 || !groups.conditions().isEmpty()) {
      return join;
    }
    FlatJoin outer = FlatJoin.of(join.getLeft()).product(groups);
    List<RexNode> on = RelOptUtil.conjunctions(outer.inColumns(join.getCondition()));
    return on.isEmpty()
        ? join
        : rewritten(join, outer, outer.relations().size() - 1, on).orElse(join);
  }

  /**
   * @param on the condition of a left join to the groups; empty for an inner join, whose conditions
   *     are the outer ones
   */
  private static Optional<RelNode> rewritten(
      Join join, FlatJoin outer, int groups, List<RexNode> on) {
    if (!(outer.relations().get(groups) instanceof Aggregate aggregate)
        || aggregate.getGroupType() != Aggregate.Group.SIMPLE
        || aggregate.getGroupSet().isEmpty()
        || !aggregate.getAggCallList().stream().allMatch(WindowsForGroups::canBeWindow)) {
      return Optional.empty();
    }
    FlatJoin inner = FlatJoin.of(aggregate.getInput());
    if (!inner.relations().stream().allMatch(TableScan.class::isInstance)) {
      return Optional.empty();
    }
    GroupedRows rows = new GroupedRows(outer, groups, aggregate, inner, on);
    return rows.isFound()
        ? new GroupsWindow(join.getRowType(), outer, groups, rows).rewritten()
        : Optional.empty();
  }

  private static boolean canBeWindow(AggregateCall call) {
    return FUNCTIONS.contains(call.getAggregation())
        && !call.isDistinct()
        && !call.ignoreNulls()
        && call.filterArg < 0
        && call.distinctKeys == null
        && call.getArgList().size() <= 1;
  }
}
