package io.distaff.optimizer;

import com.google.common.collect.ImmutableSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
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
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.Util;

/**
 * Sub-queries become joins with the correlated predicates as their condition: EXISTS, NOT EXISTS,
 * IN, NOT IN and comparisons with SOME among a filter's conjuncts semi and anti joins, anywhere
 * else in a filter or projection marks of rows, and correlated scalar sub-queries single joins.
 * What doesn't have the form (correlation below an aggregate or a limit) is left to the general
 * removal of sub-queries and decorrelation, which repeats the outer query.
 */
final class ExistsToSemiJoin extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (rel instanceof LogicalFilter filter && RexUtil.SubQueryFinder.containsSubQuery(filter)) {
      return filter(filter);
    }
    if (rel instanceof LogicalProject project && RexUtil.SubQueryFinder.containsSubQuery(project)) {
      return project(project);
    }
    return rel;
  }

  private RelNode filter(LogicalFilter filter) {
    List<RexNode> plain = new ArrayList<>();
    List<RexNode> subQueries = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      (hasSubQuery(conjunct) ? subQueries : plain).add(conjunct);
    }
    RelNode left = withFilter(filter.getInput(), plain, Set.of());
    List<RexNode> others = new ArrayList<>();
    for (RexNode conjunct : subQueries) {
      Optional<RelNode> joined = join(left, conjunct, filter.getVariablesSet());
      if (joined.isPresent()) {
        left = joined.get();
      } else {
        others.add(conjunct);
      }
    }
    Marks marks = new Marks(left, filter.getVariablesSet());
    List<RexNode> rest = marks.apply(others);
    RelNode filtered = withFilter(marks.rel, rest, filter.getVariablesSet());
    if (marks.rel == left) {
      return rest.size() == subQueries.size() ? filter : filtered;
    }
    RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < filter.getRowType().getFieldCount(); i++) {
      columns.add(rexBuilder.makeInputRef(filtered, i));
    }
    return LogicalProject.create(
        filtered, List.of(), columns, filter.getRowType().getFieldNames(), Set.of());
  }

  private RelNode project(LogicalProject project) {
    Marks marks = new Marks(project.getInput(), project.getVariablesSet());
    List<RexNode> columns = marks.apply(project.getProjects());
    return marks.rel == project.getInput()
        ? project
        : LogicalProject.create(
            marks.rel,
            project.getHints(),
            columns,
            project.getRowType().getFieldNames(),
            project.getVariablesSet());
  }

  /** Puts columns that a join adds in the place of sub-queries. */
  private final class Marks extends RexShuttle {
    private final Set<CorrelationId> outer;
    private RelNode rel;

    Marks(RelNode rel, Set<CorrelationId> outer) {
      this.rel = rel;
      this.outer = outer;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      if (subQuery.getOperands().stream().anyMatch(ExistsToSemiJoin::hasSubQuery)) {
        return subQuery;
      }
      boolean single = subQuery.getKind() == SqlKind.SCALAR_QUERY;
      if (!single && !isExistence(subQuery)) {
        return subQuery;
      }
      boolean needsOutputs = subQuery.getKind() != SqlKind.EXISTS;
      Optional<Peeled> peeled = Peeled.of(subQuery.rel, outer, needsOutputs);
      if (peeled.isEmpty()
          || (single && !isSingleJoin(peeled.get()))
          || namesFarther(rel, subQuery, peeled.get())) {
        return subQuery;
      }
      RelNode marked =
          single
              ? single(rel, subQuery, peeled.get())
              : marked(rel, subQuery, peeled.get(), SubQueryJoin.Kind.MARK);
      rel = marked;
      int column = marked.getRowType().getFieldCount() - 1;
      return marked.getCluster().getRexBuilder().makeInputRef(marked, column);
    }
  }

  /** What isn't correlated is a value for all rows; the value itself must not be correlated. */
  private static boolean isSingleJoin(Peeled peeled) {
    return !peeled.correlated().isEmpty()
        && peeled.outputs().stream().noneMatch(output -> uses(output, peeled.outer()));
  }

  private static boolean isExistence(RexSubQuery subQuery) {
    return switch (subQuery.getKind()) {
      case EXISTS, IN, SOME -> true;
      default -> false;
    };
  }

  private RelNode marked(
      RelNode left, RexSubQuery subQuery, Peeled peeled, SubQueryJoin.Kind kind) {
    return SubQueryJoin.create(
        left,
        right(subQuery, peeled),
        kind,
        comparisons(left, subQuery, peeled),
        correlated(left, peeled, 0),
        subQuery.getType());
  }

  /** The sub-query's column goes before the columns of its input. */
  private RelNode single(RelNode left, RexSubQuery subQuery, Peeled peeled) {
    RelNode input = apply(peeled.input());
    List<RexNode> columns = new ArrayList<>(peeled.outputs());
    columns.addAll(left.getCluster().getRexBuilder().identityProjects(input.getRowType()));
    List<String> names = new ArrayList<>(List.of("value"));
    for (int i = 1; i < columns.size(); i++) {
      names.add("c" + i);
    }
    RelNode right = LogicalProject.create(input, List.of(), columns, names, Set.of());
    return SubQueryJoin.create(
        left,
        right,
        SubQueryJoin.Kind.SINGLE,
        List.of(),
        correlated(left, peeled, 1),
        subQuery.getType());
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
    if (!isExistence(subQuery)) {
      return Optional.empty();
    }
    return Peeled.of(subQuery.rel, outer, subQuery.getKind() != SqlKind.EXISTS)
        .filter(
            peeled ->
                !(negated && mayBeUnknown(subQuery, peeled))
                    || !namesFarther(left, subQuery, peeled))
        .map(
            peeled ->
                negated && mayBeUnknown(subQuery, peeled)
                    ? marked(left, subQuery, peeled, SubQueryJoin.Kind.ANTI)
                    : join(left, subQuery, peeled, negated));
  }

  /**
   * Whether a join with a sub-query would name columns of rows farther out, which only joins of
   * Calcite's can be made free of.
   */
  private static boolean namesFarther(RelNode left, RexSubQuery subQuery, Peeled peeled) {
    Set<CorrelationId> rows = new HashSet<>();
    RexShuttle collector =
        new RexShuttle() {
          @Override
          public RexNode visitCorrelVariable(RexCorrelVariable variable) {
            rows.add(variable.id);
            return variable;
          }
        };
    collector.apply(subQuery.getOperands());
    collector.apply(peeled.correlated());
    collector.apply(peeled.outputs());
    rows.addAll(RelOptUtil.getVariablesUsed(left));
    rows.addAll(RelOptUtil.getVariablesUsed(peeled.input()));
    rows.removeAll(peeled.outer());
    return !rows.isEmpty();
  }

  private static boolean mayBeUnknown(RexSubQuery subQuery, Peeled peeled) {
    return subQuery.getKind() != SqlKind.EXISTS
        && (subQuery.getOperands().stream().anyMatch(o -> o.getType().isNullable())
            || peeled.outputs().stream().anyMatch(o -> o.getType().isNullable()));
  }

  private RelNode join(RelNode left, RexSubQuery subQuery, Peeled peeled, boolean negated) {
    List<RexNode> conditions = new ArrayList<>(comparisons(left, subQuery, peeled));
    conditions.addAll(correlated(left, peeled, 0));
    RexNode condition = RexUtil.composeConjunction(left.getCluster().getRexBuilder(), conditions);
    return LogicalJoin.create(
        left,
        right(subQuery, peeled),
        List.of(),
        condition,
        Set.of(),
        negated ? JoinRelType.ANTI : JoinRelType.SEMI);
  }

  /** What is joined; of an EXISTS that isn't correlated one row says all. */
  private RelNode right(RexSubQuery subQuery, Peeled peeled) {
    RelNode input = apply(peeled.input());
    if (subQuery.getKind() != SqlKind.EXISTS || !peeled.correlated().isEmpty()) {
      return input;
    }
    RexNode one = input.getCluster().getRexBuilder().makeExactLiteral(BigDecimal.ONE);
    return LogicalSort.create(input, RelCollations.EMPTY, null, one);
  }

  /** The operands compared with the sub-query's columns; none for EXISTS. */
  private static List<RexNode> comparisons(RelNode left, RexSubQuery subQuery, Peeled peeled) {
    int leftColumns = left.getRowType().getFieldCount();
    SqlOperator operator =
        subQuery.op instanceof SqlQuantifyOperator quantified
            ? RelOptUtil.op(quantified.comparisonKind, null)
            : SqlStdOperatorTable.EQUALS;
    List<RexNode> comparisons = new ArrayList<>();
    for (int i = 0; i < subQuery.getOperands().size(); i++) {
      RexNode output = joined(peeled.outputs().get(i), left, leftColumns, peeled.outer());
      comparisons.add(
          left.getCluster()
              .getRexBuilder()
              .makeCall(operator, subQuery.getOperands().get(i), output));
    }
    return comparisons;
  }

  private static List<RexNode> correlated(RelNode left, Peeled peeled, int shift) {
    int firstRight = left.getRowType().getFieldCount() + shift;
    return peeled.correlated().stream()
        .map(predicate -> joined(predicate, left, firstRight, peeled.outer()))
        .toList();
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
        if (needsOutputs && outputs.stream().anyMatch(ExistsToSemiJoin::hasSubQuery)) {
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
