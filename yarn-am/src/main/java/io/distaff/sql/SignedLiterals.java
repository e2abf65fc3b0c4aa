package io.distaff.sql;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperatorBinding;

/** Number literals with a minus before them, which Calcite takes for calls. */
final class SignedLiterals {
  private SignedLiterals() {}

  /** The number; null when the operand isn't one. */
  static BigDecimal integer(SqlOperatorBinding binding, int index) {
    if (binding instanceof SqlCallBinding call) {
      return ofNode(call.operand(index));
    }
    return binding.isOperandLiteral(index, false)
        ? binding.getOperandLiteralValue(index, BigDecimal.class)
        : null;
  }

  private static BigDecimal ofNode(SqlNode node) {
    if (node instanceof SqlNumericLiteral literal) {
      return literal.bigDecimalValue();
    }
    if (node.getKind() == SqlKind.MINUS_PREFIX
        && ((SqlCall) node).operand(0) instanceof SqlNumericLiteral literal) {
      return literal.bigDecimalValue().negate();
    }
    return null;
  }
}
