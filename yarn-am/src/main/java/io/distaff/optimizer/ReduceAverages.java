package io.distaff.optimizer;

import io.distaff.sql.SqlFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * AVG(x) = SUM(x) / COUNT(x), with equal sums and counts computed once. The sum of a decimal keeps
 * its own wide type and the division is rounded once, to the type of the average. (Calcite's rule
 * casts the sum to the type of the average first, which overflows on large tables.) The sum of
 * BIGINTs is a {@link WideSum}. TRY_AVG is made of TRY_SUM and a division that gives null,
 * likewise.
 */
final class ReduceAverages extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalAggregate aggregate)
        || aggregate.getAggCallList().stream().noneMatch(ReduceAverages::isAverage)) {
      return rel;
    }
    return reduce(aggregate);
  }

  private static boolean isAverage(AggregateCall call) {
    return SqlFunctions.isAverage(call.getAggregation());
  }

  private static RelNode reduce(Aggregate aggregate) {
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    RelNode input = aggregate.getInput();
    int keys = aggregate.getGroupCount();
    List<AggregateCall> calls = new ArrayList<>();
    List<RelDataType> keyTypes =
        aggregate.getRowType().getFieldList().subList(0, keys).stream()
            .map(field -> field.getType())
            .toList();
    List<RexNode> results = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      results.add(rexBuilder.makeInputRef(keyTypes.get(i), i));
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (isAverage(call)) {
        RexNode sum = add(call, sumFor(call, aggregate), aggregate, calls);
        RexNode count = add(call, SqlStdOperatorTable.COUNT, aggregate, calls);
        if (call.getType().getSqlTypeName() == SqlTypeName.DOUBLE) {
          RelDataType asDouble =
              rexBuilder
                  .getTypeFactory()
                  .createTypeWithNullability(call.getType(), sum.getType().isNullable());
          sum = rexBuilder.ensureType(asDouble, sum, true);
        }
        SqlOperator divide =
            SqlFunctions.isTryAverage(call.getAggregation())
                ? SqlLibraryOperators.SAFE_DIVIDE
                : SqlStdOperatorTable.DIVIDE;
        results.add(rexBuilder.makeCall(call.getType(), divide, List.of(sum, count)));
      } else {
        results.add(reference(call, calls, aggregate));
      }
    }
    RelNode sums =
        LogicalAggregate.create(
            input, List.of(), aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
    return LogicalProject.create(
        sums, List.of(), results, aggregate.getRowType().getFieldNames(), Set.of());
  }

  private static SqlAggFunction sumFor(AggregateCall average, Aggregate aggregate) {
    int argument = average.getArgList().get(0);
    RelDataType type = aggregate.getInput().getRowType().getFieldList().get(argument).getType();
    if (type.getSqlTypeName() == SqlTypeName.BIGINT) {
      return WideSum.INSTANCE;
    }
    return SqlFunctions.isTryAverage(average.getAggregation())
        ? SqlFunctions.trySum()
        : SqlStdOperatorTable.SUM;
  }

  private static RexNode add(
      AggregateCall average,
      SqlAggFunction function,
      Aggregate aggregate,
      List<AggregateCall> calls) {
    ImmutableBitSet distinctKeys = average.distinctKeys;
    AggregateCall call =
        AggregateCall.create(
            average.getParserPosition(),
            function,
            average.isDistinct(),
            average.isApproximate(),
            average.ignoreNulls(),
            List.of(),
            average.getArgList(),
            average.filterArg,
            distinctKeys,
            average.collation,
            aggregate.hasEmptyGroup(),
            aggregate.getInput(),
            null,
            null);
    return reference(call, calls, aggregate);
  }

  /** The column of a call; an equal one that is there already serves. */
  private static RexNode reference(
      AggregateCall call, List<AggregateCall> calls, Aggregate aggregate) {
    int index = calls.indexOf(call);
    if (index < 0) {
      index = calls.size();
      calls.add(call);
    }
    return aggregate
        .getCluster()
        .getRexBuilder()
        .makeInputRef(calls.get(index).getType(), aggregate.getGroupCount() + index);
  }
}
