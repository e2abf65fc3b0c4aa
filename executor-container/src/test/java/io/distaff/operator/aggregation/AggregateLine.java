package io.distaff.operator.aggregation;

import io.distaff.eval.Answers;
import io.distaff.eval.Domain;
import io.distaff.expression.BoundSignature;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionDefinition;
import io.distaff.expression.Literal;
import io.distaff.plan.AggregateCall;
import io.distaff.plan.SortKey;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A line of the aggregates' table: a call over columns of some values, and what must agree with it.
 * Rows have a key, the arguments, and a filter.
 */
final class AggregateLine {
  /** Whether a result is right for the rows that count, each of which has the arguments' values. */
  @FunctionalInterface
  interface Reference {
    boolean accepts(Object result, List<List<Object>> rows);
  }

  private static final double TOLERANCE = 1e-9;

  private final FunctionDefinition function;
  private final BoundSignature bound;
  private final List<Domain> columns;
  private final List<Literal> parameters;
  private List<SortKey> order = List.of();
  private String sql;
  private Reference reference;

  AggregateLine(FunctionDefinition function, List<Domain> columns, List<Literal> parameters) {
    this.function = function;
    this.columns = columns;
    this.parameters = parameters;
    List<FunctionArgument> arguments = new ArrayList<>();
    columns.forEach(column -> arguments.add(FunctionArgument.of(column.type())));
    parameters.forEach(parameter -> arguments.add(FunctionArgument.of(parameter)));
    this.bound = function.bind(arguments).orElseThrow();
  }

  /** DuckDB's call over x, y, ..., with a $F where a FILTER belongs. */
  AggregateLine duckDb(String call) {
    sql = call;
    return this;
  }

  AggregateLine java(Reference isRight) {
    reference = isRight;
    return this;
  }

  /** Rows are put together by this column, which isn't an argument. */
  AggregateLine orderedBy(Domain column) {
    order = List.of(new SortKey(columns.size(), false, true), new SortKey(0, false, true));
    columns.add(column);
    return this;
  }

  FunctionDefinition function() {
    return function;
  }

  BoundSignature bound() {
    return bound;
  }

  List<Domain> columns() {
    return columns;
  }

  List<DataType> types() {
    return columns.stream().map(Domain::type).toList();
  }

  /** Null where a reference says what is right. */
  String sql() {
    return sql;
  }

  boolean isRight(Object result, Object wanted, List<List<Object>> rows) {
    return sql == null ? reference.accepts(result, rows) : Answers.same(wanted, result, TOLERANCE);
  }

  /**
   * The call over rows of a key, the columns and a filter.
   *
   * @param filter the position of the filter, -1 for none
   */
  AggregateCall call(int filter) {
    return new AggregateCall(
        function.name(),
        IntStream.rangeClosed(1, columns.size()).boxed().toList(),
        filter,
        parameters,
        order,
        bound.resultType());
  }

  @Override
  public String toString() {
    return function.name() + types().stream().map(DataType::sqlName).toList() + parameters;
  }
}
