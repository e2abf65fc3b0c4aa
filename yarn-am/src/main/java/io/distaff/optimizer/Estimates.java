package io.distaff.optimizer;

import io.distaff.catalog.TableStatistics;
import io.distaff.sql.EngineTable;
import java.math.BigDecimal;
import java.util.Calendar;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.Sarg;
import org.apache.calcite.util.TimestampString;

/**
 * Estimates from the statistics of the tables: the distinct values of a column, the part of the
 * rows that a predicate keeps, the width of a row. Columns are taken as independent and evenly
 * spread; where nothing is known, a guess that errs on the side of keeping rows.
 */
public final class Estimates {
  private static final double UNKNOWN_SELECTIVITY = 0.25;
  private static final double RANGE_SELECTIVITY = 0.3;
  private static final double EQUALITY_SELECTIVITY = 0.1;
  private static final double LIKE_SELECTIVITY = 0.1;
  private static final double NULL_SHARE = 0.05;
  private static final int TEXT_BYTES = 24;

  /** Distinct values are estimates: of so large a part of the rows, a column is taken for a key. */
  private static final double KEY_SHARE = 0.9;

  private static final double MILLIS_PER_DAY = 86_400_000.0;

  private Estimates() {}

  /** The rows of a tree, at least 1. */
  public static double rows(RelNode rel) {
    Double rows = rel.getCluster().getMetadataQuery().getRowCount(rel);
    return rows == null ? 1 : Math.max(1, rows);
  }

  /** The bytes of a tree's rows in memory. */
  public static double sizeBytes(RelNode rel) {
    return rows(rel) * rowBytes(rel.getRowType());
  }

  /** The bytes of a row in memory, roughly. */
  public static double rowBytes(RelDataType row) {
    double bytes = 1;
    for (RelDataTypeField field : row.getFieldList()) {
      bytes += valueBytes(field.getType());
    }
    return bytes;
  }

