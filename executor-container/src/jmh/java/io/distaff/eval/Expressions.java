package io.distaff.eval;

import static io.distaff.expression.FunctionNames.MULTIPLY;

import io.distaff.expression.Call;
import io.distaff.expression.DecimalRules;
import io.distaff.expression.Expression;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;

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
