package io.distaff.sql;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rex.RexLiteral;
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

  private static long amount(RexLiteral interval) {
    return Objects.requireNonNull(interval.getValueAs(BigDecimal.class)).longValueExact();
  }
}
