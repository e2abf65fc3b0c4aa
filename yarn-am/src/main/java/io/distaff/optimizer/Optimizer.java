package io.distaff.optimizer;

import io.distaff.expression.Expression;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCostImpl;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.rules.AggregateExpandDistinctAggregatesRule;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.rel.rules.SemiJoinProjectTransposeRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Makes algebra better in a fixed order: files' names become columns, aggregates take their
 * constant parameters, sub-queries become joins and unnests, sorts that nobody sees are dropped,
 * averages become sums and counts, constants are folded, filters go down, as does what disjunctions
 * say of one side, and are copied across equal keys, files are found in partition directories, rows
 * are left to groups of them, groups of joined rows become windows, others are made of finer ones
 * that are there, joins are ordered by estimated rows, grouping sets are made of the finest groups,
 * rows are grouped before joins, limits go into sorts and below outer joins, columns nobody needs
 * are dropped, members are taken out of structs below joins, and what several places need is made
 * once. The rows stay the same. Confined to the thread of the trees' analyzer.
 */
public final class Optimizer {
  private static final List<RelOptRule> SUB_QUERIES =
      List.of(
          CoreRules.FILTER_SUB_QUERY_TO_CORRELATE,
          CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE,
          CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

  /**
   * One distinct aggregate beside others that can be put together from parts: groups by its
   * argument as well are grouped again. (By grouping sets, every row would be there twice.)
   */
  private static final RelOptRule ONE_DISTINCT_AGGREGATE =
      AggregateExpandDistinctAggregatesRule.Config.DEFAULT
          .withUsingGroupingSets(false)
          .withOperandSupplier(
              aggregate ->
                  aggregate
                      .operand(LogicalAggregate.class)
                      .predicate(Optimizer::hasOneDistinctCall)
                      .anyInputs())
          .as(AggregateExpandDistinctAggregatesRule.Config.class)
          .toRule();

  private static final Set<SqlKind> FROM_PARTS =
      Set.of(SqlKind.COUNT, SqlKind.SUM, SqlKind.SUM0, SqlKind.MIN, SqlKind.MAX);

  private static final List<RelOptRule> SET_OPERATIONS =
      List.of(
          CoreRules.UNION_MERGE,
          CoreRules.UNION_TO_DISTINCT,
          CoreRules.INTERSECT_TO_DISTINCT,
          CoreRules.MINUS_TO_DISTINCT,
          ONE_DISTINCT_AGGREGATE,
          CoreRules.AGGREGATE_EXPAND_DISTINCT_AGGREGATES);

  private static final int SIMPLIFICATIONS_PER_NODE = 4;

  /** Not of cross joins, for which Calcite would find out all that is known of both sides. */
  private static final RelOptRule JOIN_REDUCE_EXPRESSIONS =
      CoreRules.JOIN_REDUCE_EXPRESSIONS
          .config
          .withOperandSupplier(
              join ->
                  join.operand(Join.class)
                      .predicate(j -> !j.getCondition().isAlwaysTrue())
                      .anyInputs())
          .toRule();

  private static final List<RelOptRule> SIMPLIFY =
      List.of(
          CoreRules.FILTER_REDUCE_EXPRESSIONS,
          CoreRules.PROJECT_REDUCE_EXPRESSIONS,
          JOIN_REDUCE_EXPRESSIONS,
          CoreRules.SORT_REMOVE_CONSTANT_KEYS);

  /** What functions of chance gave to rows must not be computed again for the rows left. */
  private static final RelOptRule FILTER_PROJECT_TRANSPOSE =
      FilterProjectTransposeRule.Config.DEFAULT
          .withOperandFor(
              Filter.class,
              filter -> !RexUtil.containsCorrelation(filter.getCondition()),
              Project.class,
              Optimizer::isDeterministic)
          .toRule();

  /** Nor in several places, of which some are for a part of the rows. */
  private static final RelOptRule PROJECT_MERGE =
      ProjectMergeRule.Config.DEFAULT
          .withOperandSupplier(
              outer ->
                  outer
                      .operand(Project.class)
                      .oneInput(
                          inner ->
                              inner
                                  .operand(Project.class)
                                  .predicate(Optimizer::isDeterministic)
                                  .anyInputs()))
          .as(ProjectMergeRule.Config.class)
          .toRule();

  /** Nor after a semi-join has left rows out, which windows need. */
  private static final RelOptRule SEMI_JOIN_PROJECT_TRANSPOSE =
      SemiJoinProjectTransposeRule.Config.DEFAULT
          .withOperandSupplier(
              join ->
                  join.operand(Join.class)
                      .predicate(Join::isSemiJoin)
                      .inputs(
                          project ->
                              project
                                  .operand(Project.class)
                                  .predicate(p -> isDeterministic(p) && !p.containsOver())
                                  .anyInputs()))
          .as(SemiJoinProjectTransposeRule.Config.class)
          .toRule();

  /**
   * Nor are groups chosen before they are made. The group of all rows is there even where no row
   * is: nothing that decides on it goes below.
   */
  private static final RelOptRule FILTER_AGGREGATE_TRANSPOSE =
      FilterAggregateTransposeRule.Config.DEFAULT
          .withOperandSupplier(
              filter ->
                  filter
                      .operand(Filter.class)
                      .predicate(f -> RexUtil.isDeterministic(f.getCondition()))
                      .oneInput(
                          aggregate ->
                              aggregate
                                  .operand(Aggregate.class)
                                  .predicate(Optimizer::hasOnlyKeyedGroups)
                                  .anyInputs()))
          .as(FilterAggregateTransposeRule.Config.class)
          .toRule();

  private static final RelOptRule PRUNE_EMPTY_GROUPS =
      PruneEmptyRules.RemoveEmptySingleRule.RemoveEmptySingleRuleConfig.AGGREGATE
          .withOperandSupplier(
              aggregate ->
                  aggregate
                      .operand(Aggregate.class)
                      .predicate(Optimizer::hasOnlyKeyedGroups)
                      .oneInput(
                          values ->
                              values.operand(Values.class).predicate(Values::isEmpty).noInputs()))
          .toRule();

  private static final List<RelOptRule> PUSH_FILTERS =
      List.of(
          CoreRules.FILTER_INTO_JOIN,
          CoreRules.JOIN_CONDITION_PUSH,
          FILTER_PROJECT_TRANSPOSE,
          FilterBelowWindows.RULE,
          FilterUnnestTranspose.RULE,
          FILTER_AGGREGATE_TRANSPOSE,
          CoreRules.FILTER_SET_OP_TRANSPOSE,
          CoreRules.FILTER_MERGE,
          CoreRules.FILTER_SORT_TRANSPOSE,
          SEMI_JOIN_PROJECT_TRANSPOSE,
          PROJECT_MERGE,
          CoreRules.PROJECT_REMOVE,
          PruneEmptyRules.FILTER_INSTANCE,
          PruneEmptyRules.PROJECT_INSTANCE,
          PruneEmptyRules.UNION_INSTANCE,
          PruneEmptyRules.JOIN_LEFT_INSTANCE,
          PruneEmptyRules.JOIN_RIGHT_INSTANCE,
          PRUNE_EMPTY_GROUPS,
          PruneEmptyRules.SORT_INSTANCE);

  private static final List<RelOptRule> TIDY =
      List.of(
          CoreRules.JOIN_PUSH_EXPRESSIONS,
          CoreRules.FILTER_MERGE,
          PROJECT_MERGE,
          CoreRules.PROJECT_REMOVE);

  private final PrunePartitions prunePartitions;

  /**
   * @param translation of conditions into the engine's terms; throws NOT_SUPPORTED
   */
  public Optimizer(Function<RexNode, Expression> translation) {
    this.prunePartitions = new PrunePartitions(translation);
  }

  private static boolean hasOneDistinctCall(Aggregate aggregate) {
    List<AggregateCall> calls = aggregate.getAggCallList();
    return aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && calls.stream().filter(AggregateCall::isDistinct).count() == 1
        && calls.stream()
            .allMatch(
                call ->
                    call.filterArg < 0
                        && (call.isDistinct()
                            || FROM_PARTS.contains(call.getAggregation().getKind())));
  }

  private static boolean hasOnlyKeyedGroups(Aggregate aggregate) {
    return aggregate.getGroupSets().stream().noneMatch(ImmutableBitSet::isEmpty);
  }

  private static boolean isDeterministic(Project project) {
    return project.getProjects().stream().allMatch(RexUtil::isDeterministic);
  }

  /**
   * The tree in its best form. Throws NOT_SUPPORTED for a correlated sub-query that can't become a
   * join.
   */
  public RelNode optimize(RelNode analyzed, RowSharing sharing) {
    RelOptCluster cluster = analyzed.getCluster();
    EngineRowCount.METADATA.use(cluster);
    RelBuilder relBuilder =
        RelFactories.LOGICAL_BUILDER
            .create(cluster, null)
            .transform(config -> config.withBloat(-1)); // PROJECT_MERGE merges projections

    RelNode rel = new ConstantParameters().apply(FileNames.bind(analyzed));
    rel = withoutSubQueries(UnseenSorts.drop(rel), relBuilder);
    rel = UnseenSorts.drop(rel);
    rel = new RowsWithoutWindow().apply(rel);
    rel = new SessionWindows(relBuilder).apply(rel);
    rel = new SetOperationsOfAll(relBuilder).apply(rel);
    rel = new ReduceAggregates().apply(rel);
    rel = new OrdersOfChoices().apply(apply(rel, SET_OPERATIONS));
    rel = simplify(rel);
    rel = new FactorDisjunctions().apply(rel);
    RelNode pushed = apply(rel, PUSH_FILTERS);
    rel = new DisjunctionsBelowJoins().apply(pushed);
    rel = copyAcrossEqualKeys(rel);
    pushed = pushFilters(rel, pushed);
    rel = simplify(pushed);
    rel = prunePartitions.listRest(prunePartitions.apply(rel));
    cluster.invalidateMetadataQuery();
    pushed = pushFilters(new GroupsForRows(relBuilder).apply(rel), pushed);
    rel = new WindowsForGroups().apply(pushed);
    rel = new SharedGroups(rel, relBuilder).apply(rel);
    rel = pushFilters(JoinOrder.order(rel), pushed);
    cluster.invalidateMetadataQuery();
    rel = new FinestGroups(relBuilder).apply(rel);
    rel = new AggregatesBelowJoins(relBuilder).apply(rel);
    rel = new LimitsIntoSorts().apply(rel);
    rel = new LimitsBelowJoins().apply(rel);
    rel = apply(rel, TIDY);
    if (hasColumns(rel)) {
      // What it copies is simple.
      RelBuilder copies = relBuilder.transform(config -> config.withSimplify(false));
      rel = new RelFieldTrimmer(null, copies).trim(rel);
    }
    rel = apply(rel, List.of(MembersBelowJoins.RULE, PROJECT_MERGE));
    cluster.invalidateMetadataQuery();
    return SharedTrees.share(apply(rel, TIDY), sharing);
  }

  /**
   * @param pushed a tree whose filters are as far down as they go
   */
  private static RelNode pushFilters(RelNode rel, RelNode pushed) {
    return rel.deepEquals(pushed) ? rel : apply(rel, PUSH_FILTERS);
  }

  /** Whether all relations do, unlike what some statements answer, which can't be trimmed. */
  private static boolean hasColumns(RelNode rel) {
    return rel.getRowType().getFieldCount() > 0
        && rel.getInputs().stream().allMatch(Optimizer::hasColumns);
  }

  private static RelNode withoutSubQueries(RelNode analyzed, RelBuilder relBuilder) {
    RelNode rel = new UnnestCorrelates().apply(analyzed);
    rel = new SubQueriesBelowWindows().apply(rel);
    rel = new SubQueriesOfOuterJoins().apply(rel);
    rel = FartherOuterRows.apart(rel);
    rel = new ExistsToSemiJoin().apply(rel);
    rel = apply(rel, SUB_QUERIES);
    rel = new ExistsToSemiJoin().apply(rel);
    rel = apply(rel, SUB_QUERIES);
    rel = new UnnestCorrelates().apply(rel);
    rel = new CorrelatedWindows().apply(rel);
    rel = new GroupsOfNoRows().apply(rel);
    return Decorrelation.decorrelated(rel, relBuilder);
  }

  /**
   * Calcite's rule may find what it has pushed down as something new, without end. A predicate is
   * right for each pair of joins at most once.
   */
  private static RelNode copyAcrossEqualKeys(RelNode rel) {
    int joins = RelOptUtil.countJoins(rel);
    if (joins == 0) {
      return rel;
    }
    return run(
        rel,
        HepProgram.builder()
            .addMatchLimit(joins * joins + 1)
            .addRuleInstance(PredicatesAcrossJoins.RULE)
            .build());
  }

  /**
   * What Calcite has simplified may be another thing to simplify, and that the first again, without
   * end. Few steps a node are enough for whatever gets simpler. Inputs come first: an equality with
   * null is false, and must be gone before its columns are taken for constants above, where even
   * one that has no nulls would be null. Each step begins at the leaves again; what was simple by
   * then is as before, with the same inputs, and isn't looked at again.
   */
  private static RelNode simplify(RelNode rel) {
    HepPlanner planner =
        planner(
            rel,
            HepProgram.builder()
                .addMatchOrder(HepMatchOrder.BOTTOM_UP)
                .addMatchLimit(SIMPLIFICATIONS_PER_NODE * numNodes(rel))
                .addRuleCollection(SIMPLIFY)
                .build());
    planner.setEnableFiredRulesCache(true);
    return planner.findBestExp();
  }

  private static int numNodes(RelNode rel) {
    return 1 + rel.getInputs().stream().mapToInt(Optimizer::numNodes).sum();
  }

  private static RelNode apply(RelNode rel, List<RelOptRule> rules) {
    return run(rel, HepProgram.builder().addRuleCollection(rules).build());
  }

  /** The tree as the program leaves it; equal parts stay apart. */
  static RelNode run(RelNode rel, HepProgram program) {
    return planner(rel, program).findBestExp();
  }

  private static HepPlanner planner(RelNode rel, HepProgram program) {
    HepPlanner planner =
        new HepPlanner(program, Contexts.empty(), true, null, RelOptCostImpl.FACTORY);
    planner.setExecutor(rel.getCluster().getPlanner().getExecutor());
    planner.setRoot(rel);
    return planner;
  }

  /** (a and b) or (a and c) = a and (b or c), so that what is common can go down. */
  private static final class FactorDisjunctions extends RelRewrite {
    @Override
    RelNode rewrite(RelNode rel) {
      if (rel instanceof LogicalFilter filter) {
        var factored =
            RexUtil.pullFactors(filter.getCluster().getRexBuilder(), filter.getCondition());
        return filter.copy(filter.getTraitSet(), filter.getInput(), factored);
      }
      return rel;
    }
  }
}
