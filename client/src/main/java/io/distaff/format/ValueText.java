package io.distaff.format;

import io.distaff.vector.ColumnVector;
import io.distaff.vector.Vectors;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;

/** How a value is written: in the shortest text that loses nothing. */
final class ValueText {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private ValueText() {}

  /** The text of a row's value; null when the row is null. Timestamps are written in UTC. */
  static String of(ColumnVector vector, int row) {
    Object value = Vectors.value(vector, row);
    if (value == null) {
      return null;
    }
    return switch (vector.type().kind()) {
      case NULL, BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DOUBLE, STRING -> value.toString();
      case FLOAT -> Float.toString(((Double) value).floatValue());
      case DECIMAL -> ((BigDecimal) value).toPlainString();
      case DATE -> LocalDate.ofEpochDay((Long) value).toString();
      case TIMESTAMP, TIMESTAMP_LOCAL -> timestamp((Long) value);
      case BINARY -> HexFormat.of().formatHex((byte[]) value);
    };
  }

  private static String timestamp(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return TIMESTAMP.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }
}
