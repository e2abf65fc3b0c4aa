package io.distaff.format;

import io.distaff.kernel.BytesKernels;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.DictionaryVector;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** How a value is written: in the shortest text that loses nothing. */
public final class ValueText {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private static final int LONGEST_CHARACTER_BYTES = 4;

  private ValueText() {}

  /** The text of a row's value; null when the row is null. Timestamps are written in UTC. */
  public static String of(ColumnVector vector, int row) {
    Object value = Vectors.value(vector, row);
    return value == null ? null : of(vector.type(), value);
  }

  /**
   * As {@link #of(ColumnVector, int)}, of a long text or binary value no more than the beginning.
   *
   * @param characters that the beginning has at least
   */
  static String beginning(ColumnVector vector, int row, int characters) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (vector.form()) {
      case BYTES -> beginning((BytesVector) vector, row, characters);
      case DICTIONARY -> {
        DictionaryVector dictionary = (DictionaryVector) vector;
        yield beginning(dictionary.dictionary(), dictionary.ids()[row], characters);
      }
      case CONSTANT -> beginning(((ConstantVector) vector).single(), 0, characters);
      case BOOLEAN, INT, LONG, INT128, FLOAT, DOUBLE, ARRAY, MAP, STRUCT -> of(vector, row);
    };
  }

  private static String beginning(BytesVector values, int row, int characters) {
    int start = values.starts()[row];
    int end = start + values.lengths()[row];
    int cut = (int) Math.min(end, start + (long) LONGEST_CHARACTER_BYTES * characters);
    if (values.type().kind() == DataType.Kind.BINARY) {
      return HexFormat.of().formatHex(values.data(), start, cut);
    }
    while (cut < end && BytesKernels.isContinuation(values.data()[cut])) {
      cut++;
    }
    return new String(values.data(), start, cut - start, StandardCharsets.UTF_8);
  }

  /**
   * The text of a value, in the class that {@link Vectors#value} gives it; not null. Nested values
   * are written as {@code [1, null]}, {@code {key -> value}} and {@code {member, member}}.
   */
  static String of(DataType type, Object value) {
    return switch (type.kind()) {
      case NULL, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DOUBLE, STRING -> value.toString();
      case FLOAT -> Float.toString(((Double) value).floatValue());
      case DECIMAL -> ((BigDecimal) value).toPlainString();
      case DATE -> LocalDate.ofEpochDay((Long) value).toString();
      case TIMESTAMP, TIMESTAMP_LOCAL -> timestamp((Long) value);
      case BINARY -> HexFormat.of().formatHex((byte[]) value);
      case ARRAY -> {
        DataType element = ((ArrayType) type).element();
        StringJoiner text = new StringJoiner(", ", "[", "]");
        ((List<?>) value).forEach(inner -> text.add(inside(element, inner)));
        yield text.toString();
      }
      case MAP -> {
        MapType map = (MapType) type;
        StringJoiner text = new StringJoiner(", ", "{", "}");
        ((Map<?, ?>) value)
            .forEach((k, v) -> text.add(inside(map.key(), k) + " -> " + inside(map.value(), v)));
        yield text.toString();
      }
      case STRUCT -> {
        StructType struct = (StructType) type;
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (int m = 0; m < struct.size(); m++) {
          text.add(inside(struct.member(m).type(), ((List<?>) value).get(m)));
        }
        yield text.toString();
      }
    };
  }

  private static String inside(DataType type, Object value) {
    return value == null ? "null" : of(type, value);
  }

  private static String timestamp(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return TIMESTAMP.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }
}
