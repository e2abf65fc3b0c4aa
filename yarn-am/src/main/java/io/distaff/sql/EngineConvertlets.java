package io.distaff.sql;

import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** How calls become expressions of algebra, where Calcite's way isn't right here. Stateless. */
final class EngineConvertlets implements SqlRexConvertletTable {
  @Override
  public SqlRexConvertlet get(SqlCall call) {
    if (call.getOperator().equals(EngineOperators.PERCENT)) {
      return EngineConvertlets::remainder;
    }
    return isCast(call.getKind())
        ? EngineConvertlets::cast
        : StandardConvertletTable.INSTANCE.get(call);
  }

  private static boolean isCast(SqlKind kind) {
    return kind == SqlKind.CAST || kind == SqlKind.SAFE_CAST;
  }

  private static RexNode remainder(SqlRexContext context, SqlCall call) {
    List<RexNode> operands =
        call.getOperandList().stream().map(context::convertExpression).toList();
    return context.getRexBuilder().makeCall(EngineOperators.PERCENT, operands);
  }

  private static RexNode cast(SqlRexContext context, SqlCall call) {
    RexNode cast = StandardConvertletTable.INSTANCE.get(call).convertCall(context, call);
    if (isCast(cast.getKind()) && SqlTypeUtil.isCharacter(cast.getType())) {
      RexNode operand = ((RexCall) cast).getOperands().get(0);
      if (!SqlTypeUtil.isCharacter(operand.getType())) {
        return context
            .getRexBuilder()
            .makeCall(cast.getType(), EngineOperators.TO_TEXT, List.of(operand));
      }
    }
    return cast;
  }
}
