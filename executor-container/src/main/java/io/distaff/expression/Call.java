package io.distaff.expression;

import io.distaff.types.DataType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An operator or a special form of {@link FunctionNames}, or a function by its name, applied to
 * arguments. A function's arguments have the types that one of its signatures binds.
 */
public record Call(String function, List<Expression> arguments, DataType type)
    implements Expression {
  public Call {
    arguments = List.copyOf(arguments);
  }

  public Call(String function, DataType type, Expression... arguments) {
    this(function, List.of(arguments), type);
  }

  @Override
  public String toString() {
    if (function.equals(FunctionNames.CAST)) {
      return "cast(" + arguments.get(0) + " as " + type.sqlName() + ")";
    }
    return arguments.stream()
        .map(Expression::toString)
        .collect(Collectors.joining(", ", function + "(", ")"));
  }
}
