package io.distaff.optimizer;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Sub-queries in the condition of an outer join that ask about rows of both sides, which no side
 * alone can answer. The join becomes a correlation whose right rows are filtered for each left row:
 *
 * <pre>
 *   Join left on l.a = r.a and exists (...)        Correlate left $l
 *     L                                       =>     L
 *     R                                              Filter $l.a = r.a and exists (...)
 *                                                      R
 * </pre>
 *
 * <p>A right join is that with its sides changed; a full join is a left one, and the right rows for
 * which no left row is.
 */
final class SubQueriesOfOuterJoins extends RelRewrite {
  @Override
  RelNode rewrite(RelNode node) {
    RelNode rel = node.accept(new SubQueryTrees(this::apply));
    if (!(rel instanceof LogicalJoin join) || !asksBothSides(join)) {
      return rel;
    }
    Side left = Side.left(join);
    Side right = Side.right(join);
    return switch (join.getJoinType()) {
      case LEFT -> left.joined(right);
      case RIGHT -> columns(join, right.joined(left), right.rows.getRowType().getFieldCount());
      case FULL ->
          LogicalUnion.create(List.of(columns(join, left.joined(right), 0), withNulls(join)), true);
      default -> join;
    };
  }

  private static boolean asksBothSides(LogicalJoin join) {
    int numLeft = join.getLeft().getRowType().getFieldCount();
    int numAll = numLeft + join.getRight().getRowType().getFieldCount();
    boolean[] both = {false};
    join.getCondition()
        .accept(
            new RexVisitorImpl<Void>(true) {
              @Override
              public Void visitSubQuery(RexSubQuery subQuery) {
                ImmutableBitSet columns = RelOptUtil.InputFinder.bits(subQuery.getOperands(), null);
                for (CorrelationId row : join.getVariablesSet()) {
                  columns = columns.union(RelOptUtil.correlationColumns(row, subQuery.rel));
                }
                both[0] |=
                    columns.intersects(ImmutableBitSet.range(numLeft))
                        && columns.intersects(ImmutableBitSet.range(numLeft, numAll));
                return super.visitSubQuery(subQuery);
              }
            });
    return both[0];
  }

  /** One of the inputs of a join, under a name for its rows. */
  private static final class Side {
    private final LogicalJoin join;
    private final RelNode rows;
    private final int first;
    private final CorrelationId name;

    static Side left(LogicalJoin join) {
      return new Side(join, join.getLeft(), 0);
    }

    static Side right(LogicalJoin join) {
      return new Side(join, join.getRight(), join.getLeft().getRowType().getFieldCount());
    }

    private Side(LogicalJoin join, RelNode rows, int first) {
      this.join = join;
      this.rows = rows;
      this.first = first;
      this.name = join.getCluster().createCorrel();
    }

    boolean has(int column) {
      return column >= first && column < first + rows.getRowType().getFieldCount();
    }

    /** A column of the join, as one of a row of this side. */
    RexNode ofRow(int column) {
      RexBuilder rexBuilder = join.getCluster().getRexBuilder();
      return rexBuilder.makeFieldAccess(
          rexBuilder.makeCorrel(rows.getRowType(), name), column - first);
    }

    /** The rows with those of the other side that match. */
    RelNode joined(Side other) {
      RelNode matching = other.matching(this);
      return LogicalCorrelate.create(
          rows,
          matching,
          List.of(),
          name,
          RelOptUtil.correlationColumns(name, matching),
          JoinRelType.LEFT);
    }

    /** The rows that match a row of the other side. */
    RelNode matching(Side other) {
      RexNode condition = join.getCondition().accept(new Moved(join, this, other, true));
      return LogicalFilter.create(rows, condition, ImmutableSet.of(name));
    }

    /** The rows that match none of the other side. */
    RelNode unmatched(Side other) {
      RexNode none =
          join.getCluster()
              .getRexBuilder()
              .makeCall(SqlStdOperatorTable.NOT, RexSubQuery.exists(other.matching(this)));
      return LogicalFilter.create(rows, none, ImmutableSet.of(name));
    }
  }

  /** The condition of a join over rows of one side, for a row of the other. */
  private static final class Moved extends RexShuttle {
    private final LogicalJoin join;
    private final Side inner;
    private final Side outer;
    private final boolean isOfJoin;

    /**
     * @param isOfJoin whether columns are those of the join, not of a sub-query's relation
     */
    Moved(LogicalJoin join, Side inner, Side outer, boolean isOfJoin) {
      this.join = join;
      this.inner = inner;
      this.outer = outer;
      this.isOfJoin = isOfJoin;
    }

    @Override
    public RexNode visitInputRef(RexInputRef column) {
      if (!isOfJoin) {
        return column;
      }
      return inner.has(column.getIndex())
          ? new RexInputRef(column.getIndex() - inner.first, column.getType())
          : outer.ofRow(column.getIndex());
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      if (!(access.getReferenceExpr() instanceof RexCorrelVariable row
          && join.getVariablesSet().contains(row.id))) {
        return super.visitFieldAccess(access);
      }
      int column = access.getField().getIndex();
      return (inner.has(column) ? inner : outer).ofRow(column);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
      Moved within = new Moved(join, inner, outer, false);
      return visited.clone(
          visited.rel.accept(
              new RelHomogeneousShuttle() {
                @Override
                public RelNode visit(RelNode other) {
                  return super.visit(other).accept(within);
                }
              }));
    }
  }

  /** The columns of a join, of a relation of which some are the first that the join has last. */
  private static RelNode columns(LogicalJoin join, RelNode rel, int numFirst) {
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(rel.getRowType()));
    Collections.rotate(columns, -numFirst);
    for (int i = 0; i < columns.size(); i++) {
      RelDataType type = join.getRowType().getFieldList().get(i).getType();
      columns.set(i, rexBuilder.ensureType(type, columns.get(i), true));
    }
    return LogicalProject.create(
        rel, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
  }

  /** Right rows that match no left row, with nulls for its columns. */
  private static RelNode withNulls(LogicalJoin join) {
    Side right = Side.right(join);
    RelNode rows = right.unmatched(Side.left(join));
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (RelDataTypeField field : join.getRowType().getFieldList()) {
      columns.add(
          right.has(field.getIndex())
              ? rexBuilder.ensureType(
                  field.getType(),
                  rexBuilder.makeInputRef(rows, field.getIndex() - right.first),
                  true)
              : rexBuilder.makeNullLiteral(field.getType()));
    }
    return LogicalProject.create(
        rows, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
  }
}
