package io.distaff.planner;

import io.distaff.optimizer.SubQueryJoin;
import io.distaff.plan.PlanNode.JoinType;
import io.distaff.sql.EngineTypes;
import io.distaff.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * What a join of two expressions asks for, whatever it was written as. Immutable.
 *
 * @param keys that must be equal
 * @param residual over left columns, then right columns; null when there is none
 * @param nullAware whether a comparison of the only key with null is unknown
 */
record JoinRequest(BiRel rel, JoinType type, List<Key> keys, RexNode residual, boolean nullAware) {

  JoinRequest {
    keys = List.copyOf(keys);
  }

  /** An expression over the left columns and one over the right columns, counted from 0. */
  record Key(RexNode left, RexNode right) {}

  static JoinRequest of(Join join) {
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    List<Key> keys = new ArrayList<>();
    List<RexNode> residual = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
      List<Key> made = keys(join, conjunct);
      keys.addAll(made);
      if (made.isEmpty()) {
        residual.add(conjunct);
      }
    }
    return new JoinRequest(join, type(join), keys, residual(rexBuilder, residual), false);
  }

  private static JoinType type(Join join) {
    return switch (join.getJoinType()) {
      case INNER -> JoinType.INNER;
      case LEFT -> JoinType.LEFT;
      case RIGHT -> JoinType.RIGHT;
      case FULL -> JoinType.FULL;
      case SEMI -> JoinType.SEMI;
      case ANTI -> JoinType.ANTI;
      default -> throw PhysicalPlanner.notSupported(join.getJoinType() + " join");
    };
  }

  static JoinRequest of(SubQueryJoin join) {
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    JoinType type =
        switch (join.kind()) {
          case ANTI -> JoinType.ANTI;
          case MARK -> JoinType.MARK;
          case SINGLE -> JoinType.SINGLE;
        };
    List<Key> keys = new ArrayList<>();
    List<RexNode> residual = new ArrayList<>();
    for (RexNode predicate : join.predicates()) {
      List<Key> made = keys(join, predicate);
      keys.addAll(made);
      if (!made.isEmpty()) {
        continue;
      }
      if (type == JoinType.MARK) {
        residual.add(rexBuilder.makeCall(SqlStdOperatorTable.IS_TRUE, predicate));
      } else {
        residual.add(predicate);
      }
    }
    if (join.predicates().isEmpty() && join.comparisons().size() == 1) {
      Optional<Key> key = equality(join, join.comparisons().get(0));
      if (key.isPresent()) {
        return new JoinRequest(join, type, List.of(key.get()), null, true);
      }
    }
    for (RexNode comparison : join.comparisons()) {
      Optional<Key> key =
          comparison.getType().isNullable() ? Optional.empty() : equality(join, comparison);
      if (key.isPresent()) {
        keys.add(key.get());
      } else if (type == JoinType.MARK) {
        residual.add(comparison);
      } else {
        residual.add(rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, comparison));
      }
    }
    return new JoinRequest(join, type, keys, residual(rexBuilder, residual), false);
  }

  private static RexNode residual(RexBuilder rexBuilder, List<RexNode> conditions) {
    RexNode residual = RexUtil.composeConjunction(rexBuilder, conditions);
    return residual.isAlwaysTrue() ? null : residual;
  }

  /** A condition as keys, if it is an equality of the two inputs; else none. */
  private static List<Key> keys(BiRel rel, RexNode condition) {
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    RexNode collapsed =
        condition instanceof RexCall call
            ? RelOptUtil.collapseExpandedIsNotDistinctFromExpr(call, rexBuilder)
            : condition;
    return collapsed.getKind() == SqlKind.IS_NOT_DISTINCT_FROM
        ? sides(rel, collapsed).map(key -> nullSafe(rexBuilder, key)).orElse(List.of())
        : equality(rel, collapsed).map(List::of).orElse(List.of());
  }

  /** Null keys equal nothing: so that they do, whether they are null is a key of its own. */
  private static List<Key> nullSafe(RexBuilder rexBuilder, Key key) {
    if (!key.left().getType().isNullable() && !key.right().getType().isNullable()) {
      return List.of(key);
    }
    DataType left = EngineTypes.fromCalcite(key.left().getType());
    DataType right = EngineTypes.fromCalcite(key.right().getType());
    boolean sameZero = left.kind() == right.kind() || (left.isNumeric() && right.isNumeric());
    if (!sameZero || left.isNested() || left.kind() == DataType.Kind.NULL) {
      return List.of();
    }
    return List.of(
        new Key(zeroForNull(rexBuilder, key.left()), zeroForNull(rexBuilder, key.right())),
        new Key(isNull(rexBuilder, key.left()), isNull(rexBuilder, key.right())));
  }

  private static RexNode isNull(RexBuilder rexBuilder, RexNode node) {
    return rexBuilder.makeCall(SqlStdOperatorTable.IS_NULL, node);
  }

  private static RexNode zeroForNull(RexBuilder rexBuilder, RexNode node) {
    return rexBuilder.makeCall(
        SqlStdOperatorTable.COALESCE, node, rexBuilder.makeZeroLiteral(node.getType()));
  }

  private static Optional<Key> equality(BiRel rel, RexNode condition) {
    return condition.getKind() == SqlKind.EQUALS ? sides(rel, condition) : Optional.empty();
  }

  /** The operands of a comparison as a key, if either belongs to one input. */
  private static Optional<Key> sides(BiRel rel, RexNode condition) {
    int leftColumns = rel.getLeft().getRowType().getFieldCount();
    List<RexNode> operands = ((RexCall) condition).getOperands();
    ImmutableBitSet first = RelOptUtil.InputFinder.bits(operands.get(0));
    ImmutableBitSet second = RelOptUtil.InputFinder.bits(operands.get(1));
    ImmutableBitSet left = ImmutableBitSet.range(leftColumns);
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    if (left.contains(first) && !left.intersects(second)) {
      return Optional.of(new Key(operands.get(0), RexUtil.shift(operands.get(1), -leftColumns)));
    }
    if (left.contains(second) && !left.intersects(first)) {
      return Optional.of(new Key(operands.get(1), RexUtil.shift(operands.get(0), -leftColumns)));
    }
    return Optional.empty();
  }

  int numLeftColumns() {
    return rel.getLeft().getRowType().getFieldCount();
  }

  /**
   * The columns of the left input that the join reads or passes on.
   *
   * @param needed columns of the join's result
   */
  ImmutableBitSet leftColumns(ImmutableBitSet needed) {
    ImmutableBitSet left = ImmutableBitSet.range(numLeftColumns());
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
    columns.addAll(needed.intersect(left));
    columns.addAll(residualColumns().intersect(left));
    keys.forEach(key -> columns.addAll(RelOptUtil.InputFinder.bits(key.left())));
    return columns.build();
  }

  /** As {@link #leftColumns}, of the right input. */
  ImmutableBitSet rightColumns(ImmutableBitSet needed) {
    int rightColumns = rel.getRight().getRowType().getFieldCount();
    ImmutableBitSet right =
        ImmutableBitSet.range(numLeftColumns(), numLeftColumns() + rightColumns);
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
    if (givesRightColumns()) {
      columns.addAll(needed.intersect(right).shift(-numLeftColumns()));
    }
    columns.addAll(residualColumns().intersect(right).shift(-numLeftColumns()));
    keys.forEach(key -> columns.addAll(RelOptUtil.InputFinder.bits(key.right())));
    return columns.build();
  }

  private boolean givesRightColumns() {
    return switch (type) {
      case INNER, LEFT, RIGHT, FULL, SINGLE, RIGHT_SEMI, RIGHT_ANTI -> true;
      case SEMI, ANTI, MARK -> false;
    };
  }

  private ImmutableBitSet residualColumns() {
    return residual == null ? ImmutableBitSet.of() : RelOptUtil.InputFinder.bits(residual);
  }
}
