package io.distaff.optimizer;

import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.sql.SqlKind;

/**
 * MIN without an order. Where an aggregate is DISTINCT, Calcite's rule has grouping sets give the
 * others, each in rows of its own, out of which MIN then chooses; it leaves MIN the order that the
 * aggregate has, {@code LISTAGG(x, ',') WITHIN GROUP (ORDER BY x)}, of columns that aren't those
 * that MIN sees.
 */
final class OrdersOfChoices extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalAggregate aggregate)
        || aggregate.getAggCallList().stream().noneMatch(OrdersOfChoices::isOrdered)) {
      return rel;
    }
    List<AggregateCall> calls =
        aggregate.getAggCallList().stream()
            .map(call -> isOrdered(call) ? call.withCollation(RelCollations.EMPTY) : call)
            .toList();
    return aggregate.copy(
        aggregate.getTraitSet(),
        aggregate.getInput(),
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        calls);
  }

  private static boolean isOrdered(AggregateCall call) {
    return call.getAggregation().getKind() == SqlKind.MIN
        && !call.getCollation().getFieldCollations().isEmpty();
  }
}
