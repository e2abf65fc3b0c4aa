package io.distaff.expression;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.distaff.types.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A constant.
 *
 * @param text how the value is written down: null for null; {@code true}/{@code false}; digits for
 *     integers, DATE (days) and timestamps (microseconds); {@link Double#toString}; a plain
 *     decimal; the text itself; a character of ISO 8859-1 for each byte of BINARY. Of a nested type
 *     only null can be written down: functions make the others.
 */
public record Literal(DataType type, String text) implements Expression {
  @JsonCreator
  public Literal(@JsonProperty("type") DataType type, @JsonProperty("text") String text) {
    this.type = type;
    this.text = text;
  }

  /**
   * A value written down.
   *
   * @param value as {@link #value()} gives it
   */
  public static Literal of(DataType type, Object value) {
    if (value == null) {
      return new Literal(type, null);
    }
    if (type.isNested()) {
      throw new IllegalArgumentException("a literal of type " + type.sqlName() + " is null");
    }
    return new Literal(
        type,
        switch (type.kind()) {
          case DECIMAL -> ((BigDecimal) value).toPlainString();
          case BINARY -> new String((byte[]) value, StandardCharsets.ISO_8859_1);
          default -> value.toString();
        });
  }

  @JsonIgnore
  public boolean isNull() {
    return text == null;
  }

  /**
   * The value as an object: null, Boolean, Long (TINYINT to BIGINT, DATE in days, timestamps in
   * microseconds), Double (FLOAT, DOUBLE), BigDecimal, String, or byte[].
   */
  public Object value() {
    if (text == null) {
      return null;
    }
    return switch (type.kind()) {
      case NULL -> null;
      case BOOLEAN -> Boolean.valueOf(text);
      case TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP, TIMESTAMP_LOCAL -> Long.valueOf(text);
      case FLOAT, DOUBLE -> Double.valueOf(text);
      case DECIMAL -> new BigDecimal(text);
      case STRING -> text;
      case BINARY -> text.getBytes(StandardCharsets.ISO_8859_1);
      case ARRAY, MAP, STRUCT ->
          throw new IllegalStateException("a literal of type " + type.sqlName());
    };
  }

  @Override
  public String toString() {
    return text == null
        ? "null"
        : switch (type.kind()) {
          case STRING -> "'" + text + "'";
          case BINARY -> HexFormat.of().formatHex((byte[]) value());
          case DATE -> "date '" + java.time.LocalDate.ofEpochDay(Long.parseLong(text)) + "'";
          default -> text;
        };
  }
}
