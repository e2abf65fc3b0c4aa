package io.distaff.sql;

import io.distaff.kernel.TextParser;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import io.distaff.vector.Vectors;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;

/**
 * The values of {@code DATE '...'} and {@code TIMESTAMP '...'}: what CAST reads, of the proleptic
 * Gregorian calendar, where Calcite knows no days between the Julian calendar and the Gregorian.
 * Years that Calcite's values don't have, those before 1 and beyond 9999, are casts of text.
 */
final class TimeLiterals {
  private static final int MICROSECOND_DIGITS = 6;

  private TimeLiterals() {}

  /** Empty for what is none. */
  static Optional<SqlNode> date(String written, SqlParserPos position) {
    TextParser parser = new TextParser();
    if (!parser.parseDate(text(written), 0)) {
      return Optional.empty();
    }
    LocalDate date = LocalDate.ofEpochDay(parser.value());
    return Optional.of(
        isKnown(date)
            ? SqlLiteral.createDate(
                new DateString(date.getYear(), date.getMonthValue(), date.getDayOfMonth()),
                position)
            : cast(written, SqlTypeName.DATE, position));
  }

  /** What a clock shows; empty for what is none, or names a zone. */
  static Optional<SqlNode> timestamp(String written, SqlParserPos position) {
    TextParser parser = new TextParser();
    if (!parser.parseTimestamp(text(written), 0, false)) {
      return Optional.empty();
    }
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(parser.value(), ChronoUnit.MICROS);
    if (!isKnown(time.toLocalDate())) {
      return Optional.of(cast(written, SqlTypeName.TIMESTAMP, position));
    }
    TimestampString value =
        new TimestampString(
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond())
            .withNanos(time.getNano());
    return Optional.of(
        SqlLiteral.createTimestamp(SqlTypeName.TIMESTAMP, value, MICROSECOND_DIGITS, position));
  }

  /** Whether it is a timestamp of a time zone of its own. */
  static boolean namesZone(String written) {
    TextParser parser = new TextParser();
    return parser.parseTimestamp(text(written), 0, true) && parser.namesZone();
  }

  private static SqlNode cast(String written, SqlTypeName type, SqlParserPos position) {
    return EngineCast.to(
        SqlLiteral.createCharString(written, position), new SqlBasicTypeNameSpec(type, position));
  }

  private static boolean isKnown(LocalDate date) {
    return date.getYear() >= 1 && date.getYear() <= 9999;
  }

  private static BytesVector text(String written) {
    return (BytesVector) Vectors.single(DataType.STRING, written);
  }
}
