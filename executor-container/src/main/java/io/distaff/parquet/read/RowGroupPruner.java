package io.distaff.parquet.read;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Tells from statistics, of a row group or of a page, that a predicate is true for none of its
 * rows. Looks into AND and OR, comparisons of a column with literals, IN, IS NULL and IS NOT NULL;
 * whatever else there is may be true.
 *
 * <p>Bounds of floating point columns leave NaN out, which is larger than every number: an upper
 * bound says nothing about what is greater than it.
 */
final class RowGroupPruner {
  /** What is known of the values of some rows: of a row group or a page. */
  interface Source {
    ColumnStatistics statistics(InputRef ref);

    /** Of how many values the statistics speak, nulls included. */
    long numValues(InputRef ref);

    private boolean allNull(InputRef ref) {
      return statistics(ref).nullCount() == numValues(ref);
    }
  }

  private RowGroupPruner() {}

  /**
   * True unless the statistics of a row group rule the condition out.
   *
   * @param condition over values in these places
   */
  static boolean mayMatch(Expression condition, RowGroup group, ValuePlace[] places) {
    return mayMatch(condition, new GroupSource(group, places));
  }

  private record GroupSource(RowGroup group, ValuePlace[] places) implements Source {
    @Override
    public ColumnStatistics statistics(InputRef ref) {
      return places[ref.index()].statistics(group);
    }

    @Override
    public long numValues(InputRef ref) {
      return places[ref.index()].numValues(group);
    }
  }

