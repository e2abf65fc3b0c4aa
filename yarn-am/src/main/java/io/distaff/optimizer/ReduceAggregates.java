package io.distaff.optimizer;

import io.distaff.sql.RegistryAggregate;
import io.distaff.sql.SqlFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * Aggregates that are written with others, of which equal ones are computed once.
 *
 * <p>AVG(x) = SUM(x) / COUNT(x). The sum of a decimal keeps its own wide type and the division is
 * rounded once, to the type of the average. (Calcite's rule casts the sum to the type of the
 * average first, which overflows on large tables.) The sum of BIGINTs is a {@link WideSum}. TRY_AVG
 * is made of TRY_SUM and a division that gives null, likewise.
 *
 * <p>LISTAGG(x, s) = ARRAY_JOIN(COLLECT_LIST(x), s), null of an empty list.
 */
final class ReduceAggregates extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalAggregate aggregate)
        || aggregate.getAggCallList().stream()
            .noneMatch(call -> isAverage(call) || isJoinedList(call))) {
      return rel;
    }
    return reduce(aggregate);
  }

  private static boolean isAverage(AggregateCall call) {
    return SqlFunctions.isAverage(call.getAggregation());
  }

  private static boolean isJoinedList(AggregateCall call) {
    return SqlFunctions.isJoinedList(call.getAggregation());
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
        results.add(average(call, aggregate, calls));
      } else if (isJoinedList(call)) {
        results.add(joinedList(call, aggregate, calls));
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

  private static RexNode average(
      AggregateCall call, Aggregate aggregate, List<AggregateCall> calls) {
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
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
    return rexBuilder.makeCall(call.getType(), divide, List.of(sum, count));
  }

  private static RexNode joinedList(
      AggregateCall call, Aggregate aggregate, List<AggregateCall> calls) {
    RexNode list = add(call, SqlFunctions.collectList(), aggregate, calls);
    List<RegistryAggregate.Parameter> parameters =
        ((RegistryAggregate) call.getAggregation()).parameters();
    Optional<RexNode> separator =
        parameters.stream().<RexNode>map(RegistryAggregate.Parameter::literal).findFirst();
    return SqlFunctions.joined(
        aggregate.getCluster().getRexBuilder(), call.getType(), list, separator);
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

  /** A function of what a call is of. */
  private static RexNode add(
      AggregateCall original,
      SqlAggFunction function,
      Aggregate aggregate,
      List<AggregateCall> calls) {
    ImmutableBitSet distinctKeys = original.distinctKeys;
    AggregateCall call =
        AggregateCall.create(
            original.getParserPosition(),
            function,
            original.isDistinct(),
            original.isApproximate(),
            original.ignoreNulls(),
            List.of(),
            original.getArgList(),
            original.filterArg,
            distinctKeys,
            original.collation,
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
