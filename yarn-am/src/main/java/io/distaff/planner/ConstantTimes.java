package io.distaff.planner;

import io.distaff.error.DistaffException;
import io.distaff.sql.FunctionFolding;
import io.distaff.sql.RegistryFunction;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;

/**
 * Constant dates and timestamps as literals: {@code current_timestamp - INTERVAL 7 DAYS}, {@code
 * to_timestamp('2024-01-31')}. They are computed as executors would, once the session's time zone
 * is written into them. What fails, is null, or lies beyond the years of literals stays as it is.
 * Immutable.
 */
final class ConstantTimes {
  static final int MICROSECOND_DIGITS = 6;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int LAST_YEAR = 9999;

  private final RexBuilder rexBuilder;
  private final ExpressionTranslator translator;

  ConstantTimes(RexBuilder rexBuilder) {
    this.rexBuilder = rexBuilder;
    this.translator =
        new ExpressionTranslator(
            rexBuilder,
            column -> {
              throw new IllegalStateException("column " + column + " in a constant");
            });
  }

  /** A literal, which isn't nullable, if the node is a call that gives a constant time. */
  RexNode folded(RexNode node) {
    boolean folds = node instanceof RexCall && isTime(node) && isConstant(node);
    return folds ? literal(node).orElse(node) : node;
  }

  private Optional<RexNode> literal(RexNode constant) {
    try {
      return FunctionFolding.value(translator.translate(constant))
          .flatMap(value -> literal((Long) value, constant.getType().getSqlTypeName()));
    } catch (DistaffException e) {
      return Optional.empty(); // the planner says what there is no function for
    }
  }

  /**
   * @param value days or microseconds since 1970
   */
  private Optional<RexNode> literal(long value, SqlTypeName type) {
    LocalDateTime time =
        type == SqlTypeName.DATE ? LocalDate.ofEpochDay(value).atStartOfDay() : ofMicros(value);
    if (time.getYear() < 1 || time.getYear() > LAST_YEAR) {
      return Optional.empty();
    }
    return Optional.of(
        switch (type) {
          case DATE -> rexBuilder.makeDateLiteral(new DateString(time.toLocalDate().toString()));
          case TIMESTAMP -> rexBuilder.makeTimestampLiteral(text(time), MICROSECOND_DIGITS);
          default ->
              rexBuilder.makeTimestampWithLocalTimeZoneLiteral(text(time), MICROSECOND_DIGITS);
        });
  }

  private static LocalDateTime ofMicros(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.toIntExact(Math.floorMod(micros, MICROS_PER_SECOND) * 1000),
        ZoneOffset.UTC);
  }

  /** A time as Calcite's literals have it. */
  static TimestampString text(LocalDateTime time) {
    TimestampString seconds =
        new TimestampString(
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond());
    return seconds.withNanos(time.getNano());
  }

  private static boolean isTime(RexNode node) {
    return switch (node.getType().getSqlTypeName()) {
      case DATE, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }

  /** Whether it is made of literals, without functions of users or of chance. */
  private static boolean isConstant(RexNode node) {
    return node instanceof RexLiteral
        || (node instanceof RexCall call
            && isComputedHere(call)
            && call.getOperands().stream().allMatch(ConstantTimes::isConstant));
  }

  private static boolean isComputedHere(RexCall call) {
    return call.getOperator() instanceof RegistryFunction function
        ? function.definition().deterministic()
        : call.isA(SqlKind.CAST) || call.isA(SqlKind.PLUS) || call.isA(SqlKind.MINUS);
  }
}
