package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/**
 * One tree in the place of several that are alike: it has the rows and the columns of all, and each
 * of them is a part of it (Bruno et al., Computation Reuse via Fusion in Amazon Athena, ICDE 2022).
 *
 * <pre>
 *   Project a                Project b                    Project a, b, x
 *     Filter p and x = 1       Filter p and x = 2   =>      Filter p and (x = 1 or x = 2)
 *       T                        T                            T
 * </pre>
 *
 * <p>Here the first one is a, where x = 1. What keeps the parts apart goes up: through inner joins,
 * and through aggregations as far as it is about their keys; where there are no keys, it decides
 * which rows a call counts. Expressions then meet rows of the other trees, for which they must not
 * fail. Immutable.
 *
 * @param rel the one tree
 * @param parts in the order of the trees
 */
record FusedRows(RelNode rel, List<Part> parts) {
  FusedRows {
    parts = List.copyOf(parts);
  }

  /**
   * A tree's rows among those of the fused one.
   *
   * @param columns for each column of the tree a column of the fused one, or a literal
   * @param conditions over the fused tree, together true of the tree's rows alone; none if it has
   *     all of them
   */
  record Part(List<RexNode> columns, List<RexNode> conditions) {
    Part {
      columns = List.copyOf(columns);
      conditions = List.copyOf(conditions);
    }

    boolean isWhole() {
      return conditions.isEmpty();
    }

    /** What is said of the tree's columns, said of the fused one's. */
    List<RexNode> moved(List<RexNode> expressions) {
      return FusedRows.moved(expressions, columns::get);
    }

    /**
     * Whether expressions over the fused tree may be evaluated for all of its rows: what the
     * conditions say something of has been.
     */
    boolean allows(List<RexNode> expressions) {
      return isWhole()
          || expressions.stream()
              .allMatch(
                  expression ->
                      NeverFails.of(expression)
                          || conditions.stream().anyMatch(c -> contains(c, expression)));
    }

    private static boolean contains(RexNode condition, RexNode expression) {
      return condition.equals(expression)
          || (condition instanceof RexCall call
              && call.getOperands().stream().anyMatch(o -> contains(o, expression)));
    }

    /** Of a join of the fused tree with another one, whose columns begin at a place. */
    Part joined(Part other, int place) {
      return new Part(
          concat(columns, shifted(other.columns(), place)),
          concat(conditions, shifted(other.conditions(), place)));
    }

    /** With columns of the types that a join gives them, which may have null in their place. */
    Part typedAs(RelDataType row) {
      List<RexNode> typed =
          columns.stream()
              .map(c -> c instanceof RexInputRef ref ? RexInputRef.of(ref.getIndex(), row) : c)
              .toList();
      return new Part(typed, conditions);
    }

    private static List<RexNode> shifted(List<RexNode> expressions, int places) {
      return expressions.stream().map(e -> RexUtil.shift(e, places)).toList();
    }

    /** The columns of the fused tree that make some of the tree's. */
    ImmutableBitSet needed(ImmutableBitSet ofTree) {
      List<RexNode> used = ofTree.asList().stream().map(columns::get).toList();
      return RelOptUtil.InputFinder.bits(concat(used, conditions), null);
    }

