package io.distaff.optimizer;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.sql.RegistryAggregate;
import io.distaff.sql.RegistryAggregate.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;

/**
 * Arguments of aggregates that must be the same for all rows become a part of the function. As
 * columns they would be lost with the rows: where a filter lets none pass, the projection below
 * goes, and its constants with it. In sub-queries too.
 */
final class ConstantParameters extends RelRewrite {
  /** Throws SEMANTIC_ERROR where such an argument isn't a constant. */
  @Override
  RelNode rewrite(RelNode rel) {
    RelNode rewritten = rel.accept(new SubQueryTrees(this::apply));
    if (!(rewritten instanceof LogicalAggregate aggregate)
        || aggregate.getAggCallList().stream().noneMatch(ConstantParameters::hasParameters)) {
      return rewritten;
    }
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      calls.add(hasParameters(call) ? withParameters(call, aggregate) : call);
    }
    return aggregate.copy(
        aggregate.getTraitSet(),
        aggregate.getInput(),
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        calls);
  }

  private static boolean hasParameters(AggregateCall call) {
    return call.getAggregation() instanceof RegistryAggregate function
        && call.getArgList().size() > numColumns(function);
  }

  private static int numColumns(RegistryAggregate function) {
    return AggregateFunctions.numArguments(function.definition());
  }

  private static AggregateCall withParameters(AggregateCall call, LogicalAggregate aggregate) {
    RegistryAggregate function = (RegistryAggregate) call.getAggregation();
    List<Integer> arguments = call.getArgList();
    int columns = numColumns(function);
    List<Parameter> parameters = new ArrayList<>();
    for (int i = columns; i < arguments.size(); i++) {
      int number = i + 1;
      RexLiteral literal =
          Constants.find(aggregate.getInput(), arguments.get(i))
              .orElseThrow(
                  () ->
                      new DistaffException(
                          ErrorCode.SEMANTIC_ERROR,
                          "argument %d of %s must be a constant"
                              .formatted(number, function.getName())));
      RelDataType type =
          aggregate.getInput().getRowType().getFieldList().get(arguments.get(i)).getType();
      parameters.add(new Parameter(literal, type));
    }
    return AggregateCall.create(
        call.getParserPosition(),
        function.withParameters(parameters),
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        arguments.subList(0, columns),
        call.filterArg,
        call.distinctKeys,
        call.collation,
        call.getType(),
        call.getName());
  }
}
