package io.distaff.optimizer;

import io.distaff.sql.JoinHint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilder.AggCall;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Groups the rows of one side of a join before it, where that leaves few of them:
 *
 * <pre>
 *   Aggregate by d.name: sum(f.x)        Aggregate by d.name: sum(s)
 *     Join f.k = d.k             =====>    Join f.k = d.k
 *       f                                    Aggregate by f.k: s = sum(f.x)
 *       d                                      f
 *                                            d
 * </pre>
 *
 * <p>This is eager group-by (Yan and Larson, VLDB 1995): rows of a side that are alike in all that
 * the join's condition and the groups look at meet the same rows of the other, so that what is
 * computed of them together can be added up afterwards, once for each row that they meet. It holds
 * whatever duplicates the other side has, as long as nothing is summed or counted of that side's
 * own; the least and the greatest don't mind how often a value is there.
 *
 * <p>Below the join an expression meets rows that the join would have dropped: it must not fail for
 * them. Of a side whose columns an outer join fills with nulls, only columns are taken, and no rows
 * are counted. Nor are BIGINTs and the longest decimals summed, which may be too much for a group
 * that no row meets.
 */
final class AggregatesBelowJoins extends RelRewrite {
  /** What it costs to group a row, where to look one up in a join costs 1. */
  private static final double GROUPING = 2;

  /** And where there are more groups than a processor's cache holds. */
  private static final double GROUPING_OF_MANY = 4;

  private static final double MANY_GROUPS = 50_000;

  /** What one more exchange costs. */
  private static final double EXCHANGE = 250_000;

  /** How many times cheaper it has to be, for estimates may be wrong. */
  private static final double CHEAPER = 1.2;

  /** Of a decimal. */
  private static final int MOST_DIGITS = 38;

  /** Of how many more its sum is: of a million of the largest, at the most. */
  private static final int MORE_DIGITS = 6;

  private final RelBuilder builder;

