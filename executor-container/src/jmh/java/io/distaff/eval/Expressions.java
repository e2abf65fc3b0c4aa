package io.distaff.eval;

import static io.distaff.expression.FunctionNames.MULTIPLY;

import io.distaff.expression.BoundSignature;
import io.distaff.expression.Call;
import io.distaff.expression.DecimalRules;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionArgument;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.ScalarFunctions;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.util.Arrays;

/** Short names for what expressions are made of. */
final class Expressions {
  private Expressions() {}

  static Expression column(int index, DataType type) {
    return new InputRef(index, type);
  }

  static Expression literal(DataType type, Object value) {
    return Literal.of(type, value);
  }

  static Expression call(String function, DataType type, Expression... arguments) {
    return new Call(function, type, arguments);
  }

  static Expression condition(String function, Expression... arguments) {
    return new Call(function, DataType.BOOLEAN, arguments);
  }

  /** A function of the registry; its arguments are cast to what it takes. */
  static Call function(String name, Expression... given) {
    BoundSignature bound =
        ScalarFunctions.registry()
            .find(name)
            .flatMap(f -> f.bind(Arrays.stream(given).map(FunctionArgument::of).toList()))
            .orElseThrow();
    Expression[] arguments = given.clone();
    for (int i = 0; i < arguments.length; i++) {
      DataType type = bound.argumentTypes().get(i);
      boolean fits = arguments[i] instanceof Lambda || arguments[i].type().equals(type);
      arguments[i] = fits ? arguments[i] : call(FunctionNames.CAST, type, arguments[i]);
    }
    return new Call(name, bound.resultType(), arguments);
  }

  /** Of numbers of the same kind. */
  static Expression product(Expression a, Expression b) {
    DataType type =
        a.type() instanceof DecimalType
            ? DecimalRules.product((DecimalType) a.type(), (DecimalType) b.type())
            : a.type();
    return call(MULTIPLY, type, a, b);
  }

  /** A sum or difference of numbers of the same kind. */
  static Expression sum(String function, Expression a, Expression b) {
    DataType type =
        a.type() instanceof DecimalType
            ? DecimalRules.sum((DecimalType) a.type(), (DecimalType) b.type())
            : a.type();
    return call(function, type, a, b);
  }

  static Evaluator evaluator(Expression expression) {
    return ExpressionCompiler.compile(expression, ReservedArrays.uncounted());
  }

  static Predicate predicate(Expression condition) {
    return ExpressionCompiler.compilePredicate(condition, ReservedArrays.uncounted());
  }
}
