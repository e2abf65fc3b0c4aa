package io.distaff.optimizer;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Whether an expression has a value for every row, so that it may be evaluated for rows that the
 * query would have left out before: columns, comparisons of them, and sums and products that have
 * room for whatever comes out.
 */
final class NeverFails {
  private static final int MOST_DIGITS = 38;

  private NeverFails() {}

  static boolean of(RexNode expression) {
    if (!(expression instanceof RexCall call)) {
      return expression instanceof RexInputRef || expression instanceof RexLiteral;
    }
    boolean isKnown =
        switch (call.getKind()) {
          case AND,
              OR,
              NOT,
              EQUALS,
              NOT_EQUALS,
              LESS_THAN,
              LESS_THAN_OR_EQUAL,
              GREATER_THAN,
              GREATER_THAN_OR_EQUAL,
              IS_NULL,
              IS_NOT_NULL,
              IS_TRUE,
              IS_NOT_TRUE,
              SEARCH ->
              true;
          case CAST -> RexUtil.isLosslessCast(call);
          case PLUS, MINUS, TIMES -> hasRoom(call.getType());
          default -> false;
        };
    return isKnown && call.getOperands().stream().allMatch(NeverFails::of);
  }

  /** Whether a type that Calcite derives for a sum or a product holds any of them. */
  private static boolean hasRoom(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DOUBLE
        || (type.getSqlTypeName() == SqlTypeName.DECIMAL && type.getPrecision() < MOST_DIGITS);
  }
}
