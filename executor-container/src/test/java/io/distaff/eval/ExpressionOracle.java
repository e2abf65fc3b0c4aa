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
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
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
      case FunctionNames.TRY_CAST -> {
        try {
          return strict(
              new Call(FunctionNames.CAST, arguments, call.type()), values(arguments, row));
        } catch (DistaffException e) {
          return null;
        }
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
      case "lower" -> ((String) a).toLowerCase(Locale.ROOT);
      case "trim" -> ((String) a).replaceAll("^ +", "").replaceAll(" +$", "");
      case "concat" -> String.join("", values.stream().map(v -> (String) v).toList());
      case "char_length" -> (long) ((String) a).codePointCount(0, ((String) a).length());
      case "substring" ->
          substring((String) a, (Long) b, values.size() > 2 ? (Long) values.get(2) : null);
      case FunctionNames.LIKE -> LikePatternTest.regex((String) b).matcher((String) a).matches();
      case "date_part" -> extract((String) a, (Long) b, call.arguments().get(1).type());
      case "add_months" -> addMonths((Long) a, (Long) b, call.type());
      case "date_add" ->
          call.type().kind() == DataType.Kind.DATE
              ? (Object) inRange(BigInteger.valueOf((Long) a).add(BigInteger.valueOf((Long) b)), 32)
              : inRange(
                  BigInteger.valueOf((Long) b)
                      .multiply(BigInteger.valueOf(86_400_000_000L))
                      .add(BigInteger.valueOf((Long) a)),
                  64);
      case FunctionNames.CAST -> cast(a, call.arguments().get(0).type(), call.type());
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

  private static Long extract(String unit, long value, DataType type) {
    LocalDateTime time =
        type.kind() == DataType.Kind.DATE
            ? LocalDate.ofEpochDay(value).atStartOfDay()
            : timestamp(value);
    return switch (unit) {
      case "year" -> (long) time.getYear();
      case "quarter" -> (long) time.get(IsoFields.QUARTER_OF_YEAR);
      case "month" -> (long) time.getMonthValue();
      case "week" -> (long) time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case "day" -> (long) time.getDayOfMonth();
      case "dayofweek" ->
          time.getDayOfWeek() == DayOfWeek.SUNDAY ? 1L : time.getDayOfWeek().getValue() + 1L;
      case "dayofyear" -> (long) time.getDayOfYear();
      case "hour" -> (long) time.getHour();
      case "minute" -> (long) time.getMinute();
      case "second" -> (long) time.getSecond();
      default -> throw new IllegalArgumentException(unit);
    };
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

  private static Long addMonths(long value, long months, DataType type) {
    return type.kind() == DataType.Kind.DATE
        ? (Long) LocalDate.ofEpochDay(value).plusMonths(months).toEpochDay()
        : (Long) micros(timestamp(value).plusMonths(months));
  }

  private static Object cast(Object value, DataType from, DataType to) {
    if (from.equals(to)) {
      return value;
    }
    BigDecimal number =
        value instanceof Boolean b
            ? BigDecimal.valueOf(b ? 1 : 0)
            : value instanceof BigDecimal d
                ? d
                : value instanceof Long l
                    ? BigDecimal.valueOf(l)
                    : value instanceof Double d && Double.isFinite(d)
                        ? from.kind() == DataType.Kind.FLOAT
                            ? new BigDecimal(Float.toString(d.floatValue()))
                            : BigDecimal.valueOf(d)
                        : null;
    switch (to.kind()) {
      case BOOLEAN -> {
        return value instanceof Double d ? d != 0 : number.signum() != 0;
      }
      case TINYINT, SMALLINT, INT, BIGINT -> {
        if (value instanceof Double d && !Double.isFinite(d)) {
          throw new DistaffException(ErrorCode.NUMERIC_OVERFLOW, "oracle");
        }
        BigDecimal exact = value instanceof Double d ? new BigDecimal(d) : number;
        return inRange(exact.toBigInteger(), IntegerRange.bits(to));
      }
      case FLOAT -> {
        return value instanceof Double d
            ? (Double) (double) d.floatValue()
            : (Double) (double) number.floatValue();
      }
      case DOUBLE -> {
        return value instanceof Double d ? d : (Double) number.doubleValue();
      }
      case DECIMAL -> {
        if (number == null) {
          throw new DistaffException(ErrorCode.NUMERIC_OVERFLOW, "oracle");
        }
        return rounded(number, (DecimalType) to);
      }
      case DATE -> {
        return timestamp((Long) value).toLocalDate().toEpochDay();
      }
      case TIMESTAMP, TIMESTAMP_LOCAL -> {
        return from.kind() == DataType.Kind.DATE ? (Long) value * 86_400_000_000L : (Long) value;
      }
      default -> {
        throw new IllegalArgumentException(from + " to " + to);
      }
    }
  }
}
