package io.distaff.api;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.row.Row;
import io.distaff.sql.TextEscapes;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Java values as constants of SQL. */
final class Literals {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private Literals() {}

  /** A value as an expression; an expression is itself. Throws USAGE for other classes. */
  static Term of(Object value) {
    if (value instanceof Column column) {
      return column.term();
    } else if (value instanceof List<?> elements) {
      return call("array", elements);
    } else if (value instanceof Object[] elements) {
      return call("array", Arrays.asList(elements));
    } else if (value instanceof Map<?, ?> map) {
      List<Object> entries = new ArrayList<>();
      map.forEach(
          (key, v) -> {
            entries.add(key);
            entries.add(v);
          });
      return call("map", entries);
    } else if (value instanceof Row row) {
      List<Object> members = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        members.add(row.schema().field(i).name());
        members.add(row.get(i));
      }
      return call("named_struct", members);
    }
    return new Term.Literal(sql(value), shown(value));
  }

  /** A schema or type as the text in which functions of SQL take them; others as they are. */
  static Object declared(Object schema) {
    if (schema instanceof Schema columns) {
      return columns.toDDL();
    }
    return schema instanceof DataType type ? type.sqlName() : schema;
  }

  private static Term call(String function, List<?> values) {
    List<Term> arguments = values.stream().map(Literals::of).toList();
    return new Term.Call(function, Term.Call.Quantifier.ALL, arguments);
  }

  private static String sql(Object value) {
    if (value == null) {
      return "NULL";
    } else if (value instanceof Boolean flag) {
      return flag ? "TRUE" : "FALSE";
    } else if (value instanceof Integer number) {
      return number < 0 ? "(" + number + ")" : number.toString();
    } else if (value instanceof Long || value instanceof Short || value instanceof Byte) {
      return cast(value, typeOf((Number) value));
    } else if (value instanceof Float || value instanceof Double) {
      return cast(value, value instanceof Float ? "float" : "double");
    } else if (value instanceof BigDecimal number) {
      return decimal(number);
    } else if (value instanceof BigInteger number) {
      return decimal(new BigDecimal(number));
    } else if (value instanceof CharSequence || value instanceof Character) {
      return TextEscapes.quoted(value.toString());
    } else if (value instanceof LocalDate date) {
      return "DATE " + TextEscapes.quoted(date.toString());
    } else if (value instanceof LocalDateTime time) {
      return "TIMESTAMP_NTZ " + TextEscapes.quoted(LOCAL.format(time));
    } else if (value instanceof Instant instant) {
      return cast(instant.truncatedTo(ChronoUnit.MICROS), "timestamp");
    } else if (value instanceof java.sql.Timestamp timestamp) {
      return sql(timestamp.toInstant());
    } else if (value instanceof java.sql.Date date) {
      return sql(date.toLocalDate());
    } else if (value instanceof byte[] bytes) {
      return "X" + TextEscapes.quoted(HexFormat.of().formatHex(bytes));
    }
    throw new DistaffException(
        ErrorCode.USAGE,
        "a value of %s can't be a constant: give a number, a Boolean, text, a date or a time, bytes, or a List, Map or Row of these"
            .formatted(value.getClass().getName()));
  }

  private static String typeOf(Number number) {
    return number instanceof Long ? "bigint" : number instanceof Short ? "smallint" : "tinyint";
  }

  private static String decimal(BigDecimal number) {
    BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
    int precision = Math.max(plain.precision(), Math.max(1, plain.scale()));
    return cast(plain.toPlainString(), "decimal(%d,%d)".formatted(precision, plain.scale()));
  }

  private static String cast(Object value, String type) {
    return "CAST(" + TextEscapes.quoted(value.toString()) + " AS " + type + ")";
  }

  private static String shown(Object value) {
    if (value == null) {
      return "NULL";
    }
    return value instanceof byte[] ? sql(value) : value.toString();
  }
}
