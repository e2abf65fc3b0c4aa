package io.distaff.optimizer;

import io.distaff.optimizer.OuterColumns.OuterColumn;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A sub-query within another one that names nothing of the other's rows, but columns of rows
 * farther out, is joined to every row of the other. Calcite's rules make a correlation of it that
 * has the farther row's name, and so would have the columns of the wrong row. Throws NOT_SUPPORTED
 * where the columns of both rows go by that name.
 */
final class FartherOuterRows extends RelRewrite {
  @Override
  RelNode rewrite(RelNode rel) {
    if (!(rel instanceof LogicalCorrelate correlate)) {
      return rel;
    }
    CorrelationId row = correlate.getCorrelationId();
    RelNode right = withoutCorrelations(correlate.getRight(), row);
    return right == correlate.getRight()
        ? correlate
        : correlate.copy(
            correlate.getTraitSet(),
            correlate.getLeft(),
            right,
            row,
            ImmutableBitSet.of(
                OuterColumns.namedWithin(right).keySet().stream()
                    .filter(column -> column.row().equals(row))
                    .map(OuterColumn::column)
                    .toList()),
            correlate.getJoinType());
  }

  /** Joins in the place of those below that go by a row's name. */
  private static RelNode withoutCorrelations(RelNode rel, CorrelationId row) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            // Its left side may have such names too, which no correlation can be made of.
            return other instanceof LogicalCorrelate correlate
                    && correlate.getCorrelationId().equals(row)
                ? toEveryRow(
                    correlate.getLeft().accept(this),
                    correlate.getRight().accept(this),
                    correlate.getJoinType())
                : super.visit(other);
          }
        });
  }

  private static RelNode toEveryRow(RelNode left, RelNode right, JoinRelType type) {
    // A condition with the nearer row's columns, unlike what the sub-query itself says, is on top.
    boolean namesBoth =
        right instanceof LogicalFilter filter
            && OuterColumns.namedBy(filter).values().stream()
                .map(column -> ((RexFieldAccess) column).getReferenceExpr().getType())
                .anyMatch(left.getRowType()::equals);
    if (namesBoth) {
      throw Decorrelation.notSupported();
    }
    return LogicalJoin.create(
        left,
        right,
        List.of(),
        left.getCluster().getRexBuilder().makeLiteral(true),
        Set.of(),
        type);
  }
}
