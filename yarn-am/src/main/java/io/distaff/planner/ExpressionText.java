package io.distaff.planner;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Expressions as people write them, with the names of columns. */
final class ExpressionText {
  private static final Map<String, String> INFIX =
      Map.ofEntries(
          Map.entry(FunctionNames.ADD, "+"),
          Map.entry(FunctionNames.SUBTRACT, "-"),
          Map.entry(FunctionNames.MULTIPLY, "*"),
          Map.entry(FunctionNames.DIVIDE, "/"),
          Map.entry(FunctionNames.MODULUS, "%"),
          Map.entry(FunctionNames.EQUAL, "="),
          Map.entry(FunctionNames.NOT_EQUAL, "<>"),
          Map.entry(FunctionNames.LESS, "<"),
          Map.entry(FunctionNames.LESS_OR_EQUAL, "<="),
          Map.entry(FunctionNames.GREATER, ">"),
          Map.entry(FunctionNames.GREATER_OR_EQUAL, ">="),
          Map.entry(FunctionNames.AND, "and"),
          Map.entry(FunctionNames.OR, "or"),
          Map.entry(FunctionNames.LIKE, "like"));

  private ExpressionText() {}

  /** The expression over the columns of a schema. */
  static String of(Expression expression, Schema schema) {
    return of(expression, place -> schema.field(place).name());
  }

  /** The expression over columns of these names, by their places. */
  static String of(Expression expression, IntFunction<String> names) {
    if (expression instanceof InputRef ref) {
      return names.apply(ref.index());
    }
    if (expression instanceof Literal literal) {
      return literal.toString();
    }
    if (expression instanceof Lambda lambda) {
      return lambda(lambda, names);
    }
    Call call = (Call) expression;
    List<Expression> arguments = call.arguments();
    String operator = INFIX.get(call.function());
    if (operator != null && !(operator.equals("like") && arguments.size() > 2)) {
      return arguments.stream()
          .map(argument -> operand(argument, call, names))
          .collect(Collectors.joining(" " + operator + " "));
    }
    return switch (call.function()) {
      case FunctionNames.CAST ->
          "cast(" + of(arguments.get(0), names) + " as " + call.type().sqlName() + ")";
      case FunctionNames.NOT -> "not " + operand(arguments.get(0), call, names);
      case FunctionNames.IS_NULL -> operand(arguments.get(0), call, names) + " is null";
      case FunctionNames.IS_NOT_NULL -> operand(arguments.get(0), call, names) + " is not null";
      case FunctionNames.IN ->
          operand(arguments.get(0), call, names)
              + " in ("
              + list(arguments.subList(1, arguments.size()), names)
              + ")";
      case FunctionNames.USER_FUNCTION, FunctionNames.USER_FUNCTION_OF_CHANCE ->
          ((Literal) arguments.get(0)).text()
              + "("
              + list(
                  arguments.subList(FunctionNames.USER_FUNCTION_CONSTANTS, arguments.size()), names)
              + ")";
      default -> call.function() + "(" + list(arguments, names) + ")";
    };
  }

  /** With the parameters called a, b, ..., and what is captured by its text. */
  private static String lambda(Lambda lambda, IntFunction<String> names) {
    List<String> inner = new ArrayList<>();
    for (int i = 0; i < lambda.parameters().size(); i++) {
      inner.add(String.valueOf((char) ('a' + i)));
    }
    String parameters = String.join(", ", inner);
    lambda.captured().forEach(captured -> inner.add(of(captured, names)));
    return "(" + parameters + ") -> " + of(lambda.body(), inner::get);
  }

  static String list(List<Expression> expressions, Schema schema) {
    return list(expressions, place -> schema.field(place).name());
  }

  private static String list(List<Expression> expressions, IntFunction<String> names) {
    return expressions.stream().map(e -> of(e, names)).collect(Collectors.joining(", "));
  }

  /** In parentheses where it is an operator itself; comparisons under AND need none. */
  private static String operand(Expression argument, Call parent, IntFunction<String> names) {
    boolean operator =
        argument instanceof Call call
            && (INFIX.containsKey(call.function()) || call.function().equals(FunctionNames.NOT));
    boolean logic =
        parent.function().equals(FunctionNames.AND) || parent.function().equals(FunctionNames.OR);
    boolean argumentIsLogic =
        argument instanceof Call call
            && (call.function().equals(FunctionNames.AND)
                || call.function().equals(FunctionNames.OR));
    String text = of(argument, names);
    return operator && (!logic || argumentIsLogic) ? "(" + text + ")" : text;
  }
}