  /** The bytes of a value in memory, roughly. */
  public static double valueBytes(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN, TINYINT -> 1;
      case SMALLINT -> 2;
      case INTEGER, DATE, REAL -> 4;
      case DECIMAL -> type.getPrecision() > 18 ? 16 : 8;
      case CHAR, VARCHAR, BINARY, VARBINARY -> TEXT_BYTES;
      default -> 8;
    };
  }

  /** The distinct values of a column of a tree. */
  public static double distinctValues(RelNode rel, int column) {
    return distinctValues(rel.getCluster().getMetadataQuery(), rel, column, rows(rel));
  }

  /** The distinct values that a column of a tree has in its table; 1 where it isn't a table's. */
  public static double distinctValuesOfTable(RelNode rel, int column) {
    RelColumnOrigin origin = rel.getCluster().getMetadataQuery().getColumnOrigin(rel, column);
    return origin == null || origin.isDerived()
        ? 1
        : Math.max(
            1,
            EngineTable.of(origin.getOriginTable())
                .statistics()
                .distinctValues(columnName(origin)));
  }

  /** The distinct values of a column among {@code rows} rows of a tree. */
  static double distinctValues(RelMetadataQuery mq, RelNode rel, int column, double rows) {
    return DistinctValues.of(mq, rel, column).among(Math.max(1, rows));
  }

  /**
   * The rows of the table that columns of a tree come from, if together they may be its key: if
   * they could have as many different values as it has rows. Infinite otherwise.
   */
  static double rowsOfTableWithKey(RelMetadataQuery mq, RelNode rel, List<Integer> columns) {
    double values = 1;
    TableStatistics table = null;
    for (int column : columns) {
      RelColumnOrigin origin = mq.getColumnOrigin(rel, column);
      if (origin == null || origin.isDerived()) {
        return Double.POSITIVE_INFINITY;
      }
      TableStatistics statistics = EngineTable.of(origin.getOriginTable()).statistics();
      if (table != null && table != statistics) {
        return Double.POSITIVE_INFINITY;
      }
      table = statistics;
      values *= statistics.distinctValues(columnName(origin));
    }
    return table != null && values >= KEY_SHARE * table.rows()
        ? Math.max(1, table.rows())
        : Double.POSITIVE_INFINITY;
  }

  static String columnName(RelColumnOrigin origin) {
    return origin
        .getOriginTable()
        .getRowType()
        .getFieldNames()
        .get(origin.getOriginColumnOrdinal());
  }

  /** The part of a tree's rows, between 0 and 1, for which a predicate is true. */
  static double selectivity(RelMetadataQuery mq, RelNode rel, RexNode predicate) {
    return switch (predicate.getKind()) {
      case LITERAL -> predicate.isAlwaysTrue() ? 1 : 0;
      case AND -> {
        double all = 1;
        for (RexNode operand : ((RexCall) predicate).getOperands()) {
          all *= selectivity(mq, rel, operand);
        }
        yield all;
      }
      case OR -> {
        double none = 1;
        for (RexNode operand : ((RexCall) predicate).getOperands()) {
          none *= 1 - selectivity(mq, rel, operand);
        }
        yield 1 - none;
      }
      case NOT -> 1 - selectivity(mq, rel, ((RexCall) predicate).getOperands().get(0));
      case IS_NOT_NULL -> 1 - nulls(mq, rel, ((RexCall) predicate).getOperands().get(0));
      case IS_NULL -> nulls(mq, rel, ((RexCall) predicate).getOperands().get(0));
      case LIKE -> LIKE_SELECTIVITY;
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(mq, rel, (RexCall) predicate);
      case SEARCH -> search(mq, rel, (RexCall) predicate);
      default -> UNKNOWN_SELECTIVITY;
    };
  }

  private static double comparison(RelMetadataQuery mq, RelNode rel, RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    SqlKind kind = call.getKind();
    if (left instanceof RexLiteral) {
      RexNode swapped = left;
      left = right;
      right = swapped;
      kind = kind.reverse();
    }
    if (kind == SqlKind.EQUALS || kind == SqlKind.NOT_EQUALS) {
      double equal =
          right instanceof RexLiteral
              ? equality(mq, rel, left, EQUALITY_SELECTIVITY)
              : EQUALITY_SELECTIVITY;
      return kind == SqlKind.EQUALS ? equal : 1 - equal;
    }
    if (!(left instanceof RexInputRef column)) {
      return RANGE_SELECTIVITY;
    }
    OptionalDouble bound =
        right instanceof RexLiteral literal ? number(literal) : OptionalDouble.empty();
    if (bound.isEmpty()) {
      return RANGE_SELECTIVITY;
    }
    boolean less = kind == SqlKind.LESS_THAN || kind == SqlKind.LESS_THAN_OR_EQUAL;
    double value = bound.getAsDouble();
    return less
        ? fraction(mq, rel, column, Double.NEGATIVE_INFINITY, value)
        : fraction(mq, rel, column, value, Double.POSITIVE_INFINITY);
  }

  /** The part of the rows for which an expression is a certain value, one of those it has. */
  private static double equality(
      RelMetadataQuery mq, RelNode rel, RexNode expression, double guess) {
    double values = DistinctValues.of(mq, rel, expression).values();
    // What is computed of a column may have far fewer values than the column.
    boolean isKnown = expression instanceof RexInputRef && !Double.isInfinite(values);
    return isKnown ? 1 / values : Math.max(guess, 1 / values);
  }

  /** The part of the rows for which an expression is null. */
  private static double nulls(RelMetadataQuery mq, RelNode rel, RexNode expression) {
    RelColumnOrigin origin =
        expression instanceof RexInputRef column
            ? mq.getColumnOrigin(rel, column.getIndex())
            : null;
    return origin == null || origin.isDerived()
        ? NULL_SHARE
        : EngineTable.of(origin.getOriginTable())
            .statistics()
            .nullShare(columnName(origin))
            .orElse(NULL_SHARE);
  }

  private static double search(RelMetadataQuery mq, RelNode rel, RexCall call) {
    RexNode operand = call.getOperands().get(0);
    Sarg<?> sarg = ((RexLiteral) call.getOperands().get(1)).getValueAs(Sarg.class);
    if (sarg == null) {
      return UNKNOWN_SELECTIVITY;
    }
    if (sarg.isPoints() || sarg.isComplementedPoints()) {
      double equal = equality(mq, rel, operand, EQUALITY_SELECTIVITY / 2);
      double any = Math.min(1, sarg.pointCount * equal);
      return sarg.isPoints() ? any : 1 - any;
    }
    if (!(operand instanceof RexInputRef column)) {
      return UNKNOWN_SELECTIVITY;
    }
    double kept = 0;
    for (var range : sarg.rangeSet.asRanges()) {
      OptionalDouble low =
          range.hasLowerBound()
              ? number(range.lowerEndpoint())
              : OptionalDouble.of(Double.NEGATIVE_INFINITY);
      OptionalDouble high =
          range.hasUpperBound()
              ? number(range.upperEndpoint())
              : OptionalDouble.of(Double.POSITIVE_INFINITY);
      kept +=
          low.isPresent() && high.isPresent()
              ? fraction(mq, rel, column, low.getAsDouble(), high.getAsDouble())
              : RANGE_SELECTIVITY;
    }
    return Math.min(1, kept);
  }

  /**
   * The part of a column's range, evenly filled, that lies between two values; or of what an
   * aggregate makes of such a column.
   */
  private static double fraction(
      RelMetadataQuery mq, RelNode rel, RexInputRef column, double low, double high) {
    RelColumnOrigin origin = mq.getColumnOrigin(rel, column.getIndex());
    if (origin == null || origin.isDerived()) {
      GroupValues values = GroupValues.of(mq, rel, column.getIndex());
      return values == null ? RANGE_SELECTIVITY : values.below(high) - values.below(low);
    }
    TableStatistics statistics = EngineTable.of(origin.getOriginTable()).statistics();
    OptionalDouble smallest = statistics.smallest(columnName(origin));
    OptionalDouble largest = statistics.largest(columnName(origin));
    if (smallest.isEmpty() || largest.isEmpty()) {
      return RANGE_SELECTIVITY;
    }
    double width = largest.getAsDouble() - smallest.getAsDouble();
    if (Double.isInfinite(width)) {
      return RANGE_SELECTIVITY;
    }
    double from = Math.max(low, smallest.getAsDouble());
    double to = Math.min(high, largest.getAsDouble());
    double least = equality(mq, rel, column, 0);
    if (to < from) {
      return 0;
    }
    return width <= 0 ? 1 : Math.max(least, Math.min(1, (to - from) / width));
  }

  private static OptionalDouble number(RexLiteral literal) {
    return literal.isNull() ? OptionalDouble.empty() : number(literal.getValue());
  }

  private static OptionalDouble number(Object value) {
    if (value instanceof BigDecimal decimal) {
      return OptionalDouble.of(decimal.doubleValue());
    }
    if (value instanceof DateString date) {
      return OptionalDouble.of(date.getDaysSinceEpoch());
    }
    if (value instanceof TimestampString timestamp) {
      return OptionalDouble.of(timestamp.getMillisSinceEpoch() / MILLIS_PER_DAY);
    }
    if (value instanceof Calendar calendar) {
      return OptionalDouble.of(calendar.getTimeInMillis() / MILLIS_PER_DAY);
    }
    return OptionalDouble.empty();
  }
}