    /**
     * The tree's rows.
     *
     * @param rows of the fused tree
     * @param type of the tree's rows
     */
    RelNode of(RelNode rows, RelDataType type) {
      RexBuilder rexBuilder = rows.getCluster().getRexBuilder();
      RelNode own =
          isWhole()
              ? rows
              : LogicalFilter.create(rows, RexUtil.composeConjunction(rexBuilder, conditions));
      List<RexNode> typed = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        RelDataType wanted = type.getFieldList().get(i).getType();
        typed.add(rexBuilder.ensureType(wanted, columns.get(i), true));
      }
      return LogicalProject.create(own, List.of(), typed, type.getFieldNames(), Set.of());
    }
  }

  /** Nothing for trees that aren't alike. */
  static Optional<FusedRows> of(List<RelNode> trees) {
    RelNode first = trees.get(0);
    if (trees.stream().allMatch(first::deepEquals)) {
      Part whole = new Part(references(first), List.of());
      return Optional.of(new FusedRows(first, trees.stream().map(tree -> whole).toList()));
    } else if (trees.stream().anyMatch(Project.class::isInstance)) {
      return of(inputs(trees, Project.class)).flatMap(input -> input.projected(trees));
    } else if (trees.stream().anyMatch(Filter.class::isInstance)) {
      return of(inputs(trees, Filter.class)).flatMap(input -> input.filtered(trees));
    } else if (trees.stream().allMatch(Aggregate.class::isInstance)) {
      List<Aggregate> aggregates = trees.stream().map(Aggregate.class::cast).toList();
      return of(inputs(trees, Aggregate.class)).flatMap(input -> input.grouped(aggregates));
    } else if (trees.stream().allMatch(Join.class::isInstance)) {
      List<Join> joins = trees.stream().map(Join.class::cast).toList();
      return joins.stream().map(Join::getJoinType).distinct().count() == 1
          ? of(joins.stream().map(Join::getLeft).toList())
              .flatMap(
                  left ->
                      of(joins.stream().map(Join::getRight).toList())
                          .flatMap(right -> left.joined(right, joins)))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** The inputs of those trees that are of a type, else the trees themselves. */
  private static List<RelNode> inputs(List<RelNode> trees, Class<? extends RelNode> type) {
    return trees.stream().map(tree -> type.isInstance(tree) ? tree.getInput(0) : tree).toList();
  }

  private static <T> List<T> concat(List<? extends T> first, List<? extends T> second) {
    return Stream.<T>concat(first.stream(), second.stream()).toList();
  }

  private static List<RexNode> references(RelNode rel) {
    return IntStream.range(0, rel.getRowType().getFieldCount())
        .<RexNode>mapToObj(column -> RexInputRef.of(column, rel.getRowType()))
        .toList();
  }

  /** With other expressions in the place of columns. */
  private static List<RexNode> moved(List<RexNode> expressions, IntFunction<RexNode> columns) {
    return new RexShuttle() {
      @Override
      public RexNode visitInputRef(RexInputRef ref) {
        return columns.apply(ref.getIndex());
      }
    }.visitList(expressions);
  }

  /** What is made of each part and its tree. */
  private <T, R> List<R> each(List<T> trees, BiFunction<Part, T, R> function) {
    return IntStream.range(0, trees.size())
        .mapToObj(i -> function.apply(parts.get(i), trees.get(i)))
        .toList();
  }

  private List<RexNode> conditions() {
    return parts.stream().flatMap(part -> part.conditions().stream()).toList();
  }

  private static <T> boolean areEqual(List<T> some) {
    return some.stream().distinct().count() == 1;
  }

  // Projections.

  private Optional<FusedRows> projected(List<RelNode> trees) {
    List<List<RexNode>> columns = each(trees, FusedRows::columns);
    if (each(columns, Part::allows).contains(false)) {
      return Optional.empty();
    }
    List<RexNode> all = new ArrayList<>();
    columns.stream()
        .flatMap(List::stream)
        .filter(column -> !(column instanceof RexLiteral))
        .forEach(column -> placed(column, all));
    conditions().forEach(condition -> placeColumns(condition, all));
    return Optional.of(
        new FusedRows(
            projection(rel, all),
            each(
                columns,
                (part, own) -> new Part(overAll(own, all), overAll(part.conditions(), all)))));
  }

  /** A projection's columns; a literal that a column is equal to is that column. */
  private static List<RexNode> columns(Part input, RelNode rel) {
    List<RexNode> columns =
        input.moved(rel instanceof Project project ? project.getProjects() : references(rel));
    return columns.stream().map(column -> asColumn(column, input)).toList();
  }

  private static RexNode asColumn(RexNode column, Part input) {
    return input.conditions().stream()
        .filter(condition -> isEqual(condition, column))
        .map(condition -> ((RexCall) condition).getOperands().get(0))
        .findFirst()
        .orElse(column);
  }

  /** Whether a condition makes a column the same as a literal, and not merely equal. */
  private static boolean isEqual(RexNode condition, RexNode literal) {
    return literal instanceof RexLiteral
        && condition.getKind() == SqlKind.EQUALS
        && ((RexCall) condition).getOperands().get(0) instanceof RexInputRef ref
        && ((RexCall) condition).getOperands().get(1).equals(literal)
        && !SqlTypeFamily.APPROXIMATE_NUMERIC.contains(ref.getType())
        && ref.getType().getSqlTypeName() == literal.getType().getSqlTypeName()
        && ref.getType().getScale() == literal.getType().getScale();
  }

  /** Where an expression is among some, of which it becomes one. */
  private static int placed(RexNode expression, List<RexNode> all) {
    if (!all.contains(expression)) {
      all.add(expression);
    }
    return all.indexOf(expression);
  }

  /** Has a projection give what it lacks of an expression. */
  private static void placeColumns(RexNode expression, List<RexNode> all) {
    if (all.contains(expression)) {
      return;
    }
    if (expression instanceof RexCall call) {
      call.getOperands().forEach(operand -> placeColumns(operand, all));
    } else if (expression instanceof RexInputRef) {
      all.add(expression);
    }
  }

  /** Expressions over an input as those over a projection that has all that they are made of. */
  private static List<RexNode> overAll(List<RexNode> expressions, List<RexNode> all) {
    return expressions.stream().map(expression -> overAll(expression, all)).toList();
  }

  private static RexNode overAll(RexNode expression, List<RexNode> all) {
    int place = all.indexOf(expression);
    if (place >= 0) {
      return new RexInputRef(place, expression.getType());
    }
    return expression instanceof RexCall call
        ? call.clone(call.getType(), overAll(call.getOperands(), all))
        : expression;
  }

  private static RelNode projection(RelNode input, List<RexNode> columns) {
    if (RexUtil.isIdentity(columns, input.getRowType())) {
      return input;
    }
    List<String> names = new ArrayList<>();
    for (RexNode column : columns) {
      names.add(
          column instanceof RexInputRef ref
              ? input.getRowType().getFieldNames().get(ref.getIndex())
              : "$f" + names.size());
    }
    return LogicalProject.create(
        input, List.of(), columns, SqlValidatorUtil.uniquify(names, true), Set.of());
  }

  // Filters.

  private Optional<FusedRows> filtered(List<RelNode> trees) {
    List<List<RexNode>> own = each(trees, (part, tree) -> part.moved(conditions(tree)));
    if (each(own, Part::allows).contains(false)) {
      return Optional.empty();
    }
    List<List<RexNode>> all = each(own, (part, more) -> concat(part.conditions(), more));
    List<RexNode> common =
        all.get(0).stream()
            .filter(condition -> all.stream().allMatch(some -> some.contains(condition)))
            .toList();
    List<Part> apart = each(all, (part, some) -> new Part(part.columns(), without(some, common)));
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    List<RexNode> kept = new ArrayList<>(common);
    if (apart.stream().noneMatch(Part::isWhole)) {
      kept.add(
          RexUtil.composeDisjunction(
              rexBuilder,
              apart.stream()
                  .map(part -> RexUtil.composeConjunction(rexBuilder, part.conditions()))
                  .distinct()
                  .toList()));
    }
    RelNode filtered =
        kept.isEmpty()
            ? rel
            : LogicalFilter.create(rel, RexUtil.composeConjunction(rexBuilder, kept));
    return Optional.of(new FusedRows(filtered, apart));
  }

  private static List<RexNode> conditions(RelNode rel) {
    return rel instanceof Filter filter
        ? RelOptUtil.conjunctions(filter.getCondition())
        : List.of();
  }

  private static List<RexNode> without(List<RexNode> all, List<RexNode> some) {
    return all.stream().filter(condition -> !some.contains(condition)).toList();
  }

  // Aggregations.

  private Optional<FusedRows> grouped(List<Aggregate> trees) {
    List<RexNode> columns = new ArrayList<>(references(rel));
    List<ImmutableBitSet> allKeys = each(trees, (part, tree) -> keys(tree, part, columns));
    ImmutableBitSet keys = allKeys.get(0);
    boolean areAlike =
        trees.stream().allMatch(FusedRows::isPlain)
            && areEqual(allKeys)
            && trees.stream().allMatch(tree -> tree.getGroupCount() == keys.cardinality());
    boolean stayApart =
        keys.isEmpty() || keys.contains(RelOptUtil.InputFinder.bits(conditions(), null));
    if (!areAlike || !stayApart) {
      return Optional.empty();
    }
    List<AggregateCall> all = new ArrayList<>();
    List<List<Integer>> calls = each(trees, (part, tree) -> calls(tree, part, columns, all));
    Aggregate fused = LogicalAggregate.create(projection(rel, columns), List.of(), keys, null, all);
    List<Part> grouped = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      grouped.add(grouped(fused, trees.get(i), parts.get(i), columns, calls.get(i)));
    }
    return Optional.of(new FusedRows(fused, grouped));
  }

  private static boolean isPlain(Aggregate aggregate) {
    return aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && aggregate.getAggCallList().stream()
            .noneMatch(call -> call.getAggregation().getKind() == SqlKind.SINGLE_VALUE);
  }

  /**
   * @param columns of the fused aggregation's input, to which is added what isn't there
   */
  private static ImmutableBitSet keys(Aggregate aggregate, Part input, List<RexNode> columns) {
    return ImmutableBitSet.of(
        aggregate.getGroupSet().asList().stream()
            .map(key -> placed(input.columns().get(key), columns))
            .toList());
  }

  /**
   * The places of an aggregation's calls among those of the fused one.
   *
   * @param columns of the fused one's input, to which is added what isn't there
   * @param all calls of the fused one, to which are added those that aren't there
   */
  private static List<Integer> calls(
      Aggregate aggregate, Part input, List<RexNode> columns, List<AggregateCall> all) {
    List<Integer> moved = input.columns().stream().map(c -> placed(c, columns)).toList();
    IntFunction<Integer> move = moved::get;
    List<Integer> places = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      AggregateCall own = call.transform(Mappings.target(move, moved.size(), columns.size()));
      if (aggregate.getGroupCount() == 0 && !input.isWhole()) {
        own = own.withFilter(filter(aggregate, own.filterArg, input, columns));
      }
      if (indexOf(own, all) < 0) {
        all.add(own);
      }
      places.add(indexOf(own, all));
    }
    return places;
  }

  private static int indexOf(AggregateCall call, List<AggregateCall> calls) {
    return calls.stream().map(c -> c.withName(null)).toList().indexOf(call.withName(null));
  }

  /** The column that says whether a row is one of a part, and counts besides. */
  private static int filter(Aggregate aggregate, int filter, Part input, List<RexNode> columns) {
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    List<RexNode> conditions =
        filter < 0 ? input.conditions() : concat(input.conditions(), List.of(columns.get(filter)));
    return placed(
        rexBuilder.makeCall(
            SqlStdOperatorTable.IS_TRUE, RexUtil.composeConjunction(rexBuilder, conditions)),
        columns);
  }

  /**
   * An aggregation's part of the fused one.
   *
   * @param columns of the fused one's input
   * @param calls its own among the fused one's
   */
  private static Part grouped(
      Aggregate fused, Aggregate own, Part input, List<RexNode> columns, List<Integer> calls) {
    ImmutableBitSet keys = fused.getGroupSet();
    IntFunction<RexNode> key = column -> RexInputRef.of(keys.indexOf(column), fused.getRowType());
    List<RexNode> given = new ArrayList<>();
    for (int column : own.getGroupSet()) {
      given.add(key.apply(columns.indexOf(input.columns().get(column))));
    }
    for (int call : calls) {
      given.add(RexInputRef.of(keys.cardinality() + call, fused.getRowType()));
    }
    return new Part(given, keys.isEmpty() ? List.of() : moved(input.conditions(), key));
  }

  // Joins.

  private Optional<FusedRows> joined(FusedRows right, List<Join> trees) {
    int place = rel.getRowType().getFieldCount();
    List<Part> pairs = each(right.parts, (part, other) -> part.joined(other, place));
    FusedRows both = new FusedRows(rel, pairs);
    List<List<RexNode>> on =
        both.each(trees, (part, tree) -> part.moved(RelOptUtil.conjunctions(tree.getCondition())));
    boolean areAlike =
        areEqual(on.stream().map(HashSet::new).toList())
            && !both.each(on, Part::allows).contains(false);
    Join first = trees.get(0);
    if (!areAlike || !staysApart(first, right)) {
      return Optional.empty();
    }
    Join fused =
        first.copy(
            first.getTraitSet(),
            RexUtil.composeConjunction(rel.getCluster().getRexBuilder(), on.get(0)),
            rel,
            right.rel,
            first.getJoinType(),
            first.isSemiJoinDone());
    return Optional.of(
        new FusedRows(
            fused,
            first.getJoinType().projectsRight()
                ? pairs.stream().map(pair -> pair.typedAs(fused.getRowType())).toList()
                : parts));
  }

  /**
   * Whether what keeps the inputs' parts apart does so for the join's, and what they give is given
   * by it: an outer join has null in the place of literals.
   */
  private boolean staysApart(Join join, FusedRows right) {
    return switch (join.getJoinType()) {
      case INNER -> true;
      case SEMI, ANTI -> right.conditions().isEmpty();
      case LEFT -> right.isWholeInColumns();
      default -> isWholeInColumns() && right.isWholeInColumns();
    };
  }

  private boolean isWholeInColumns() {
    return conditions().isEmpty()
        && parts.stream()
            .flatMap(part -> part.columns().stream())
            .allMatch(RexInputRef.class::isInstance);
  }
}