  AggregatesBelowJoins(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof Aggregate aggregate)
        || aggregate.getGroupType() != Aggregate.Group.SIMPLE
        || aggregate.getAggCallList().isEmpty()
        || !aggregate.getAggCallList().stream().allMatch(PartialCalls::isMadeOfParts)) {
      return rel;
    }
    RelNode input = aggregate.getInput();
    boolean projects = input instanceof Project project && !project.containsOver();
    RelNode source = projects ? input.getInput(0) : input;
    List<RexNode> columns =
        projects
            ? ((Project) input).getProjects()
            : List.copyOf(rel.getCluster().getRexBuilder().identityProjects(input.getRowType()));
    if (!(source instanceof Join join)
        || !columns.stream().allMatch(RexUtil::isDeterministic)
        || !RexUtil.isDeterministic(join.getCondition())) {
      return rel;
    }
    return Stream.of(JoinRelType.LEFT, JoinRelType.RIGHT)
        .map(which -> new Side(aggregate, columns, join, which == JoinRelType.LEFT))
        .filter(Side::canBeGrouped)
        .flatMap(side -> grouped(side).stream())
        .findFirst()
        .orElse(rel);
  }

  /**
   * The side of a join whose rows are to be grouped, below an aggregate.
   *
   * @param columns those of the aggregate's input, over the join's
   */
  private record Side(Aggregate aggregate, List<RexNode> columns, Join join, boolean isLeft) {
    RelNode rel() {
      return isLeft ? join.getLeft() : join.getRight();
    }

    /** The place of the side's first column among the join's. */
    int first() {
      return isLeft ? 0 : join.getLeft().getRowType().getFieldCount();
    }

    private ImmutableBitSet all() {
      return ImmutableBitSet.range(first(), first() + rel().getRowType().getFieldCount());
    }

    /** The columns that the join's condition and the groups look at. */
    ImmutableBitSet keys() {
      ImmutableBitSet looked = RelOptUtil.InputFinder.bits(join.getCondition());
      for (int key : aggregate.getGroupSet()) {
        looked = looked.union(RelOptUtil.InputFinder.bits(columns.get(key)));
      }
      return looked.intersect(all());
    }

    /** Without keys there would be a group where there is no row. */
    boolean canBeGrouped() {
      return switch (join.getJoinType()) {
        case INNER, LEFT, RIGHT ->
            !(rel() instanceof JoinHint)
                && !keys().isEmpty()
                && keys().asList().stream().allMatch(this::isExact)
                && aggregate.getAggCallList().stream().allMatch(this::canBeMade);
        default -> false;
      };
    }

    private boolean isExact(int column) {
      return EqualColumns.isExact(join.getRowType().getFieldList().get(column).getType());
    }

    private boolean canBeMade(AggregateCall call) {
      if (isOfOther(call)) {
        SqlKind kind = call.getAggregation().getKind();
        return kind == SqlKind.MIN || kind == SqlKind.MAX;
      }
      JoinRelType type = join.getJoinType();
      boolean isFilled = isLeft ? type.generatesNullsOnLeft() : type.generatesNullsOnRight();
      boolean mayOverflow =
          call.getAggregation().equals(SqlStdOperatorTable.SUM)
              && !hasRoomForSum(columns.get(call.getArgList().get(0)).getType());
      return !mayOverflow
          && !(isFilled && call.getArgList().isEmpty())
          && arguments(call)
              .allMatch(
                  argument ->
                      all().contains(RelOptUtil.InputFinder.bits(argument))
                          && (isFilled
                              ? argument instanceof RexInputRef
                              : NeverFails.of(argument)));
    }

    private static boolean hasRoomForSum(RelDataType type) {
      return switch (type.getSqlTypeName()) {
        case BIGINT -> false;
        case DECIMAL -> type.getPrecision() + MORE_DIGITS <= MOST_DIGITS;
        default -> true;
      };
    }

    /** Whether a call is about nothing of this side. */
    boolean isOfOther(AggregateCall call) {
      return !call.getArgList().isEmpty()
          && arguments(call).noneMatch(a -> RelOptUtil.InputFinder.bits(a).intersects(all()));
    }

    Stream<RexNode> arguments(AggregateCall call) {
      return call.getArgList().stream().map(columns::get);
    }
  }

  /** Nothing where it wouldn't be cheaper, or have other types. */
  private Optional<RelNode> grouped(Side side) {
    List<AggregateCall> calls = side.aggregate().getAggCallList();
    ImmutableBitSet keys = side.keys();
    builder.push(side.rel());
    List<AggCall> parts = new ArrayList<>();
    for (AggregateCall call : calls) {
      if (!side.isOfOther(call)) {
        List<RexNode> arguments =
            side.arguments(call).map(a -> RexUtil.shift(a, -side.first())).toList();
        String name = "part" + parts.size();
        parts.add(builder.aggregateCall(call.getAggregation(), arguments).as(name));
      }
    }
    builder.aggregate(builder.groupKey(keys.shift(-side.first())), parts);
    RelNode groups = builder.build();
    RelNode joined = joined(side, keys, groups);
    if (!isCheaper(side, groups, joined)) {
      return Optional.empty();
    }
    RexShuttle inJoined = inGroups(side, keys, groups);
    builder.push(joined);
    List<RexNode> columns = new ArrayList<>();
    side.aggregate()
        .getGroupSet()
        .forEach(k -> columns.add(side.columns().get(k).accept(inJoined)));
    int numKeys = columns.size();
    int part = side.first() + keys.cardinality();
    for (AggregateCall call : calls) {
      columns.add(
          side.isOfOther(call)
              ? side.columns().get(call.getArgList().get(0)).accept(inJoined)
              : builder.field(part++));
    }
    builder.project(columns, List.of(), true);
    List<String> names = side.aggregate().getRowType().getFieldNames();
    List<AggCall> wholes = new ArrayList<>();
    for (AggregateCall call : calls) {
      int column = numKeys + wholes.size();
      SqlAggFunction function = PartialCalls.ofParts(call.getAggregation());
      wholes.add(builder.aggregateCall(function, builder.field(column)).as(names.get(column)));
    }
    builder.aggregate(builder.groupKey(ImmutableBitSet.range(numKeys)), wholes);
    return PartialCalls.withTypes(builder, builder.build(), side.aggregate().getRowType());
  }

  private RelNode joined(Side side, ImmutableBitSet keys, RelNode groups) {
    Join join = side.join();
    builder.push(side.isLeft() ? groups : join.getLeft());
    builder.push(side.isLeft() ? join.getRight() : groups);
    RexNode condition = join.getCondition().accept(inGroups(side, keys, groups));
    return builder.join(join.getJoinType(), condition).build();
  }

  /** From columns of the join of rows, of the grouped side its keys, to the join of groups. */
  private static RexShuttle inGroups(Side side, ImmutableBitSet keys, RelNode groups) {
    int end = side.first() + side.rel().getRowType().getFieldCount();
    int shift = side.first() + groups.getRowType().getFieldCount() - end;
    return new RexShuttle() {
      @Override
      public RexNode visitInputRef(RexInputRef ref) {
        int column = ref.getIndex();
        if (column >= end) {
          column += shift;
        } else if (column >= side.first()) {
          column = side.first() + keys.indexOf(column);
        }
        return new RexInputRef(column, ref.getType());
      }
    };
  }

  /** In rows that are looked at, see {@link JoinCost}. */
  private static boolean isCheaper(Side side, RelNode groups, RelNode joined) {
    double rows = Estimates.rows(side.rel());
    double other = Estimates.rows(side.isLeft() ? side.join().getRight() : side.join().getLeft());
    double out = Estimates.rows(side.join());
    double numGroups = Estimates.rows(groups);
    double groupsOut = Math.min(out, Estimates.rows(joined));
    double results = Estimates.rows(side.aggregate());
    double before = joining(rows, other, out) + grouping(out, results);
    double after =
        grouping(rows, numGroups)
            + joining(numGroups, other, groupsOut)
            + grouping(groupsOut, results)
            + EXCHANGE;
    return after * CHEAPER <= before;
  }

  private static double joining(double left, double right, double out) {
    return left + right + Math.min(left, right) + out;
  }

  private static double grouping(double rows, double groups) {
    return rows * (groups > MANY_GROUPS ? GROUPING_OF_MANY : GROUPING);
  }
}
