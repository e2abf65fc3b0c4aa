package io.distaff.optimizer;

import io.distaff.catalog.TableStatistics;
import io.distaff.sql.EngineTable;
import java.util.OptionalDouble;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.sql.SqlKind;

/**
 * How a sum, a count, or an extreme is spread over the groups that have it: groups are taken to
 * have rows by chance, and rows values that are evenly spread. Immutable.
 *
 * <p>The sum of n values x has then the mean E(n)E(x) and the variance E(n)E(x²). Groups far from
 * the mean are taken to be half as many as there can be with that variance (Cantelli), for real
 * groups differ more in size than chance would have them.
 *
 * @param rows of a group
 * @param smallest of the values that are aggregated, as is {@code largest}; 1 where rows are
 *     counted
 */
record GroupValues(AggregateCall call, double rows, double smallest, double largest) {
  /** Of a column of a tree; null where it is no such result, or nothing is known of its values. */
  static GroupValues of(RelMetadataQuery mq, RelNode node, int column) {
    RelNode rel = node.stripped();
    if (rel instanceof Filter filter) {
      return of(mq, filter.getInput(), column);
    } else if (rel instanceof Project project) {
      return project.getProjects().get(column) instanceof RexInputRef ref
          ? of(mq, project.getInput(), ref.getIndex())
          : null;
    }
    return rel instanceof Aggregate aggregate && column >= aggregate.getGroupCount()
        ? of(mq, aggregate, aggregate.getAggCallList().get(column - aggregate.getGroupCount()))
        : null;
  }

  private static GroupValues of(RelMetadataQuery mq, Aggregate aggregate, AggregateCall call) {
    if (!PartialCalls.isMadeOfParts(call) || aggregate.getGroupCount() == 0) {
      return null;
    }
    RelNode input = aggregate.getInput();
    double rows = Math.max(1, mq.getRowCount(input) / Math.max(1, mq.getRowCount(aggregate)));
    if (call.getAggregation().getKind() == SqlKind.COUNT) {
      return new GroupValues(call, rows, 1, 1);
    }
    RelColumnOrigin origin = mq.getColumnOrigin(input, call.getArgList().get(0));
    if (origin == null || origin.isDerived()) {
      return null;
    }
    TableStatistics statistics = EngineTable.of(origin.getOriginTable()).statistics();
    String name = Estimates.columnName(origin);
    OptionalDouble smallest = statistics.smallest(name);
    OptionalDouble largest = statistics.largest(name);
    return smallest.isPresent() && largest.isPresent()
        ? new GroupValues(call, rows, smallest.getAsDouble(), largest.getAsDouble())
        : null;
  }

  /** The part of the groups, between 0 and 1, that have less than a value. */
  double below(double value) {
    return switch (call.getAggregation().getKind()) {
      case MIN -> 1 - Math.pow(1 - valuesBelow(value), rows);
      case MAX -> Math.pow(valuesBelow(value), rows);
      default -> sumsBelow(value);
    };
  }

  private double valuesBelow(double value) {
    return value <= smallest ? 0 : value >= largest ? 1 : (value - smallest) / (largest - smallest);
  }

  private double sumsBelow(double value) {
    double mean = rows * (smallest + largest) / 2;
    double variance = rows * (smallest * smallest + smallest * largest + largest * largest) / 3;
    double distance = value - mean;
    double far = variance == 0 ? 0 : 0.5 * variance / (variance + distance * distance);
    return distance < 0 ? far : 1 - far;
  }
}
