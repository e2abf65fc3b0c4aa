package io.distaff.eval;

import static io.distaff.eval.Domain.any;
import static io.distaff.eval.Domain.texts;

import io.distaff.expression.Call;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.kernel.IntegerRange;
import io.distaff.memory.ReservedArrays;
import io.distaff.scalar.Cast;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What CAST and TRY_CAST must agree with, for every pair of types that has a cast. The reference is
 * the JDK's where the engines differ: a fraction is cut off, not rounded, and text is as Spark has
 * it.
 */
final class CastLines {
  private static final long SECOND = 1_000_000;

  private CastLines() {}

  static void addTo(OracleTable table) {
    List<DataType> types = new ArrayList<>(Domain.SCALARS);
    for (DataType from : types) {
      for (DataType to : types) {
        if (!from.equals(to) && Cast.of(from, to, false, ReservedArrays.uncounted()) != null) {
          add(table, from, to, from.kind() == DataType.Kind.STRING ? texts(to) : any(from));
        }
      }
    }
  }

  private static void add(OracleTable table, DataType from, DataType to, Domain values) {
    String sql = sql(from, to);
    for (String name : List.of(FunctionNames.CAST, FunctionNames.TRY_CAST)) {
      boolean tries = name.equals(FunctionNames.TRY_CAST);
      Call call = new Call(name, to, new InputRef(0, from));
      OracleLine line = table.expression(name, call, values);
      if (sql != null) {
        line.duckDb(tries ? "TRY(" + sql + ")" : sql);
        if (from.kind() == DataType.Kind.DOUBLE && to.kind() == DataType.Kind.FLOAT) {
          line.except(
              "CAST(1e300 AS real)",
              a ->
                  a[0] instanceof Double number
                      && Double.isFinite(number)
                      && Float.isInfinite(number.floatValue()),
              a -> (double) ((Double) a[0]).floatValue());
        }
        if (from.kind() == DataType.Kind.STRING && to.kind() == DataType.Kind.BOOLEAN) {
          line.except("CAST(' true ' AS boolean)", a -> " true ".equals(a[0]), a -> true);
        }
      } else {
        Function<Object, Object> reference = reference(from, to);
        line.java(
            a -> a[0] == null ? null : tries ? orNull(reference, a[0]) : reference.apply(a[0]));
      }
    }
  }

