package io.distaff.optimizer;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.Util;

/**
 * EXISTS, NOT EXISTS, IN and NOT IN among a filter's conjuncts become semi and anti joins with the
 * correlated predicates as their condition. What doesn't have the form (correlation below an
 * aggregate, NOT IN over columns that may be null, sub-queries under OR) is left to the general
 * removal of sub-queries and decorrelation, which repeats the outer query.
 */
final class ExistsToSemiJoin extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalFilter filter)
        || !RexUtil.SubQueryFinder.containsSubQuery(filter)) {
      return rel;
    }
    List<RexNode> plain = new ArrayList<>();
    List<RexNode> subQueries = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      boolean hasSubQuery = RexUtil.SubQueryFinder.find(conjunct) != null;
      (hasSubQuery ? subQueries : plain).add(conjunct);
    }
    RelNode left = withFilter(filter.getInput(), plain, Set.of());
    List<RexNode> rest = new ArrayList<>();
    for (RexNode conjunct : subQueries) {
      Optional<RelNode> joined = join(left, conjunct, filter.getVariablesSet());
      if (joined.isPresent()) {
        left = joined.get();
      } else {
        rest.add(conjunct);
      }
    }
    return rest.size() == subQueries.size()
        ? rel
        : withFilter(left, rest, filter.getVariablesSet());
  }

  private static RelNode withFilter(
      RelNode input, List<RexNode> conjuncts, Set<CorrelationId> variables) {
    if (conjuncts.isEmpty()) {
      return input;
    }
    RexNode condition = RexUtil.composeConjunction(input.getCluster().getRexBuilder(), conjuncts);
    return LogicalFilter.create(input, condition, ImmutableSet.copyOf(variables));
  }

  private Optional<RelNode> join(RelNode left, RexNode conjunct, Set<CorrelationId> outer) {
    boolean negated = conjunct.getKind() == SqlKind.NOT;
    RexNode inner = negated ? ((RexCall) conjunct).getOperands().get(0) : conjunct;
    if (!(inner instanceof RexSubQuery subQuery)
        || subQuery.getOperands().stream().anyMatch(ExistsToSemiJoin::hasSubQuery)) {
      return Optional.empty();
    }
    boolean in = subQuery.getKind() == SqlKind.IN;
    if (!in && subQuery.getKind() != SqlKind.EXISTS) {
      return Optional.empty();
    }
    return Peeled.of(subQuery.rel, outer, in)
        .filter(peeled -> !in || !negated || neverNull(subQuery, peeled))
        .map(peeled -> join(left, subQuery, peeled, negated));
  }

  private static boolean neverNull(RexSubQuery subQuery, Peeled peeled) {
    return subQuery.getOperands().stream().noneMatch(o -> o.getType().isNullable())
        && peeled.outputs().stream().noneMatch(o -> o.getType().isNullable());
  }

  private RelNode join(RelNode left, RexSubQuery subQuery, Peeled peeled, boolean negated) {
    RexBuilder rexBuilder = left.getCluster().getRexBuilder();
    RelNode right = apply(peeled.input());
    int leftColumns = left.getRowType().getFieldCount();
    List<RexNode> conditions = new ArrayList<>();
    for (int i = 0; i < subQuery.getOperands().size(); i++) {
      RexNode output = RexUtil.shift(peeled.outputs().get(i), leftColumns);
      conditions.add(
          rexBuilder.makeCall(SqlStdOperatorTable.EQUALS, subQuery.getOperands().get(i), output));
    }
    for (RexNode correlated : peeled.correlated()) {
      conditions.add(joined(correlated, left, leftColumns, peeled.outer()));
    }
    RexNode condition = RexUtil.composeConjunction(rexBuilder, conditions);
    return LogicalJoin.create(
        left, right, List.of(), condition, Set.of(), negated ? JoinRelType.ANTI : JoinRelType.SEMI);
  }

  /** A predicate of the sub-query over the columns of the join. */
  private static RexNode joined(
      RexNode predicate, RelNode left, int leftColumns, Set<CorrelationId> outer) {
    return predicate.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(ref.getIndex() + leftColumns, ref.getType());
          }

          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable variable
                && outer.contains(variable.id)) {
              RelDataTypeField field = access.getField();
              return left.getCluster().getRexBuilder().makeInputRef(left, field.getIndex());
            }
            return super.visitFieldAccess(access);
          }
        });
  }

  /**
   * A sub-query without its projections and its correlated predicates.
   *
   * @param input what remains, not correlated
   * @param outputs the sub-query's columns over {@code input}; for EXISTS they don't matter
   * @param correlated predicates over {@code input} and the outer query
   */
  private record Peeled(
      RelNode input, List<RexNode> outputs, List<RexNode> correlated, Set<CorrelationId> outer) {
    static Optional<Peeled> of(RelNode subQuery, Set<CorrelationId> outer, boolean needsOutputs) {
      RelNode rel = subQuery;
      if (!needsOutputs && rel instanceof Sort sort && sort.fetch == null && sort.offset == null) {
        rel = sort.getInput();
      }
      List<RexNode> outputs = null;
      if (rel instanceof Project project) {
        outputs = project.getProjects();
        rel = project.getInput();
        if (needsOutputs && outputs.stream().anyMatch(o -> uses(o, outer) || hasSubQuery(o))) {
          return Optional.empty();
        }
      }
      List<RexNode> correlated = new ArrayList<>();
      if (rel instanceof Filter filter) {
        List<RexNode> own = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
          boolean usesOuter = uses(conjunct, outer);
          if (usesOuter && hasSubQuery(conjunct)) {
            return Optional.empty();
          }
          (usesOuter ? correlated : own).add(conjunct);
        }
        rel = withFilter(filter.getInput(), own, filter.getVariablesSet());
      }
      if (!Collections.disjoint(RelOptUtil.getVariablesUsed(rel), outer)) {
        return Optional.empty();
      }
      if (outputs == null) {
        outputs = rel.getCluster().getRexBuilder().identityProjects(rel.getRowType());
      }
      return Optional.of(new Peeled(rel, outputs, correlated, outer));
    }
  }

  private static boolean hasSubQuery(RexNode node) {
    return RexUtil.SubQueryFinder.find(node) != null;
  }

  /** True when an expression, or a sub-query within, names a column of the outer query. */
  private static boolean uses(RexNode node, Set<CorrelationId> outer) {
    if (outer.isEmpty()) {
      return false;
    }
    try {
      node.accept(
          new RexShuttle() {
            @Override
            public RexNode visitCorrelVariable(RexCorrelVariable variable) {
              if (outer.contains(variable.id)) {
                throw Util.FoundOne.NULL;
              }
              return variable;
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
              if (!Collections.disjoint(RelOptUtil.getVariablesUsed(subQuery.rel), outer)) {
                throw Util.FoundOne.NULL;
              }
              return super.visitSubQuery(subQuery);
            }
          });
      return false;
    } catch (Util.FoundOne found) {
      return true;
    }
  }
}
