package io.distaff.plan;

import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import java.util.List;

/**
 * One aggregate. Its state between phases is one column, of a type that the function says; null
 * stands for a state that no row counted for.
 *
 * @param function its name in the registry of aggregate functions
 * @param columns positions of the arguments in the input, or of the state alone in phase FINAL;
 *     empty for COUNT of rows
 * @param filter position of a BOOLEAN column that must be true for a row to count; -1 when there is
 *     none; not in phase FINAL
 * @param parameters further arguments, which are the same for all rows
 * @param order of the rows, for functions that put them together; the columns are positions in
 *     {@code columns}
 * @param type of the result; SUM of integers is BIGINT, of DECIMAL(p,s) is DECIMAL(38,s) unless
 *     given otherwise, of floating point DOUBLE; overflow is an error
 */
public record AggregateCall(
    String function,
    List<Integer> columns,
    int filter,
    List<Literal> parameters,
    List<SortKey> order,
    DataType type) {
  public AggregateCall {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
    order = List.copyOf(order);
  }

  /** A call with one argument, or none: column -1. */
  public static AggregateCall of(String function, int column, int filter, DataType type) {
    return new AggregateCall(
        function, column < 0 ? List.of() : List.of(column), filter, List.of(), List.of(), type);
  }

  /** The first argument, -1 if there is none. */
  public int column() {
    return columns.isEmpty() ? -1 : columns.get(0);
  }

  /** A call of a function of the program's. */
  public static AggregateCall ofUser(
      String name,
      byte[] code,
      DataType bufferType,
      List<Integer> columns,
      int filter,
      DataType type) {
    List<Literal> parameters =
        List.of(
            Literal.of(DataType.STRING, name),
            Literal.of(DataType.BINARY, code),
            new Literal(bufferType, null));
    return new AggregateCall(Function.USER_AGGREGATE, columns, filter, parameters, List.of(), type);
  }

  /** What the function is called in messages and plans. */
  public String name() {
    return function.equals(Function.USER_AGGREGATE) ? parameters.get(0).text() : function;
  }

  /** The same call in phase FINAL. */
  public AggregateCall overState(int column) {
    return new AggregateCall(function, List.of(column), -1, parameters, order, type);
  }

  /** The functions that the engine itself speaks of; AVG is written with SUM and COUNT. */
  public static final class Function {
    public static final String COUNT = "count";
    public static final String SUM = "sum";
    public static final String MIN = "min";
    public static final String MAX = "max";

    /** Any one value of the group, null only if all are: for columns that depend on the keys. */
    public static final String ANY_VALUE = "any_value";

    /**
     * A function of the program's. Its parameters are its name, its code, and a null of the type of
     * its buffers.
     */
    public static final String USER_AGGREGATE = "user_aggregate";

    private Function() {}
  }
}
