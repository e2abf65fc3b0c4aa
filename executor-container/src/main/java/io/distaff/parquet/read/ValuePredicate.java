package io.distaff.parquet.read;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Lambda;
import io.distaff.expression.Literal;
import io.distaff.expression.PartFunctions;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from a predicate for single values, as leaves of a file have them: of columns, of
 * members of structs, of elements of lists. What is known of leaves, bounds, dictionaries and
 * filters, can rule it out, and with it the predicate.
 *
 * <p>{@code s.a.b = 5} says it of the member itself. {@code exists(l, e -> e.x > 3 and e.y = 2)}
 * and {@code array_contains(m, 'k')} are true for a row only if what they ask is for one of its
 * elements; an empty or null list has none. Of other lambdas nothing follows.
 */
final class ValuePredicate {
  private static final Expression ANYTHING = Literal.of(DataType.BOOLEAN, true);

  private final List<ColumnPath> paths = new ArrayList<>();
  private final Expression condition;
  private int choices;

  /**
   * @param predicate over the columns wanted
   */
  ValuePredicate(Expression predicate) {
    this.condition = implied(predicate, null);
  }

  /**
   * Over {@link #paths}. Each part between its ANDs and ORs is true for some choice of elements of
   * a row, if the predicate is true for the row.
   */
  Expression condition() {
    return condition;
  }

  /** No two are the same. */
  List<ColumnPath> paths() {
    return paths;
  }

  /**
   * @param seen what the columns are, within a lambda: each a path, or null; null for the columns
   *     wanted
   */
  private Expression implied(Expression expression, ColumnPath[] seen) {
    if (expression instanceof Call call) {
      List<Expression> arguments = call.arguments();
      String function = call.function();
      if (function.equals(FunctionNames.AND) || function.equals(FunctionNames.OR)) {
        return new Call(
            function, arguments.stream().map(e -> implied(e, seen)).toList(), call.type());
      }
      if (PartFunctions.ANY.contains(function)) {
        return impliedOfElement(arguments.get(0), (Lambda) arguments.get(1), seen);
      }
      if (PartFunctions.CONTAINS.contains(function)
          || function.equals(PartFunctions.MAP_CONTAINS_KEY)) {
        return impliedEqual(arguments.get(0), arguments.get(1), seen);
      }
    }
    Expression overPaths = overPaths(expression, seen);
    return overPaths == null ? ANYTHING : overPaths;
  }

  private Expression impliedOfElement(Expression array, Lambda lambda, ColumnPath[] seen) {
    ColumnPath path = path(array, seen);
    if (path == null) {
      return ANYTHING;
    }
    ColumnPath[] inside = new ColumnPath[1 + lambda.captured().size()];
    inside[0] = path.element(0, ++choices, false);
    for (int i = 1; i < inside.length; i++) {
      inside[i] = path(lambda.captured().get(i - 1), seen);
    }
    return implied(lambda.body(), inside);
  }

  private Expression impliedEqual(Expression collection, Expression value, ColumnPath[] seen) {
    ColumnPath path = path(collection, seen);
    if (path == null || !(value instanceof Literal)) {
      return ANYTHING;
    }
    DataType type =
        collection.type() instanceof ArrayType array
            ? array.element()
            : ((MapType) collection.type()).key();
    Expression element = ref(path.element(0, ++choices, false), type);
    return new Call(FunctionNames.EQUAL, DataType.BOOLEAN, element, value);
  }

  /** The same over paths; null when it looks at something else. */
  private Expression overPaths(Expression expression, ColumnPath[] seen) {
    if (expression instanceof Literal) {
      return expression;
    }
    ColumnPath path = path(expression, seen);
    if (path != null) {
      return ref(path, expression.type());
    }
    if (!(expression instanceof Call call)) {
      return null;
    }
    List<Expression> arguments = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      Expression overPaths = overPaths(argument, seen);
      if (overPaths == null) {
        return null;
      }
      arguments.add(overPaths);
    }
    return new Call(call.function(), arguments, call.type());
  }

  private InputRef ref(ColumnPath path, DataType type) {
    int index = paths.indexOf(path);
    if (index < 0) {
      index = paths.size();
      paths.add(path);
    }
    return new InputRef(index, type);
  }

  /** The path that an expression is; null when it is something else. */
  private ColumnPath path(Expression expression, ColumnPath[] seen) {
    if (expression instanceof InputRef ref) {
      return seen == null ? ColumnPath.of(ref.index()) : seen[ref.index()];
    }
    if (!(expression instanceof Call call) || call.arguments().size() != 2) {
      return null;
    }
    boolean isMember = call.function().equals(PartFunctions.STRUCT_EXTRACT);
    boolean isElement = PartFunctions.ELEMENT.contains(call.function());
    Expression of = call.arguments().get(0);
    ColumnPath path = isMember || isElement ? path(of, seen) : null;
    if (path == null) {
      return null;
    }
    if (isMember) {
      return member(path, of.type(), call.arguments().get(1));
    }
    return path.element(of.type() instanceof MapType ? 1 : 0, ++choices, true);
  }

  private static ColumnPath member(ColumnPath path, DataType type, Expression name) {
    DataType ofElements = type instanceof ArrayType array ? array.element() : type;
    if (!(ofElements instanceof StructType struct) || !(name instanceof Literal literal)) {
      return null;
    }
    int member = struct.find((String) literal.value());
    if (member < 0) {
      return null;
    }
    return type instanceof ArrayType ? path.memberOfElements(member) : path.member(member);
  }
}