  /** True unless what the source knows rules the expression out. */
  static boolean mayMatch(Expression expression, Source source) {
    if (expression instanceof Literal literal) {
      return !literal.isNull() && !Boolean.FALSE.equals(literal.value());
    }
    if (expression instanceof InputRef ref) {
      return !source.allNull(ref) && !Boolean.FALSE.equals(source.statistics(ref).max());
    }
    Call call = (Call) expression;
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case FunctionNames.AND -> arguments.stream().allMatch(e -> mayMatch(e, source));
      case FunctionNames.OR -> arguments.stream().anyMatch(e -> mayMatch(e, source));
      case FunctionNames.NOT ->
          !(arguments.get(0) instanceof InputRef ref)
              || (!source.allNull(ref) && !Boolean.TRUE.equals(source.statistics(ref).min()));
      case FunctionNames.IS_NULL -> {
        InputRef ref = column(arguments.get(0));
        yield ref == null || source.statistics(ref).nullCount() != 0;
      }
      case FunctionNames.IS_NOT_NULL -> {
        InputRef ref = column(arguments.get(0));
        yield ref == null || !source.allNull(ref);
      }
      case FunctionNames.IN -> {
        InputRef ref = column(arguments.get(0));
        yield ref == null
            || arguments.stream()
                .skip(1)
                .anyMatch(value -> mayCompare(FunctionNames.EQUAL, ref, value, source));
      }
      case FunctionNames.IS_NOT_DISTINCT -> mayBeEqualOrNull(arguments, source);
      case FunctionNames.EQUAL,
          FunctionNames.NOT_EQUAL,
          FunctionNames.LESS,
          FunctionNames.LESS_OR_EQUAL,
          FunctionNames.GREATER,
          FunctionNames.GREATER_OR_EQUAL ->
          mayCompare(call, source);
      default -> true;
    };
  }

  private static boolean mayBeEqualOrNull(List<Expression> arguments, Source source) {
    boolean anyNull = arguments.stream().anyMatch(e -> e instanceof Literal l && l.isNull());
    return anyNull
        || mayCompare(new Call(FunctionNames.EQUAL, arguments, DataType.BOOLEAN), source);
  }

  private static boolean mayCompare(Call call, Source source) {
    Expression left = call.arguments().get(0);
    Expression right = call.arguments().get(1);
    if (column(left) != null) {
      return mayCompare(call.function(), column(left), right, source);
    }
    return column(right) == null
        || mayCompare(mirrored(call.function()), column(right), left, source);
  }

  /** The column under casts that leave the value what it is; null when there is none. */
  static InputRef column(Expression expression) {
    if (expression instanceof InputRef ref) {
      return ref;
    }
    if (expression instanceof Call call
        && call.function().equals(FunctionNames.CAST)
        && keepsValue(call.arguments().get(0).type(), call.type())) {
      return column(call.arguments().get(0));
    }
    return null;
  }

  private static boolean keepsValue(DataType from, DataType to) {
    if (from.equals(to)) {
      return true;
    }
    if (from.isIntegral()) {
      return (to.isIntegral() && to.kind().compareTo(from.kind()) > 0)
          || to.kind() == DataType.Kind.DECIMAL;
    }
    return from instanceof DecimalType narrow
        && to instanceof DecimalType wide
        && wide.scale() >= narrow.scale();
  }

  private static String mirrored(String function) {
    return switch (function) {
      case FunctionNames.LESS -> FunctionNames.GREATER;
      case FunctionNames.LESS_OR_EQUAL -> FunctionNames.GREATER_OR_EQUAL;
      case FunctionNames.GREATER -> FunctionNames.LESS;
      case FunctionNames.GREATER_OR_EQUAL -> FunctionNames.LESS_OR_EQUAL;
      default -> function;
    };
  }

  private static boolean mayCompare(
      String function, InputRef ref, Expression other, Source source) {
    if (source.allNull(ref)) {
      return false;
    }
    if (!(other instanceof Literal literal)) {
      return true;
    }
    Object value = literal.value();
    if (value == null) {
      return false;
    }
    if (value instanceof Double number && number.isNaN()) {
      return true;
    }
    boolean mayHaveNaN =
        ref.type().kind() == DataType.Kind.FLOAT || ref.type().kind() == DataType.Kind.DOUBLE;
    ColumnStatistics statistics = source.statistics(ref);
    Object min = statistics.min();
    Object max = statistics.max();
    return switch (function) {
      case FunctionNames.EQUAL -> holds(min, value, c -> c <= 0) && holds(max, value, c -> c >= 0);
      case FunctionNames.NOT_EQUAL ->
          mayHaveNaN || holds(min, value, c -> c != 0) || holds(max, value, c -> c != 0);
      case FunctionNames.LESS -> holds(min, value, c -> c < 0);
      case FunctionNames.LESS_OR_EQUAL -> holds(min, value, c -> c <= 0);
      case FunctionNames.GREATER -> mayHaveNaN || holds(max, value, c -> c > 0);
      case FunctionNames.GREATER_OR_EQUAL -> mayHaveNaN || holds(max, value, c -> c >= 0);
      default -> true;
    };
  }

  /** True also when the bound isn't known, or of another class than the value. */
  private static boolean holds(Object bound, Object value, IntPredicate test) {
    Integer comparison = bound == null ? null : compare(bound, value);
    return comparison == null || test.test(comparison);
  }

  /** In the order of the engine's types; null where the values are of types that have none. */
  static Integer compare(Object bound, Object value) {
    if (bound instanceof Long a && value instanceof Long b) {
      return a.compareTo(b);
    }
    if (bound instanceof Double a && value instanceof Double b) {
      return a < b ? -1 : a > b ? 1 : 0;
    }
    if (bound instanceof String a && value instanceof String b) {
      return Arrays.compareUnsigned(
          a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
    if (bound instanceof byte[] a && value instanceof byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
    if (bound instanceof Boolean a && value instanceof Boolean b) {
      return a.compareTo(b);
    }
    BigDecimal a = exact(bound);
    BigDecimal b = exact(value);
    return a == null || b == null ? null : (Integer) a.compareTo(b);
  }

  private static BigDecimal exact(Object value) {
    if (value instanceof Long integer) {
      return BigDecimal.valueOf(integer);
    }
    return value instanceof BigDecimal decimal ? decimal : null;
  }
}
