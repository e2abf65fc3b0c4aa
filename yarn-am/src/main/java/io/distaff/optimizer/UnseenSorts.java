package io.distaff.optimizer;

import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.sql.JoinHint;
import io.distaff.sql.RegistryAggregate;
import io.distaff.sql.Repartition;
import io.distaff.sql.UserAggregateOperator;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sample;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;

/**
 * Drops the sorts whose order nobody sees. An order is seen in the result, by a limit, and by what
 * takes rows as they come ({@code collect_list}, {@code row_number() OVER ()}, code of the user's
 * over the rows of a task); what gives its input's rows one after the other hands it on. Joins, set
 * operations, groups and partitions of windows do not. Of sub-queries nobody sees the order but
 * such as these within them. Stateless.
 *
 * <p>SQL leaves the order of a sub-query's rows open; users of Spark and DuckDB count on it.
 */
final class UnseenSorts {
  private UnseenSorts() {}

  /** The tree without them; the rows of its root are seen in their order. */
  static RelNode drop(RelNode root) {
    return drop(root, true);
  }

  private static RelNode drop(RelNode rel, boolean seen) {
    if (!seen && rel instanceof Sort sort && sort.fetch == null && sort.offset == null) {
      return drop(sort.getInput(), false);
    }
    List<RelNode> inputs = new ArrayList<>(rel.getInputs().size());
    boolean changed = false;
    for (int i = 0; i < rel.getInputs().size(); i++) {
      RelNode input = rel.getInput(i);
      RelNode dropped = drop(input, seesInput(rel, i, seen));
      changed |= dropped != input;
      inputs.add(dropped);
    }
    RelNode result = changed ? rel.copy(rel.getTraitSet(), inputs) : rel;
    return result.accept(new SubQueryTrees(subQuery -> drop(subQuery, false)));
  }

  /**
   * Whether the order of an input's rows can be told from what is seen.
   *
   * @param seen whether that of the node's own rows can
   */
  private static boolean seesInput(RelNode rel, int input, boolean seen) {
    if (rel instanceof Sort sort) {
      return sort.getCollation().getFieldCollations().isEmpty();
    } else if (rel instanceof Project project) {
      return project.containsOver() ? numbersRows(project) : seen;
    } else if (rel instanceof Aggregate aggregate) {
      return aggregate.getAggCallList().stream().anyMatch(UnseenSorts::takesRowsAsTheyCome);
    } else if (rel instanceof UserRows rows) {
      return rows.call().key() < 0;
    } else if (rel instanceof Repartition repartition) {
      return seen && repartition.distribution() == Repartition.Distribution.COALESCED;
    } else if (rel instanceof Correlate) {
      // It may become an unnest.
      return seen && input == 0;
    }
    return seen
        && (rel instanceof Filter
            || rel instanceof Sample
            || rel instanceof Unnest
            || rel instanceof JoinHint);
  }

  /** Whether there is a window of all rows, as they come. */
  private static boolean numbersRows(Project project) {
    RexVisitorImpl<Void> finder =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitOver(RexOver over) {
            if (over.getWindow().partitionKeys.isEmpty() && over.getWindow().orderKeys.isEmpty()) {
              throw Util.FoundOne.NULL;
            }
            return super.visitOver(over);
          }
        };
    try {
      finder.visitEach(project.getProjects());
      return false;
    } catch (Util.FoundOne e) {
      return true;
    }
  }

  private static boolean takesRowsAsTheyCome(AggregateCall call) {
    if (!call.getCollation().getFieldCollations().isEmpty()) {
      return false;
    }
    return call.getAggregation() instanceof UserAggregateOperator
        || (call.getAggregation() instanceof RegistryAggregate function
            && AggregateFunctions.dependsOnOrder(function.definition()));
  }
}
