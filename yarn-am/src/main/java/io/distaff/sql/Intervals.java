package io.distaff.sql;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.type.SqlTypeName;

/** Interval literals as numbers: Calcite keeps months, or milliseconds. */
public final class Intervals {
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final long MICROS_PER_MILLI = 1_000;

  private Intervals() {}

  /** The months of a year-month interval; empty for a day-time interval. */
  public static Optional<Long> months(RexLiteral interval) {
    return SqlTypeName.YEAR_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName())
        ? Optional.of(amount(interval))
        : Optional.empty();
  }

  /** The days of a day-time interval of whole days. */
  public static Optional<Long> wholeDays(RexLiteral interval) {
    if (!SqlTypeName.DAY_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName())) {
      return Optional.empty();
    }
    long millis = amount(interval);
    return millis % MILLIS_PER_DAY == 0 ? Optional.of(millis / MILLIS_PER_DAY) : Optional.empty();
  }

  /** The microseconds of a day-time interval. */
  public static Optional<Long> micros(RexLiteral interval) {
    return SqlTypeName.DAY_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName())
        ? Optional.of(Math.multiplyExact(amount(interval), MICROS_PER_MILLI))
        : Optional.empty();
  }

  /** An interval as a number of units. */
  record Amount(SqlNode number, String unit) {
    private Amount times(SqlNode factor, SqlParserPos position) {
      return new Amount(SqlStdOperatorTable.MULTIPLY.createCall(position, factor, number), unit);
    }
  }

  /** An interval, or a product of one, in text; empty for what isn't. */
  static Optional<Amount> amount(SqlNode node) {
    if (node instanceof SqlIntervalLiteral literal) {
      return Optional.of(ofLiteral(literal));
    }
    if (!(node instanceof SqlCall call)) {
      return Optional.empty();
    }
    SqlParserPos position = call.getParserPosition();
    return switch (call.getKind()) {
      case MINUS_PREFIX ->
          amount(call.operand(0))
              .map(a -> a.times(SqlLiteral.createExactNumeric("-1", position), position));
      case TIMES ->
          amount(call.operand(0))
              .map(a -> a.times(call.operand(1), position))
              .or(() -> amount(call.operand(1)).map(a -> a.times(call.operand(0), position)));
      default -> Optional.empty();
    };
  }

  private static Amount ofLiteral(SqlIntervalLiteral literal) {
    IntervalValue value = (IntervalValue) literal.getValue();
    if (value.getIntervalQualifier().isYearMonth()) {
      return amount(SqlParserUtil.intervalToMonths(value), "month", literal);
    }
    long millis = SqlParserUtil.intervalToMillis(value);
    return millis % MILLIS_PER_DAY == 0
        ? amount(millis / MILLIS_PER_DAY, "day", literal)
        : amount(Math.multiplyExact(millis, MICROS_PER_MILLI), "microsecond", literal);
  }

  private static Amount amount(long number, String unit, SqlNode at) {
    return new Amount(
        SqlLiteral.createExactNumeric(Long.toString(number), at.getParserPosition()), unit);
  }

  private static long amount(RexLiteral interval) {
    return Objects.requireNonNull(interval.getValueAs(BigDecimal.class)).longValueExact();
  }
}
