package io.distaff.optimizer;

import io.distaff.catalog.TableStatistics;
import io.distaff.sql.EngineTable;
import io.distaff.sql.JoinHint;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * How many different values an expression may have, as far as the statistics of the tables and what
 * is computed of their columns tell. Immutable.
 *
 * @param values infinite when nothing is known
 * @param rows of a table among which the values are found, some of which may be left out in the
 *     tree; infinite when unknown
 * @param days between the first and the last of dates and timestamps; infinite when unknown
 */
record DistinctValues(double values, double rows, double days) {
  private static final double NOTHING = Double.POSITIVE_INFINITY;
  private static final DistinctValues UNKNOWN = new DistinctValues(NOTHING, NOTHING, NOTHING);
  private static final DistinctValues ONE = new DistinctValues(1, NOTHING, 0);

  /** Of a column of a tree's rows. */
  static DistinctValues of(RelMetadataQuery mq, RelNode node, int column) {
    RelNode rel = node.stripped();
    if (rel instanceof TableScan scan) {
      return ofTable(scan.getTable(), column);
    } else if (rel instanceof Project project) {
      return of(mq, project.getInput(), project.getProjects().get(column));
    } else if (rel instanceof Filter filter) {
      return of(mq, filter.getInput(), column).filtered(mq, filter, column);
    } else if (rel instanceof Aggregate aggregate) {
      return column < aggregate.getGroupCount()
          ? of(mq, aggregate.getInput(), aggregate.getGroupSet().nth(column))
              .grouped(mq.getRowCount(aggregate))
          : UNKNOWN;
    } else if (rel instanceof Join join) {
      int left = join.getLeft().getRowType().getFieldCount();
      if (column >= left && !join.getJoinType().projectsRight()) {
        return UNKNOWN;
      }
      return column < left
          ? of(mq, join.getLeft(), column)
          : of(mq, join.getRight(), column - left);
    } else if (rel instanceof Union union) {
      double values =
          union.getInputs().stream().mapToDouble(input -> of(mq, input, column).values).sum();
      return new DistinctValues(values, NOTHING, NOTHING);
    }
    boolean isInput =
        rel instanceof Sort
            || rel instanceof Sample
            || rel instanceof JoinHint
            || rel instanceof SharedRows
            || (rel instanceof Unnest && column < rel.getInput(0).getRowType().getFieldCount());
    return isInput ? of(mq, rel.getInput(0), column) : UNKNOWN;
  }

  /** The scan that a column of a tree comes from as it is; null where it is computed. */
  static TableScan tableOf(RelNode node, int column) {
    RelNode rel = node.stripped();
    if (rel instanceof TableScan scan) {
      return scan;
    } else if (rel instanceof Project project) {
      return project.getProjects().get(column) instanceof RexInputRef ref
          ? tableOf(project.getInput(), ref.getIndex())
          : null;
    } else if (rel instanceof Join join) {
      int left = join.getLeft().getRowType().getFieldCount();
      return column < left
          ? tableOf(join.getLeft(), column)
          : tableOf(join.getRight(), column - left);
    }
    return rel instanceof Filter || rel instanceof Sort ? tableOf(rel.getInput(0), column) : null;
  }

  private static DistinctValues ofTable(RelOptTable table, int column) {
    TableStatistics statistics = EngineTable.of(table).statistics();
    String name = table.getRowType().getFieldNames().get(column);
    OptionalDouble smallest = statistics.smallest(name);
    OptionalDouble largest = statistics.largest(name);
    boolean isBounded = smallest.isPresent() && largest.isPresent();
    return new DistinctValues(
        Math.max(1, statistics.distinctValues(name)),
        Math.max(1, statistics.rows()),
        isBounded ? largest.getAsDouble() - smallest.getAsDouble() + 1 : NOTHING);
  }

  /** Of an expression over a tree's rows. */
  static DistinctValues of(RelMetadataQuery mq, RelNode input, RexNode expression) {
    if (expression instanceof RexInputRef column) {
      return of(mq, input, column.getIndex());
    } else if (expression instanceof RexLiteral) {
      return ONE;
    }
    return expression instanceof RexCall call
            && !(expression instanceof RexOver)
            && RexUtil.isDeterministic(expression)
        ? ofCall(mq, input, call)
        : UNKNOWN;
  }