  private static Object orNull(Function<Object, Object> reference, Object value) {
    try {
      return reference.apply(value);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** DuckDB's cast where it is ours; else null. */
  private static String sql(DataType from, DataType to) {
    boolean fromFraction = !from.isIntegral() && from.isNumeric();
    boolean plain =
        switch (to.kind()) {
          case BOOLEAN -> true;
          case TINYINT, SMALLINT, INT, BIGINT ->
              !fromFraction && from.kind() != DataType.Kind.TIMESTAMP;
          case FLOAT, DOUBLE -> from.kind() != DataType.Kind.TIMESTAMP;
          case DECIMAL -> from.isIntegral() || from.kind() == DataType.Kind.BOOLEAN;
          case DATE -> true;
          case TIMESTAMP, TIMESTAMP_LOCAL ->
              !from.isNumeric() && from.kind() != DataType.Kind.BOOLEAN;
          case STRING ->
              from.isIntegral()
                  || from.kind() == DataType.Kind.BOOLEAN
                  || from instanceof DecimalType;
          default -> false;
        };
    boolean ofInstant = from.kind() == DataType.Kind.TIMESTAMP && to.kind() != DataType.Kind.DATE;
    return plain && !ofInstant ? "CAST(? AS " + DuckDb.typeName(to) + ")" : null;
  }

  /** Texts of the values of a type, with spaces around them, and others. */
  private static Domain texts(DataType to) {
    List<String> texts = new ArrayList<>(List.of("", " ", "x", "1 2"));
    texts.addAll(
        switch (to.kind()) {
          case BOOLEAN -> List.of("true", "FALSE", " true ", "f", "T");
          case TINYINT, SMALLINT, INT, BIGINT ->
              List.of(
                  "0",
                  "-7",
                  "+7",
                  " 12 ",
                  "127",
                  "128",
                  "-129",
                  "99999999999",
                  "9223372036854775808");
          case FLOAT, DOUBLE, DECIMAL ->
              List.of("0", "-7.5", "+7", " 12 ", ".5", "5.", "1e3", "-1E-2", "0.125");
          case DATE ->
              List.of("2024-02-29", " 2024-02-28 ", "1582-10-15", "0001-01-01", "2023-02-29");
          case TIMESTAMP, TIMESTAMP_LOCAL ->
              List.of(
                  "2024-02-29 13:14:15",
                  "2024-02-29T13:14:15.123456",
                  "1969-12-31 23:59:59.999999",
                  "2024-02-30 00:00:00",
                  "2024-02-29 24:00:01");
          default -> List.of("a", "日本");
        });
    return Domain.texts(texts.toArray(String[]::new));
  }

  private static Function<Object, Object> reference(DataType from, DataType to) {
    return switch (to.kind()) {
      case BINARY -> value -> ((String) value).getBytes(StandardCharsets.UTF_8);
      case STRING -> value -> CastText.of(from, value);
      case TIMESTAMP, TIMESTAMP_LOCAL -> value -> micros(from, value);
      case TINYINT, SMALLINT, INT, BIGINT ->
          value ->
              from.kind() == DataType.Kind.TIMESTAMP
                  ? inRange(BigInteger.valueOf(Math.floorDiv((Long) value, SECOND)), to)
                  : inRange(exact(value).toBigInteger(), to);
      case DECIMAL ->
          value ->
              DecimalReference.rounded(
                  from.kind() == DataType.Kind.TIMESTAMP
                      ? BigDecimal.valueOf((Long) value, 6)
                      : written(from, value),
                  (DecimalType) to);
      case FLOAT -> value -> (double) (float) ((Long) value / 1e6);
      case DOUBLE -> value -> (Long) value / 1e6;
      default -> throw new IllegalArgumentException(from.sqlName() + " to " + to.sqlName());
    };
  }

  private static Long inRange(BigInteger value, DataType type) {
    if (value.bitLength() >= IntegerRange.bits(type)) {
      throw new ArithmeticException();
    }
    return value.longValueExact();
  }

  private static BigDecimal exact(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new ArithmeticException();
    }
    return value instanceof Double number ? new BigDecimal(number) : (BigDecimal) value;
  }

  /** As the number is written: the shortest digits that mean a floating point number. */
  private static BigDecimal written(DataType from, Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof String text) {
      try {
        return new BigDecimal(text.trim());
      } catch (NumberFormatException e) {
        throw new ArithmeticException(text);
      }
    }
    exact(value);
    return new BigDecimal(
        from.kind() == DataType.Kind.FLOAT
            ? Float.toString(((Double) value).floatValue())
            : value.toString());
  }

  private static Object micros(DataType from, Object value) {
    BigDecimal seconds =
        value instanceof Boolean flag
            ? BigDecimal.valueOf(flag ? 1 : 0)
            : value instanceof Long number ? BigDecimal.valueOf(number) : exact(value);
    BigDecimal micros = seconds.movePointRight(6).setScale(0, RoundingMode.DOWN);
    return from.kind() == DataType.Kind.TIMESTAMP_LOCAL || from.kind() == DataType.Kind.TIMESTAMP
        ? value
        : (Object) inRange(micros.toBigIntegerExact(), DataType.BIGINT);
  }

  /** How Spark writes values. */
  private static final class CastText {
    static String of(DataType from, Object value) {
      return switch (from.kind()) {
        case FLOAT -> Float.toString(((Double) value).floatValue());
        case BINARY -> new String((byte[]) value, StandardCharsets.UTF_8);
        case DATE -> java.time.LocalDate.ofEpochDay((Long) value).toString();
        case TIMESTAMP, TIMESTAMP_LOCAL -> time((Long) value);
        default -> value.toString();
      };
    }

    private static String time(long micros) {
      LocalDateTime time = ExpressionOracle.timestamp(micros);
      String fraction = String.format(Locale.ROOT, "%06d", Math.floorMod(micros, SECOND));
      String plain =
          time.toLocalDate()
              + String.format(
                  Locale.ROOT,
                  " %02d:%02d:%02d",
                  time.getHour(),
                  time.getMinute(),
                  time.getSecond());
      String cut = fraction.replaceAll("0+$", "");
      return cut.isEmpty() ? plain : plain + "." + cut;
    }
  }
}
