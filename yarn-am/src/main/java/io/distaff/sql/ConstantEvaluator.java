package io.distaff.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;

/**
 * Evaluates constant expressions while a query is planned, so that predicates compare columns with
 * literals: exact arithmetic, dates and intervals, casts of text and numbers, the registry's
 * functions. What it doesn't know, and what would fail, stays as it is for the executors.
 * (Calcite's own evaluator compiles Java for each expression.) Thread-safe.
 */
public final class ConstantEvaluator implements RexExecutor {
  @Override
  public void reduce(RexBuilder rexBuilder, List<RexNode> constants, List<RexNode> reducedValues) {
    for (RexNode constant : constants) {
      reducedValues.add(reduce(rexBuilder, constant));
    }
  }

  private static RexNode reduce(RexBuilder rexBuilder, RexNode constant) {
    if (constant instanceof RexLiteral) {
      return constant;
    }
    try {
      Optional<Object> value = value(constant).filter(ConstantEvaluator::hasLiteral);
      if (value.isPresent()) {
        return literal(rexBuilder, value.get(), constant.getType());
      }
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      return constant;
    }
    return constant;
  }

  /** The value of a query that is one row of one constant; empty for any other. */
  static Optional<Object> onlyValue(RelNode query) {
    if (query instanceof Values values && values.tuples.size() == 1) {
      return literalValue(values.tuples.get(0).get(0));
    }
    return query instanceof Project project && project.getInput() instanceof Values
        ? value(project.getProjects().get(0))
        : Optional.empty();
  }

  /** A DateString is of the years 1 to 9999. */
  private static boolean hasLiteral(Object value) {
    return !(value instanceof LocalDate date) || (date.getYear() >= 1 && date.getYear() <= 9999);
  }

  private static RexNode literal(RexBuilder rexBuilder, Object value, RelDataType type) {
    RelDataType notNull = rexBuilder.getTypeFactory().createTypeWithNullability(type, false);
    RexNode literal =
        value instanceof LocalDate date
            ? rexBuilder.makeDateLiteral(new DateString(date.toString()))
            : rexBuilder.makeLiteral(value, notNull, false);
    return literal.getType().equals(type)
        ? literal
        : rexBuilder.makeAbstractCast(type, literal, false);
  }

