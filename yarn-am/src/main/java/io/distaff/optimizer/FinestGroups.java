package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilder.AggCall;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * ROLLUP, CUBE and GROUPING SETS of many rows are made of the groups by all of their keys, where
 * these are few, so that groups are copied for each set instead of rows:
 *
 * <pre>
 *   Aggregate by {a, b}, {a}, {}: sum(x)      Aggregate by {a, b}, {a}, {}: sum(s)
 *     T                               =====>    Aggregate by a, b: s = sum(x)
 *                                                 T
 * </pre>
 */
final class FinestGroups extends RelRewrite {
  /** What it takes more, for each of the finest groups, to exchange and to merge them. */
  private static final int STEPS_PER_GROUP = 2;

  private final RelBuilder builder;

  FinestGroups(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  RelNode rewrite(RelNode rel) {
    return rel instanceof Aggregate aggregate
            && aggregate.getGroupSets().size() > 1
            && aggregate.getAggCallList().stream()
                .allMatch(call -> isGrouping(call) || PartialCalls.isMadeOfParts(call))
        ? made(aggregate).orElse(rel)
        : rel;
  }

  /** GROUPING, which tells of the set alone. */
  private static boolean isGrouping(AggregateCall call) {
    return call.getAggregation().getKind() == SqlKind.GROUPING;
  }

  private Optional<RelNode> made(Aggregate aggregate) {
    RelNode finest = finest(aggregate);
    if (!savesWork(aggregate, finest)) {
      return Optional.empty();
    }
    ImmutableBitSet keys = aggregate.getGroupSet();
    builder.push(finest);
    List<AggCall> calls = new ArrayList<>();
    int part = keys.cardinality();
    for (AggregateCall call : aggregate.getAggCallList()) {
      SqlAggFunction function = call.getAggregation();
      calls.add(
          isGrouping(call)
              ? builder.aggregateCall(function, builder.fields(positions(keys, call.getArgList())))
              : builder.aggregateCall(PartialCalls.ofParts(function), builder.field(part++)));
    }
    List<ImmutableBitSet> sets =
        aggregate.getGroupSets().stream()
            .map(set -> ImmutableBitSet.of(positions(keys, set.asList())))
            .toList();
    ImmutableBitSet all = ImmutableBitSet.range(keys.cardinality());
    RelNode made = builder.aggregate(builder.groupKey(all, sets), calls).build();
    return PartialCalls.withTypes(builder, made, aggregate.getRowType());
  }

  /** Whether fewer rows are grouped in all: all of them once, and groups for each set. */
  private static boolean savesWork(Aggregate aggregate, RelNode finest) {
    int sets = aggregate.getGroupSets().size();
    double rows = Estimates.rows(aggregate.getInput());
    double groups = Estimates.rows(finest);
    return rows + groups * (STEPS_PER_GROUP + sets) <= rows * sets;
  }

  /** The groups by all keys, with the parts that calls are made of. */
  private RelNode finest(Aggregate aggregate) {
    builder.push(aggregate.getInput());
    List<AggCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (!isGrouping(call)) {
        List<RexNode> arguments = List.copyOf(builder.fields(call.getArgList()));
        calls.add(builder.aggregateCall(call.getAggregation(), arguments));
      }
    }
    return builder.aggregate(builder.groupKey(aggregate.getGroupSet()), calls).build();
  }

  private static List<Integer> positions(ImmutableBitSet keys, List<Integer> columns) {
    return columns.stream().map(keys::indexOf).toList();
  }
}
