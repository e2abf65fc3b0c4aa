package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.function.UserFunction;
import io.distaff.function.UserRoutine;
import java.util.List;

/**
 * A function of the program's for expressions; {@link Functions#udf}. It is called for each row, in
 * a copy of its own in each task, with values of the classes that {@link io.distaff.row.Row} has
 * for the columns' types, and with null where a value is null. What it throws ends the query.
 * Immutable.
 */
public final class UserDefinedFunction {
  private final UserFunction function;

  UserDefinedFunction(UserFunction function) {
    this.function = function;
  }

  UserFunction function() {
    return function;
  }

  /** A call of it. */
  public Column apply(Column... arguments) {
    return call(function, Term.Call.Quantifier.ALL, arguments);
  }

  /** A call of what a program has defined. Throws USAGE for a wrong number of arguments. */
  static Column call(UserRoutine function, Term.Call.Quantifier quantifier, Column... arguments) {
    if (arguments.length != function.numArguments()) {
      throw new DistaffException(
          ErrorCode.USAGE,
          "the function %s takes %d arguments, not %d"
              .formatted(function.name(), function.numArguments(), arguments.length));
    }
    return new Column(
        new Term.UserCall(function, quantifier, List.copyOf(Column.terms(arguments))));
  }

  /** The same function under a name for messages and plans. */
  public UserDefinedFunction withName(String name) {
    return new UserDefinedFunction(
        new UserFunction(
            name,
            function.code(),
            function.numArguments(),
            function.type(),
            function.deterministic()));
  }

  /** The same function, which may give something else for the same arguments. */
  public UserDefinedFunction asNondeterministic() {
    return new UserDefinedFunction(
        new UserFunction(
            function.name(), function.code(), function.numArguments(), function.type(), false));
  }
}