  /** A BigDecimal that fits its type, a LocalDate or a String; empty when unknown. */
  private static Optional<Object> value(RexNode node) {
    if (node instanceof RexLiteral literal) {
      return literalValue(literal);
    }
    if (!(node instanceof RexCall call)) {
      return Optional.empty();
    }
    if (call.getOperator() instanceof RegistryFunction) {
      List<Object> values = new ArrayList<>();
      call.getOperands().forEach(operand -> value(operand).ifPresent(values::add));
      return values.size() == call.getOperands().size()
          ? FunctionFolding.value(call, values).flatMap(v -> cast(v, call.getType()))
          : Optional.empty();
    }
    return switch (call.getKind()) {
      case CAST -> value(call.getOperands().get(0)).flatMap(v -> cast(v, call.getType()));
      case PLUS, MINUS ->
          call.getType().getSqlTypeName() == SqlTypeName.DATE
              ? shiftedDate(call)
              : arithmetic(call);
      case OTHER ->
          call.getOperator().equals(SqlStdOperatorTable.CONCAT) ? joined(call) : Optional.empty();
      case TIMES -> arithmetic(call);
      case MINUS_PREFIX ->
          exact(call.getOperands().get(0)).flatMap(v -> fit(v.negate(), call.getType()));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> literalValue(RexLiteral literal) {
    if (literal.isNull()) {
      return Optional.empty();
    }
    return switch (literal.getType().getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
          Optional.ofNullable(literal.getValueAs(BigDecimal.class));
      case DATE -> {
        DateString date = literal.getValueAs(DateString.class);
        yield date == null
            ? Optional.empty()
            : Optional.of(LocalDate.ofEpochDay(date.getDaysSinceEpoch()));
      }
      case CHAR, VARCHAR -> Optional.ofNullable(literal.getValueAs(String.class));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> joined(RexCall call) {
    StringBuilder text = new StringBuilder();
    for (RexNode operand : call.getOperands()) {
      if (!(value(operand).orElse(null) instanceof String part)) {
        return Optional.empty();
      }
      text.append(part);
    }
    return Optional.of(text.toString());
  }

  private static Optional<BigDecimal> exact(RexNode node) {
    return value(node).filter(BigDecimal.class::isInstance).map(BigDecimal.class::cast);
  }

  private static Optional<Object> arithmetic(RexCall call) {
    if (!SqlTypeUtil.isExactNumeric(call.getType()) || call.getOperands().size() != 2) {
      return Optional.empty();
    }
    Optional<BigDecimal> left = exact(call.getOperands().get(0));
    Optional<BigDecimal> right = exact(call.getOperands().get(1));
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal result =
        switch (call.getKind()) {
          case PLUS -> left.get().add(right.get());
          case MINUS -> left.get().subtract(right.get());
          default -> left.get().multiply(right.get());
        };
    return fit(result, call.getType());
  }

  private static Optional<Object> shiftedDate(RexCall call) {
    Optional<Object> date = value(call.getOperands().get(0));
    RexNode interval = call.getOperands().get(1);
    if (date.isEmpty()
        || !(date.get() instanceof LocalDate start)
        || !(interval instanceof RexLiteral literal)
        || !SqlTypeUtil.isInterval(interval.getType())
        || literal.isNull()) {
      return Optional.empty();
    }
    Optional<Long> months = Intervals.months(literal);
    Optional<Long> days = months.isPresent() ? Optional.empty() : Intervals.wholeDays(literal);
    if (months.isEmpty() && days.isEmpty()) {
      return Optional.empty();
    }
    boolean minus = call.getKind() == org.apache.calcite.sql.SqlKind.MINUS;
    long amount = months.or(() -> days).get();
    long signed = minus ? Math.negateExact(amount) : amount;
    return Optional.of(months.isPresent() ? start.plusMonths(signed) : start.plusDays(signed));
  }

  private static Optional<Object> cast(Object value, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> {
        boolean decimal = type.getSqlTypeName() == SqlTypeName.DECIMAL;
        if (value instanceof BigDecimal number) {
          yield fit(decimal ? number : number.setScale(0, RoundingMode.DOWN), type);
        }
        if (value instanceof String text) {
          String digits = text.trim();
          yield fit(
              decimal ? new BigDecimal(digits) : new BigDecimal(new BigInteger(digits)), type);
        }
        yield Optional.empty();
      }
      case DATE -> {
        if (value instanceof String text) {
          yield Optional.of(LocalDate.parse(text.trim()));
        }
        yield value instanceof LocalDate ? Optional.of(value) : Optional.empty();
      }
      case VARCHAR ->
          value instanceof String text && text.length() <= maxLength(type)
              ? Optional.of(text)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static int maxLength(RelDataType type) {
    return type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
        ? Integer.MAX_VALUE
        : type.getPrecision();
  }

  /** The value in a type's scale; empty when the type can't hold it, or digits would be lost. */
  private static Optional<Object> fit(BigDecimal value, RelDataType type) {
    boolean decimal = type.getSqlTypeName() == SqlTypeName.DECIMAL;
    BigDecimal scaled = value.setScale(decimal ? type.getScale() : 0, RoundingMode.HALF_UP);
    boolean fits =
        switch (type.getSqlTypeName()) {
          case DECIMAL -> scaled.precision() <= type.getPrecision();
          case TINYINT -> within(scaled, Byte.MIN_VALUE, Byte.MAX_VALUE);
          case SMALLINT -> within(scaled, Short.MIN_VALUE, Short.MAX_VALUE);
          case INTEGER -> within(scaled, Integer.MIN_VALUE, Integer.MAX_VALUE);
          default -> within(scaled, Long.MIN_VALUE, Long.MAX_VALUE);
        };
    return fits ? Optional.of(scaled) : Optional.empty();
  }

  private static boolean within(BigDecimal value, long smallest, long largest) {
    return value.compareTo(BigDecimal.valueOf(smallest)) >= 0
        && value.compareTo(BigDecimal.valueOf(largest)) <= 0;
  }
}
