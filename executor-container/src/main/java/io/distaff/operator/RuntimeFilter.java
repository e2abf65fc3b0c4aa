package io.distaff.operator;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a join learns from its build side about a column of the scan that feeds its probe side: rows
 * for which the condition isn't true can't have a match. The join publishes before it asks for the
 * first probe row, so that the scan knows before it opens a file. Confined to a task's thread.
 */
public final class RuntimeFilter {
  private final InputRef column;
  private Expression condition;

  /**
   * @param column of the scan; its type is one of {@link io.distaff.vector.ShortKeys}
   */
  public RuntimeFilter(InputRef column) {
    this.column = column;
  }

  /** The column is one of these values. */
  public void publishValues(long[] values) {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(column);
    for (long value : values) {
      arguments.add(literal(value));
    }
    condition = new Call(FunctionNames.IN, arguments, DataType.BOOLEAN);
  }

  /** The column is within these bounds. */
  public void publishRange(long smallest, long largest) {
    condition =
        new Call(
            FunctionNames.AND,
            DataType.BOOLEAN,
            new Call(FunctionNames.GREATER_OR_EQUAL, DataType.BOOLEAN, column, literal(smallest)),
            new Call(FunctionNames.LESS_OR_EQUAL, DataType.BOOLEAN, column, literal(largest)));
  }

  /** Over the columns of the scan; empty when nothing was published. */
  public Optional<Expression> condition() {
    return Optional.ofNullable(condition);
  }

  private Literal literal(long value) {
    DataType type = column.type();
    return type instanceof DecimalType decimal
        ? Literal.of(type, BigDecimal.valueOf(value, decimal.scale()))
        : Literal.of(type, value);
  }
}
