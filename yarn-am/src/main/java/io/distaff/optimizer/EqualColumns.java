package io.distaff.optimizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The columns of a join's relations that its conditions make equal, and so what else the conditions
 * imply. Values of types in which equal ones may still differ, as 0 and -0 do, are left out.
 * Confined to one thread.
 */
final class EqualColumns {
  private final FlatJoin join;

  /** For each column a lower one that it equals, itself for the lowest. */
  private final int[] lower;

  private final Set<RexNode> given = new HashSet<>();

  EqualColumns(FlatJoin join) {
    this.join = join;
    this.lower = IntStream.range(0, join.width()).toArray();
    for (RexNode condition : join.conditions()) {
      if (isEquality(condition)) {
        List<RexNode> sides = ((RexCall) condition).getOperands();
        int left = lowest(((RexInputRef) sides.get(0)).getIndex());
        int right = lowest(((RexInputRef) sides.get(1)).getIndex());
        lower[Math.max(left, right)] = Math.min(left, right);
      }
    }
    join.conditions().forEach(condition -> given.add(normal(condition)));
  }

  private boolean isEquality(RexNode condition) {
    if (condition.getKind() != SqlKind.EQUALS) {
      return false;
    }
    List<RexNode> sides = ((RexCall) condition).getOperands();
    RelDataType type = sides.get(0).getType();
    RelDataTypeFactory types = join.relations().get(0).getCluster().getTypeFactory();
    return sides.get(0) instanceof RexInputRef
        && sides.get(1) instanceof RexInputRef
        && isExact(type)
        && SqlTypeUtil.equalSansNullability(types, type, sides.get(1).getType());
  }

  /** Whether equal values of a type can't be told apart. */
  static boolean isExact(RelDataType type) {
    return SqlTypeUtil.isExactNumeric(type)
        || SqlTypeUtil.inCharFamily(type)
        || SqlTypeUtil.isBinary(type)
        || SqlTypeUtil.isBoolean(type)
        || SqlTypeUtil.isDatetime(type);
  }

  boolean areEqual(int left, int right) {
    return lowest(left) == lowest(right);
  }

  /** Whether a condition is true wherever the join's are. */
  boolean imply(RexNode condition) {
    if (!isEquality(condition)) {
      return given.contains(normal(condition));
    }
    List<RexNode> sides = ((RexCall) condition).getOperands();
    int left = ((RexInputRef) sides.get(0)).getIndex();
    int right = ((RexInputRef) sides.get(1)).getIndex();
    return left == right ? isNotNull(left) : areEqual(left, right);
  }

  private boolean isNotNull(int column) {
    return !join.type(column).isNullable()
        || IntStream.range(0, lower.length).anyMatch(c -> c != column && areEqual(c, column));
  }

  private int lowest(int column) {
    int found = column;
    while (lower[found] != found) {
      found = lower[found];
    }
    return found;
  }

  private RexNode normal(RexNode condition) {
    RexNode lowered =
        condition.accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef ref) {
                int column = lowest(ref.getIndex());
                return new RexInputRef(column, join.type(column));
              }
            });
    return sorted(lowered);
  }

  /** A condition with the sides of an equality in a fixed order. */
  static RexNode sorted(RexNode condition) {
    if (condition.getKind() != SqlKind.EQUALS) {
      return condition;
    }
    RexCall call = (RexCall) condition;
    List<RexNode> sides = new ArrayList<>(call.getOperands());
    sides.sort(Comparator.comparing(RexNode::toString));
    return call.clone(call.getType(), sides);
  }
}
