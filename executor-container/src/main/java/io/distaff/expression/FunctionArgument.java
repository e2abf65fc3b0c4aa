package io.distaff.expression;

import io.distaff.types.DataType;

/**
 * What is known of a call's argument when its function is looked for.
 *
 * @param literal the value, if it is one; else null
 */
public record FunctionArgument(DataType type, Literal literal) {
  public static FunctionArgument of(DataType type) {
    return new FunctionArgument(type, null);
  }

  public static FunctionArgument of(Expression expression) {
    return new FunctionArgument(
        expression.type(), expression instanceof Literal literal ? literal : null);
  }
}
