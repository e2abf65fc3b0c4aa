package io.distaff.sql;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
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
    if (SqlFunctions.isAverage(call.getOperator())) {
      return EngineConvertlets::average;
    }
    if (SqlFunctions.isJoinedList(call.getOperator())) {
      return EngineConvertlets::joinedList;
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

  /**
   * Of a window; BIGINTs are added up as DOUBLEs, of which the average is one: their sum may be
   * beyond their range. So is all that isn't a decimal for TRY_AVG.
   */
  private static RexNode average(SqlRexContext context, SqlCall call) {
    SqlNode argument = call.operand(0);
    RelDataType type = context.getValidator().getValidatedNodeType(argument);
    boolean orNull = SqlFunctions.isTryAverage(call.getOperator());
    if (type.getSqlTypeName() != SqlTypeName.BIGINT && !orNull) {
      return StandardConvertletTable.INSTANCE.get(call).convertCall(context, call);
    }
    RexBuilder rexBuilder = context.getRexBuilder();
    RelDataType average = context.getValidator().getValidatedNodeType(call);
    RexNode count =
        context.convertExpression(
            SqlStdOperatorTable.COUNT.createCall(call.getParserPosition(), argument));
    if (orNull && SqlTypeUtil.isDecimal(type)) {
      RexNode exact =
          context.convertExpression(
              SqlFunctions.trySum().createCall(call.getParserPosition(), argument));
      return rexBuilder.makeCall(average, SqlLibraryOperators.SAFE_DIVIDE, List.of(exact, count));
    }
    SqlNode number =
        SqlStdOperatorTable.CAST.createCall(
            call.getParserPosition(), argument, SqlTypeUtil.convertTypeToSpec(average));
    RexNode sum =
        context.convertExpression(
            SqlStdOperatorTable.SUM.createCall(call.getParserPosition(), number));
    return rexBuilder.makeCall(average, SqlStdOperatorTable.DIVIDE, List.of(sum, count));
  }

  /** LISTAGG of a window: the texts of an array put together. */
  private static RexNode joinedList(SqlRexContext context, SqlCall call) {
    RexNode list =
        context.convertExpression(
            SqlFunctions.collectList()
                .createCall(
                    call.getFunctionQuantifier(),
                    call.getParserPosition(),
                    call.<SqlNode>operand(0)));
    Optional<RexNode> separator =
        call.getOperandList().stream().skip(1).map(context::convertExpression).findFirst();
    if (separator.isPresent() && !RexUtil.isConstant(separator.get())) {
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR, "argument 2 of listagg must be a constant");
    }
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    return SqlFunctions.joined(context.getRexBuilder(), type, list, separator);
  }

  private static RexNode cast(SqlRexContext context, SqlCall call) {
    // What Calcite makes itself, of AVG for one, is not of nested types, and has no types yet.
    SqlValidator validator = context.getValidator();
    RelDataType type = validator.getValidatedNodeTypeIfKnown(call);
    RelDataType from = validator.getValidatedNodeTypeIfKnown(call.operand(0));
    if (type != null && from != null && (EngineCast.isNested(type) || EngineCast.isNested(from))) {
      return nestedCast(context, call, type);
    }
    SqlOperator standard =
        call.getKind() == SqlKind.SAFE_CAST
            ? SqlLibraryOperators.TRY_CAST
            : SqlStdOperatorTable.CAST;
    SqlCall known = standard.createCall(call.getParserPosition(), call.getOperandList());
    RexNode cast = StandardConvertletTable.INSTANCE.get(known).convertCall(context, known);
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

  private static RexNode nestedCast(SqlRexContext context, SqlCall call, RelDataType type) {
    RexBuilder rexBuilder = context.getRexBuilder();
    RexNode value = context.convertExpression(call.operand(0));
    if (SqlTypeUtil.isCharacter(type)) {
      return rexBuilder.makeCall(type, EngineOperators.TO_TEXT, List.of(value));
    }
    return rexBuilder.makeAbstractCast(type, value, call.getKind() == SqlKind.SAFE_CAST);
  }
}
