package io.distaff.eval;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.kernel.IntegerRange;
import io.distaff.scalar.LikePatternTest;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What expressions mean, one row at a time, with the JDK's own arithmetic and calendar. */
final class ExpressionOracle {
  private ExpressionOracle() {}

  static Object evaluate(Expression expression, Object[] row) {
    if (expression instanceof InputRef input) {
      return row[input.index()];
    }
    if (expression instanceof Literal literal) {
      return literal.value();
    }
    Call call = (Call) expression;
    List<Expression> arguments = call.arguments();
    switch (call.function()) {
      case FunctionNames.AND, FunctionNames.OR -> {
        boolean decisive = call.function().equals(FunctionNames.OR);
        Object logic = !decisive;
        for (Expression argument : arguments) {
          Object value = evaluate(argument, row);
          if (value == null) {
            logic = null;
          } else if ((Boolean) value == decisive) {
            return decisive;
          }
        }
        return logic;
      }
      case FunctionNames.CASE -> {
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
          if (Boolean.TRUE.equals(evaluate(arguments.get(i), row))) {
            return evaluate(arguments.get(i + 1), row);
          }
        }
        return evaluate(arguments.get(arguments.size() - 1), row);
      }
      case FunctionNames.COALESCE -> {
        for (Expression argument : arguments) {
          Object value = evaluate(argument, row);
          if (value != null) {
            return value;
          }
        }
        return null;
      }
      case FunctionNames.IS_NULL -> {
        return evaluate(arguments.get(0), row) == null;
      }
      case FunctionNames.IS_NOT_NULL -> {
        return evaluate(arguments.get(0), row) != null;
      }
      case FunctionNames.IS_NOT_DISTINCT -> {
        Object left = evaluate(arguments.get(0), row);
        Object right = evaluate(arguments.get(1), row);
        return (left == null || right == null) ? left == right : compare(left, right) == 0;
      }
      case FunctionNames.IN -> {
        return in(arguments, row);
      }
      default -> {
        return strict(call, values(arguments, row));
      }
    }
  }

  private static List<Object> values(List<Expression> arguments, Object[] row) {
    List<Object> values = new ArrayList<>();
    for (Expression argument : arguments) {
      values.add(evaluate(argument, row));
    }
    return values;
  }

  private static Object in(List<Expression> arguments, Object[] row) {
    Object value = evaluate(arguments.get(0), row);
    if (value == null) {
      return null;
    }
    boolean nulls = false;
    for (Expression argument : arguments.subList(1, arguments.size())) {
      Object candidate = evaluate(argument, row);
      nulls |= candidate == null;
      if (candidate != null && compare(value, candidate) == 0) {
        return true;
      }
    }
    return nulls ? null : false;
  }

  private static int compare(Object a, Object b) {
    if (a instanceof String s) {
      return Arrays.compareUnsigned(
          s.getBytes(StandardCharsets.UTF_8), ((String) b).getBytes(StandardCharsets.UTF_8));
    }
    if (a instanceof byte[] bytes) {
      return Arrays.compareUnsigned(bytes, (byte[]) b);
    }
    if (a instanceof Double d) {
      return Double.compare(d + 0.0, (Double) b + 0.0);
    }
    if (a instanceof BigDecimal d) {
      return d.compareTo((BigDecimal) b);
    }
    return a instanceof Boolean x ? x.compareTo((Boolean) b) : ((Long) a).compareTo((Long) b);
  }

  private static Object strict(Call call, List<Object> values) {
    if (values.contains(null)) {
      return null;
    }
    Object a = values.get(0);
    Object b = values.size() > 1 ? values.get(1) : null;
    return switch (call.function()) {
      case FunctionNames.ADD,
          FunctionNames.SUBTRACT,
          FunctionNames.MULTIPLY,
          FunctionNames.DIVIDE,
          FunctionNames.MODULUS,
          FunctionNames.NEGATE,
          "abs" ->
          arithmetic(call, a, b);
      case FunctionNames.EQUAL -> compare(a, b) == 0;
      case FunctionNames.NOT_EQUAL -> compare(a, b) != 0;
      case FunctionNames.LESS -> compare(a, b) < 0;
      case FunctionNames.LESS_OR_EQUAL -> compare(a, b) <= 0;
      case FunctionNames.GREATER -> compare(a, b) > 0;
      case FunctionNames.GREATER_OR_EQUAL -> compare(a, b) >= 0;
      case FunctionNames.NOT -> !(Boolean) a;
      case "upper" -> ((String) a).toUpperCase(Locale.ROOT);
      case "substring" ->
          substring((String) a, (Long) b, values.size() > 2 ? (Long) values.get(2) : null);
      case FunctionNames.LIKE -> LikePatternTest.regex((String) b).matcher((String) a).matches();
      default -> throw new IllegalArgumentException(call.function());
    };
  }

  private static Object arithmetic(Call call, Object a, Object b) {
    DataType type = call.type();
    String f = call.function();
    boolean divides = f.equals(FunctionNames.DIVIDE) || f.equals(FunctionNames.MODULUS);
    if (divides
        && (b instanceof BigDecimal d ? d.signum() == 0 : ((Number) b).doubleValue() == 0)) {
      throw new DistaffException(ErrorCode.DIVISION_BY_ZERO, "oracle");
    }
    if (type.kind() == DataType.Kind.DOUBLE || type.kind() == DataType.Kind.FLOAT) {
      double x = (Double) a;
      double y = b == null ? 0 : (Double) b;
      double result =
          switch (f) {
            case FunctionNames.ADD -> x + y;
            case FunctionNames.SUBTRACT -> x - y;
            case FunctionNames.MULTIPLY -> x * y;
            case FunctionNames.DIVIDE -> x / y;
            case FunctionNames.MODULUS -> x % y;
            case FunctionNames.NEGATE -> -x;
            default -> Math.abs(x);
          };
      // The double of two floats' sum, product or quotient rounds to the float of them.
      return type.kind() == DataType.Kind.FLOAT ? (Double) (double) (float) result : result;
    }
    BigDecimal x = a instanceof BigDecimal d ? d : BigDecimal.valueOf((Long) a);
    BigDecimal y =
        b == null ? BigDecimal.ONE : b instanceof BigDecimal d ? d : BigDecimal.valueOf((Long) b);
    boolean decimal = type instanceof DecimalType;
    BigDecimal result =
        switch (f) {
          case FunctionNames.ADD -> x.add(y);
          case FunctionNames.SUBTRACT -> x.subtract(y);
          case FunctionNames.MULTIPLY -> x.multiply(y);
          case FunctionNames.DIVIDE ->
              decimal
                  ? x.divide(y, ((DecimalType) type).scale(), RoundingMode.HALF_UP)
                  : x.divideToIntegralValue(y);
          case FunctionNames.MODULUS -> x.remainder(y);
          case FunctionNames.NEGATE -> x.negate();
          default -> x.abs();
        };
    return decimal
        ? rounded(result, (DecimalType) type)
        : (Object) inRange(result.toBigIntegerExact(), IntegerRange.bits(type));
  }

  private static BigDecimal rounded(BigDecimal value, DecimalType type) {
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision()) {
      throw new DistaffException(ErrorCode.NUMERIC_OVERFLOW, "oracle");
    }
    return rounded;
  }

  private static Long inRange(BigInteger value, int bits) {
    if (value.bitLength() >= bits) {
      throw new DistaffException(ErrorCode.NUMERIC_OVERFLOW, "oracle");
    }
    return value.longValueExact();
  }

  private static String substring(String text, long position, Long count) {
    int[] points = text.codePoints().toArray();
    long begin = position > 0 ? position - 1 : position == 0 ? 0 : position + points.length;
    long end = count == null ? points.length : begin + count;
    int from = (int) Math.min(points.length, Math.max(0, begin));
    int to = (int) Math.min(points.length, Math.max(from, end));
    return new String(points, from, to - from);
  }

  static LocalDateTime timestamp(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L),
        (int) Math.floorMod(micros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }

  static long micros(LocalDateTime time) {
    return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time);
  }
}
