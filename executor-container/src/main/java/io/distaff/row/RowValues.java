package io.distaff.row;

import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import io.distaff.types.MapType;
import io.distaff.types.ScalarType;
import io.distaff.types.StructType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Values as programs have them, in the classes of {@link Row}, and as the engine hands single ones
 * around: Long for integers, days and microseconds, Double for floating point, List for arrays and
 * structs. Stateless.
 */
public final class RowValues {
  private RowValues() {}

  /** The engine's value in the class that {@link Row} has for its type. */
  public static Object toProgram(DataType type, Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case NULL, BOOLEAN, BIGINT, DOUBLE, DECIMAL, STRING, BINARY -> value;
      case TINYINT -> ((Long) value).byteValue();
      case SMALLINT -> ((Long) value).shortValue();
      case INT -> ((Long) value).intValue();
      case FLOAT -> ((Double) value).floatValue();
      case DATE -> LocalDate.ofEpochDay((Long) value);
      case TIMESTAMP -> instant((Long) value);
      case TIMESTAMP_LOCAL -> LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC);
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        ((List<?>) value).forEach(e -> elements.add(toProgram(((ArrayType) type).element(), e)));
        yield Collections.unmodifiableList(elements);
      }
      case MAP -> {
        MapType map = (MapType) type;
        Map<Object, Object> entries = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach((k, v) -> entries.put(toProgram(map.key(), k), toProgram(map.value(), v)));
        yield Collections.unmodifiableMap(entries);
      }
      case STRUCT -> {
        StructType struct = (StructType) type;
        Object[] members = ((List<?>) value).toArray();
        for (int m = 0; m < members.length; m++) {
          members[m] = toProgram(struct.member(m).type(), members[m]);
        }
        yield Row.of(Row.schemaOf(struct), members);
      }
    };
  }

  /**
   * The type that a program's value stands for; of elements that are null, none. Throws
   * IllegalArgumentException for a class that no type has.
   */
  static DataType typeOf(Object value) {
    if (value == null) {
      return DataType.NULL;
    } else if (value instanceof BigDecimal number) {
      int scale = Math.max(0, number.scale());
      return DataType.decimal(Math.max(number.precision() - number.scale() + scale, scale), scale);
    } else if (value instanceof List<?> elements) {
      return new ArrayType(commonType(elements));
    } else if (value instanceof Map<?, ?> map) {
      return new MapType(commonType(map.keySet()), commonType(map.values()));
    } else if (value instanceof Row row) {
      return new StructType(
          row.schema().fields().stream()
              .map(field -> new StructType.Member(field.name(), field.type()))
              .toList());
    }
    for (DataType.Kind kind : DataType.Kind.values()) {
      if (Row.valueClass(kind) == value.getClass()) {
        return new ScalarType(kind);
      }
    }
    throw new IllegalArgumentException(
        "there is no type of columns for %s".formatted(value.getClass().getName()));
  }

  private static DataType commonType(Collection<?> values) {
    return values.stream()
        .filter(Objects::nonNull)
        .findFirst()
        .map(RowValues::typeOf)
        .orElse(DataType.NULL);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /**
   * A program's value as the engine has it. Integers may be of a narrower class, a decimal be
   * rounded to the type's scale. Throws IllegalArgumentException saying what the class is and
   * should be.
   */
  public static Object fromProgram(DataType type, Object value) {
    if (value == null) {
      return null;
    }
    Object converted =
        switch (type.kind()) {
          case NULL -> null;
          case BOOLEAN -> value instanceof Boolean ? value : null;
          case TINYINT -> value instanceof Byte b ? (Object) b.longValue() : null;
          case SMALLINT -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
          case INT -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
          case BIGINT -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
          case FLOAT -> value instanceof Float f ? (Object) f.doubleValue() : null;
          case DOUBLE ->
              value instanceof Double || value instanceof Float
                  ? (Object) ((Number) value).doubleValue()
                  : null;
          case DECIMAL -> decimal((DecimalType) type, value);
          case DATE -> known(value) instanceof LocalDate date ? (Object) date.toEpochDay() : null;
          case TIMESTAMP -> known(value) instanceof Instant i ? (Object) micros(i) : null;
          case TIMESTAMP_LOCAL ->
              value instanceof LocalDateTime t
                  ? (Object) micros(t.toInstant(ZoneOffset.UTC))
                  : null;
          case STRING -> value instanceof CharSequence ? value.toString() : null;
          case BINARY -> value instanceof byte[] ? value : null;
          case ARRAY -> value instanceof List<?> list ? array((ArrayType) type, list) : null;
          case MAP -> value instanceof Map<?, ?> entries ? map((MapType) type, entries) : null;
          case STRUCT -> value instanceof Row row ? struct((StructType) type, row) : null;
        };
    if (converted == null) {
      throw new IllegalArgumentException(
          "%s is no value of type %s".formatted(value.getClass().getName(), type.sqlName()));
    }
    return converted;
  }

  /** The classes of JDBC for dates and timestamps as those that rows have; others as they are. */
  static Object known(Object value) {
    if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    }
    return value instanceof java.sql.Timestamp time ? time.toInstant() : value;
  }

  private static Long integer(Object value, long least, long most) {
    boolean isInteger =
        value instanceof Byte
            || value instanceof Short
            || value instanceof Integer
            || value instanceof Long;
    if (!isInteger) {
      return null;
    }
    long number = ((Number) value).longValue();
    return number >= least && number <= most ? number : null;
  }

  private static BigDecimal decimal(DecimalType type, Object value) {
    BigDecimal number =
        value instanceof BigDecimal given
            ? given
            : value instanceof BigInteger whole ? new BigDecimal(whole) : null;
    if (number == null) {
      return null;
    }
    BigDecimal rounded = number.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision()) {
      throw new IllegalArgumentException(
          number.toPlainString() + " is out of the range of " + type.sqlName());
    }
    return rounded;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static List<Object> array(ArrayType type, List<?> list) {
    List<Object> elements = new ArrayList<>();
    list.forEach(element -> elements.add(fromProgram(type.element(), element)));
    return elements;
  }

  private static Map<Object, Object> map(MapType type, Map<?, ?> map) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    map.forEach((k, v) -> entries.put(fromProgram(type.key(), k), fromProgram(type.value(), v)));
    return entries;
  }

  private static List<Object> struct(StructType type, Row row) {
    if (row.size() != type.members().size()) {
      throw new IllegalArgumentException(
          "a row of %d values is no %s".formatted(row.size(), type.sqlName()));
    }
    List<Object> members = new ArrayList<>();
    for (int m = 0; m < row.size(); m++) {
      members.add(fromProgram(type.member(m).type(), row.get(m)));
    }
    return members;
  }
}
