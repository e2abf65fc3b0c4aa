package io.distaff.expression;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which parts of a value expressions look at: all of it, or some parts of its parts, or only
 * whether it is null and how many elements it has.
 *
 * <p>The parts of a struct are its members, by position; an array has the part 0, its elements; a
 * map 0, its keys, and 1, its values.
 */
public final class UsedParts {
  private boolean whole;
  private final Map<Integer, UsedParts> parts = new TreeMap<>();

  private UsedParts() {}

  /**
   * What expressions use of the columns of a row.
   *
   * @return by column; null for those that none of them looks at
   */
  public static UsedParts[] of(List<Expression> expressions, int numColumns) {
    UsedParts[] columns = new UsedParts[numColumns];
    expressions.forEach(expression -> use(expression, columns));
    return columns;
  }

  /** True when the value is looked at as it is, with all that it has. */
  public boolean isWhole() {
    return whole;
  }

  /** What is used of a part; null when nothing is. */
  public UsedParts part(int part) {
    return parts.get(part);
  }

  private UsedParts use(int part) {
    return parts.computeIfAbsent(part, key -> new UsedParts());
  }

  /** Notes that a value is used as it is. */
  private static void use(Expression expression, UsedParts[] columns) {
    UsedParts used = find(expression, columns);
    if (used != null) {
      used.whole = true;
    } else if (expression instanceof Lambda lambda) {
      lambda.captured().forEach(captured -> use(captured, columns));
    } else if (expression instanceof Call call) {
      useArguments(call, columns);
    }
  }

  private static void useArguments(Call call, UsedParts[] columns) {
    List<Expression> arguments = call.arguments();
    UsedParts first = arguments.isEmpty() ? null : find(arguments.get(0), columns);
    if (first != null
        && arguments.get(0).type().isNested()
        && (call.function().equals(FunctionNames.IS_NULL)
            || call.function().equals(FunctionNames.IS_NOT_NULL))) {
      return;
    }
    if (first != null && isQuantifier(call)) {
      use((Lambda) arguments.get(1), first.use(0), columns);
      return;
    }
    arguments.forEach(argument -> use(argument, columns));
  }

  private static boolean isQuantifier(Call call) {
    return PartFunctions.ANY.contains(call.function())
        || PartFunctions.ALL.contains(call.function());
  }

  private static void use(Lambda lambda, UsedParts element, UsedParts[] columns) {
    UsedParts[] seen = new UsedParts[1 + lambda.captured().size()];
    seen[0] = element;
    for (int i = 1; i < seen.length; i++) {
      Expression captured = lambda.captured().get(i - 1);
      seen[i] = find(captured, columns);
      if (seen[i] == null) {
        use(captured, columns);
      }
    }
    use(lambda.body(), seen);
  }

  /** What is noted of the part that an expression is; null if it isn't one as it is. */
  private static UsedParts find(Expression expression, UsedParts[] columns) {
    if (expression instanceof InputRef ref) {
      if (columns[ref.index()] == null) {
        columns[ref.index()] = new UsedParts();
      }
      return columns[ref.index()];
    }
    if (!(expression instanceof Call call) || call.arguments().size() != 2) {
      return null;
    }
    Expression of = call.arguments().get(0);
    if (call.function().equals(PartFunctions.STRUCT_EXTRACT)) {
      int member = member(of.type(), call.arguments().get(1));
      UsedParts struct = member < 0 ? null : find(of, columns);
      return struct == null ? null : struct.use(member);
    }
    if (PartFunctions.ELEMENT.contains(call.function())) {
      UsedParts collection = find(of, columns);
      if (collection == null) {
        return null;
      }
      use(call.arguments().get(1), columns);
      if (of.type() instanceof ArrayType) {
        return collection.use(0);
      }
      if (of.type() instanceof MapType) {
        collection.use(0).whole = true;
        return collection.use(1);
      }
    }
    return null;
  }

  /** The position of a struct's member; negative when it isn't known. */
  static int member(DataType type, Expression name) {
    return type instanceof StructType struct && name instanceof Literal literal
        ? struct.find((String) literal.value())
        : -1;
  }
}
