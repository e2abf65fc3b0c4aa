package io.distaff.expression;

import io.distaff.types.DataType;

/**
 * What is known of a call's argument when its function is looked for.
 *
 * @param type of a lambda, what it gives
 * @param literal the value, if it is one; else null
 * @param numParameters of a lambda; {@link #VALUE} if it is none
 */
public record FunctionArgument(DataType type, Literal literal, int numParameters) {
  /** The number of parameters of what isn't a lambda. */
  public static final int VALUE = -1;

  public FunctionArgument(DataType type, Literal literal) {
    this(type, literal, VALUE);
  }

  public static FunctionArgument of(DataType type) {
    return new FunctionArgument(type, null);
  }

  /**
   * A lambda.
   *
   * @param type of what it gives; NULL as long as it isn't known
   */
  public static FunctionArgument lambda(int numParameters, DataType type) {
    return new FunctionArgument(type, null, numParameters);
  }

  public static FunctionArgument of(Expression expression) {
    if (expression instanceof Lambda lambda) {
      return lambda(lambda.parameters().size(), lambda.type());
    }
    return new FunctionArgument(
        expression.type(), expression instanceof Literal literal ? literal : null);
  }

  /** Whether it is a lambda. */
  boolean isLambda() {
    return numParameters != VALUE;
  }

  /** As error texts have it: a type, or {@code (2 parameters) -> boolean}. */
  @Override
  public String toString() {
    if (!isLambda()) {
      return type.sqlName();
    }
    String parameters = numParameters == 1 ? "(1 parameter)" : "(" + numParameters + " parameters)";
    return type.kind() == DataType.Kind.NULL
        ? parameters + " -> ..."
        : parameters + " -> " + type.sqlName();
  }
}
