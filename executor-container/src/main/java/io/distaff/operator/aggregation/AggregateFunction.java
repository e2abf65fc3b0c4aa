package io.distaff.operator.aggregation;

import io.distaff.expression.FunctionDefinition;
import io.distaff.plan.AggregateCall;
import io.distaff.types.DataType;
import java.util.List;

/**
 * An aggregate function: what is said about it, the type of its state, and what makes its
 * accumulators. Immutable.
 *
 * @param numArguments arguments that are columns; those behind them are parameters, the same for
 *     all rows
 * @param ordered whether an order of the rows may be given
 * @param byOrder whether it may give something else when the rows come in another order
 */
record AggregateFunction(
    FunctionDefinition definition,
    int numArguments,
    boolean ordered,
    boolean byOrder,
    StateRule stateRule,
    Factory factory) {
  /** The type of a state's column. */
  @FunctionalInterface
  interface StateRule {
    /**
     * The type.
     *
     * @param arguments the types of the columns
     */
    DataType stateType(AggregateCall call, List<DataType> arguments);
  }

  /** Makes an accumulator. */
  @FunctionalInterface
  interface Factory {
    /**
     * An accumulator of the call; LIMIT_EXCEEDED if a parameter isn't one that it takes.
     *
     * @param stateType as the rule gave it
     */
    Accumulator make(AggregateCall call, DataType stateType, boolean groupsBeginEmpty);
  }

  Accumulator accumulator(AggregateCall call, DataType stateType, boolean groupsBeginEmpty) {
    return factory
        .make(call, stateType, groupsBeginEmpty)
        .withAnother(() -> factory.make(call, stateType, true));
  }
}
