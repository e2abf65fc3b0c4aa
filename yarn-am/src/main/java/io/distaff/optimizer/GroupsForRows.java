package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilder.AggCall;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Rows that are only aggregated, and are joined to groups of themselves, are left out: the groups
 * have what is wanted of them.
 *
 * <pre>
 *   Aggregate by G: sum(x)              Aggregate by G: sum(s)
 *     Join o.k = t.k, o.k = g.k           Join o.k = g.k
 *       o                        =====>     o
 *       t                                   Filter s &gt; 300
 *       Filter s &gt; 300                        Aggregate by k: s = sum(x)
 *         Aggregate by k: s = sum(x)            t
 *           t
 * </pre>
 *
 * <p>Each group of t stands for its rows, which meet the same rows of the other relations, if these
 * are joined to nothing of t but the keys, and all that is said of the rows of t is said of those
 * in the groups too, or is about the keys. What is counted and summed must be a result of the
 * groups; the least and the greatest may be any relation's.
 */
final class GroupsForRows extends RelRewrite {
  private final RelBuilder builder;

  GroupsForRows(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof Aggregate aggregate)
        || aggregate.getGroupType() != Aggregate.Group.SIMPLE
        || !aggregate.getAggCallList().stream().allMatch(PartialCalls::isMadeOfParts)) {
      return rel;
    }
    FlatJoin join = FlatJoin.of(aggregate.getInput());
    for (int i = 0; i < join.relations().size(); i++) {
      Optional<RelNode> made = Finer.of(join, i).flatMap(finer -> made(aggregate, finer));
      if (made.isPresent()) {
        return made.get();
      }
    }
    return rel;
  }

  /**
   * Groups of rows that are in a join too.
   *
   * @param firstColumn of the groups among the join's
   * @param gone the columns of the rows
   */
  private record Finer(
      FlatJoin join, Aggregate groups, int firstColumn, GroupedRows rows, ImmutableBitSet gone) {
    static Optional<Finer> of(FlatJoin join, int relation) {
      if (!(join.relations().get(relation) instanceof Aggregate groups)
          || groups.getGroupType() != Aggregate.Group.SIMPLE
          || groups.getGroupSet().isEmpty()) {
        return Optional.empty();
      }
      FlatJoin inner = FlatJoin.of(groups.getInput());
      if (!inner.relations().stream().allMatch(TableScan.class::isInstance)) {
        return Optional.empty();
      }
      GroupedRows rows = new GroupedRows(join, relation, groups, inner, List.of());
      if (!rows.isFound()) {
        return Optional.empty();
      }
      ImmutableBitSet.Builder gone = ImmutableBitSet.builder();
      for (int place : rows.relations()) {
        gone.set(join.firstColumn(place), join.firstColumn(place + 1));
      }
      return Optional.of(new Finer(join, groups, join.firstColumn(relation), rows, gone.build()));
    }

    /** An expression of what is left of the join; nothing where it is of more than keys. */
    Optional<RexNode> ofGroups(RexNode expression) {
      ImmutableBitSet columns = RelOptUtil.InputFinder.bits(expression);
      if (!rows.keyColumns().contains(columns.intersect(gone))) {
        return Optional.empty();
      }
      return Optional.of(
          expression.accept(
              new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                  for (int key = 0; key < groups.getGroupCount(); key++) {
                    if (rows.keyColumn(key) == ref.getIndex()) {
                      return column(firstColumn + key);
                    }
                  }
                  return ref;
                }
              }));
    }

    private RexInputRef column(int column) {
      return new RexInputRef(column, join.type(column));
    }

    /** What the groups have of a call; nothing where it isn't among theirs. */
    Optional<RexNode> result(AggregateCall call) {
      List<RexNode> arguments = call.getArgList().stream().map(join.outputs()::get).toList();
      for (int i = 0; i < groups.getAggCallList().size(); i++) {
        AggregateCall of = groups.getAggCallList().get(i);
        if (PartialCalls.isMadeOfParts(of)
            && of.getAggregation().equals(call.getAggregation())
            && of.getArgList().stream().map(rows::argument).toList().equals(arguments)) {
          return Optional.of(column(firstColumn + groups.getGroupCount() + i));
        }
      }
      return Optional.empty();
    }

    /** All that is still to be checked; nothing where more than keys would be. */
    Optional<List<RexNode>> conditions() {
      Set<RexNode> checked = new HashSet<>();
      rows.conditions().forEach(condition -> checked.add(EqualColumns.sorted(condition)));
      List<RexNode> left = new ArrayList<>();
      for (RexNode condition : join.conditions()) {
        if (!checked.contains(EqualColumns.sorted(condition))) {
          Optional<RexNode> ofGroups = ofGroups(condition);
          if (ofGroups.isEmpty()) {
            return Optional.empty();
          }
          left.add(withoutItself(ofGroups.get()));
        }
      }
      return Optional.of(left);
    }

    /** Of a column that is compared with itself is left that it isn't null. */
    private RexNode withoutItself(RexNode condition) {
      if (condition.getKind() == SqlKind.EQUALS) {
        List<RexNode> sides = ((RexCall) condition).getOperands();
        if (sides.get(0).equals(sides.get(1))) {
          return groups
              .getCluster()
              .getRexBuilder()
              .makeCall(SqlStdOperatorTable.IS_NOT_NULL, sides.get(0));
        }
      }
      return condition;
    }
  }

  private Optional<RelNode> made(Aggregate aggregate, Finer finer) {
    Optional<List<RexNode>> conditions = finer.conditions();
    List<RexNode> columns = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      finer.ofGroups(finer.join().outputs().get(key)).ifPresent(columns::add);
    }
    int numKeys = columns.size();
    for (AggregateCall call : aggregate.getAggCallList()) {
      finer.result(call).or(() -> extreme(call, finer)).ifPresent(columns::add);
    }
    if (conditions.isEmpty()
        || columns.size() < aggregate.getGroupCount() + aggregate.getAggCallList().size()) {
      return Optional.empty();
    }
    RexShuttle inPlace = joinWithoutRows(finer);
    builder.filter(inPlace.apply(conditions.get()));
    builder.project(inPlace.apply(columns), List.of(), true);
    List<String> names = aggregate.getRowType().getFieldNames();
    List<AggCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      int column = numKeys + calls.size();
      calls.add(
          builder
              .aggregateCall(PartialCalls.ofParts(call.getAggregation()), builder.field(column))
              .as(names.get(column)));
    }
    builder.aggregate(builder.groupKey(ImmutableBitSet.range(numKeys)), calls);
    return PartialCalls.withTypes(builder, builder.build(), aggregate.getRowType());
  }

  private static Optional<RexNode> extreme(AggregateCall call, Finer finer) {
    SqlKind kind = call.getAggregation().getKind();
    return kind == SqlKind.MIN || kind == SqlKind.MAX
        ? finer.ofGroups(finer.join().outputs().get(call.getArgList().get(0)))
        : Optional.empty();
  }

  /** Pushes the product of the other relations; gives what finds their columns there. */
  private RexShuttle joinWithoutRows(Finer finer) {
    FlatJoin join = finer.join();
    int[] places = new int[join.width()];
    int width = 0;
    for (int i = 0; i < join.relations().size(); i++) {
      if (!finer.rows().relations().contains(i)) {
        builder.push(join.relations().get(i));
        for (int column = join.firstColumn(i); column < join.firstColumn(i + 1); column++) {
          places[column] = width++;
        }
        if (builder.size() > 1) {
          builder.join(JoinRelType.INNER, builder.literal(true));
        }
      }
    }
    return new RexShuttle() {
      @Override
      public RexNode visitInputRef(RexInputRef ref) {
        return new RexInputRef(places[ref.getIndex()], ref.getType());
      }
    };
  }
}