  private static DistinctValues ofCall(RelMetadataQuery mq, RelNode input, RexCall call) {
    List<DistinctValues> operands =
        call.getOperands().stream().map(operand -> of(mq, input, operand)).toList();
    List<DistinctValues> varying = operands.stream().filter(o -> o.values > 1).toList();
    double values = Math.min(product(operands), columns(mq, input, call));
    if (call.getKind() == SqlKind.CASE) {
      values = Math.min(values, results(operands));
    } else if (call.getType().getSqlTypeName() == SqlTypeName.BOOLEAN) {
      values = Math.min(values, 2);
    }
    double rows = varying.size() == 1 ? varying.get(0).rows : NOTHING;
    double days = varying.size() == 1 && isDay(call.getType()) ? varying.get(0).days : NOTHING;
    double units = varying.size() == 1 ? units(call, varying.get(0).days) : NOTHING;
    return new DistinctValues(Math.min(values, units), rows, days);
  }

  private static double product(List<DistinctValues> factors) {
    return factors.stream().mapToDouble(DistinctValues::values).reduce(1, (a, b) -> a * b);
  }

  /** As many as there are combinations of the columns that an expression is about. */
  private static double columns(RelMetadataQuery mq, RelNode input, RexNode expression) {
    ImmutableBitSet columns = RelOptUtil.InputFinder.bits(expression);
    return product(columns.asList().stream().map(column -> of(mq, input, column)).toList());
  }

  /** Of CASE WHEN a THEN b WHEN c THEN d ELSE e: those of b, d and e. */
  private static double results(List<DistinctValues> operands) {
    double values = 0;
    for (int i = 1; i < operands.size(); i += 2) {
      values += operands.get(i).values;
    }
    return values + operands.get(operands.size() - 1).values;
  }

  private static boolean isDay(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DATE, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }

  /** How many of a unit of time there may be in some days, where a function tells units apart. */
  private static double units(RexCall call, double days) {
    String function = call.getOperator().getName().toLowerCase(Locale.ROOT);
    boolean namesUnit = function.equals("date_part") || function.equals("date_trunc");
    if (!namesUnit) {
      return units(function, days);
    }
    String unit =
        call.getOperands().get(0) instanceof RexLiteral literal && !literal.isNull()
            ? String.valueOf(literal.getValueAs(String.class)).toLowerCase(Locale.ROOT)
            : "";
    return function.equals("date_part") ? units(unit, days) : spans(unit, days);
  }

  private static double units(String unit, double days) {
    return switch (unit) {
      case "year" -> spans(unit, days);
      case "quarter" -> Math.min(4, spans(unit, days));
      case "month" -> Math.min(12, spans(unit, days));
      case "week", "weekofyear" -> Math.min(53, spans("week", days));
      case "day", "dayofmonth" -> Math.min(31, days);
      case "dayofweek", "dow", "weekday" -> Math.min(7, days);
      case "dayofyear", "doy" -> Math.min(366, days);
      case "hour" -> 24;
      case "minute", "second" -> 60;
      default -> NOTHING;
    };
  }

  private static double spans(String unit, double days) {
    return switch (unit) {
      case "year" -> Math.ceil(days / 365.25);
      case "quarter" -> Math.ceil(days / 91.3);
      case "month" -> Math.ceil(days / 30.4);
      case "week" -> Math.ceil(days / 7);
      case "day" -> days;
      case "hour" -> days * 24;
      default -> NOTHING;
    };
  }

  /** What is left of a column's values by what a filter says of it alone. */
  private DistinctValues filtered(RelMetadataQuery mq, Filter filter, int column) {
    double kept = 1;
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      boolean isOfColumn =
          RelOptUtil.InputFinder.bits(condition).equals(ImmutableBitSet.of(column));
      if (isOfColumn && condition.getKind() != SqlKind.IS_NOT_NULL) {
        kept *= Estimates.selectivity(mq, filter.getInput(), condition);
      }
    }
    return new DistinctValues(
        Math.max(1, values * kept), Math.max(1, rows * kept), Math.max(1, days * kept));
  }

  /** Of a key, which fewer rows have when they are grouped. */
  private DistinctValues grouped(double groups) {
    return new DistinctValues(values, Math.max(values, Math.min(rows, groups)), days);
  }

  /**
   * How many of the values some rows have, if they are chosen by chance. Of N rows with D values, N
   * / D for each, {@code rows} find a value unless all of its rows are left out (Yao, CACM 1977).
   */
  double among(double chosen) {
    double found = values;
    if (chosen < rows && rows < NOTHING && values < NOTHING) {
      found = values * (1 - Math.pow(1 - chosen / rows, rows / values));
    }
    return Math.max(1, Math.min(chosen, found));
  }
}
