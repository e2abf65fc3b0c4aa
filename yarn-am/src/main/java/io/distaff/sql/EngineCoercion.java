package io.distaff.sql;

import io.distaff.expression.CommonType;
import io.distaff.types.DataType;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Calcite's implicit casts, with an addition, dates plus integers, another rule for text beside
 * other values, {@link CommonType}'s, and a repair: the type that holds two nested ones may be null
 * where one of them may, of which Calcite loses sight when their parts are decimals.
 */
final class EngineCoercion extends TypeCoercionImpl {
  EngineCoercion(RelDataTypeFactory typeFactory, SqlValidator validator) {
    super(typeFactory, validator);
  }

  @Override
  public RelDataType getWiderTypeForTwo(
      RelDataType first, RelDataType second, boolean stringPromotion) {
    List<RelDataType> types = List.of(first, second);
    if (isText(first) == isText(second)
        || SqlTypeUtil.isNull(first)
        || SqlTypeUtil.isNull(second)) {
      return nullable(super.getWiderTypeForTwo(first, second, stringPromotion), types);
    }
    return withText(isText(first) ? second : first, types);
  }

  @Override
  public RelDataType getWiderTypeFor(List<RelDataType> types, boolean stringPromotion) {
    List<RelDataType> others = types.stream().filter(type -> !isText(type)).toList();
    if (others.size() == types.size() || others.stream().allMatch(SqlTypeUtil::isNull)) {
      return nullable(super.getWiderTypeFor(types, stringPromotion), types);
    }
    RelDataType wider = others.size() == 1 ? others.get(0) : super.getWiderTypeFor(others, false);
    return wider == null ? null : withText(wider, types);
  }

  private static boolean isText(RelDataType type) {
    return SqlTypeUtil.isCharacter(type);
  }

  /** The {@link CommonType} of one that holds all others, and of text. */
  private RelDataType withText(RelDataType other, List<RelDataType> types) {
    boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
    return CommonType.of(EngineTypes.fromCalcite(other), DataType.STRING)
        .map(common -> EngineTypes.toCalcite(factory, common, nullable))
        .orElse(null);
  }

  /** As {@link CommonType} has it: in Calcite, of the other's type, or a DECIMAL(38, 19). */
  @Override
  protected boolean binaryArithmeticWithStrings(
      SqlCallBinding binding, RelDataType left, RelDataType right) {
    int text = isText(left) ? 0 : 1;
    RelDataType other = text == 0 ? right : left;
    return isText(left) != isText(right)
        && SqlTypeUtil.isNumeric(other)
        && coerceOperandType(
            binding.getScope(), binding.getCall(), text, withText(other, List.of(left, right)));
  }

  /** MOD isn't arithmetic to Calcite, but a function of two numbers. */
  @Override
  public boolean builtinFunctionCoercion(
      SqlCallBinding binding, List<RelDataType> types, List<SqlTypeFamily> expected) {
    return (binding.getOperator().getKind() == SqlKind.MOD
            && binaryArithmeticWithStrings(binding, types.get(0), types.get(1)))
        || super.builtinFunctionCoercion(binding, types, expected);
  }

  @Override
  public RelDataType commonTypeForBinaryComparison(RelDataType first, RelDataType second) {
    RelDataType other = isText(first) ? second : first;
    return isText(first) != isText(second) && SqlTypeUtil.isNumeric(other)
        ? withText(other, List.of(first, second))
        : super.commonTypeForBinaryComparison(first, second);
  }

  /** Where any number will do, text is read as a DOUBLE: in Calcite, as a DECIMAL(38, 19). */
  @Override
  public RelDataType implicitCast(RelDataType in, SqlTypeFamily expected) {
    return isText(in) && expected == SqlTypeFamily.NUMERIC
        ? EngineTypes.toCalcite(factory, DataType.DOUBLE, in.isNullable())
        : super.implicitCast(in, expected);
  }

  /** A DATE plus or minus an integer moves by so many days. */
  @Override
  public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
    SqlKind kind = binding.getCall().getKind();
    if ((kind == SqlKind.PLUS || kind == SqlKind.MINUS) && binding.getOperandCount() == 2) {
      if (isDate(binding, 0) && SqlTypeUtil.isIntType(binding.getOperandType(1))) {
        return asDays(binding, 1);
      }
      if (kind == SqlKind.PLUS
          && isDate(binding, 1)
          && SqlTypeUtil.isIntType(binding.getOperandType(0))) {
        return asDays(binding, 0);
      }
    }
    return super.binaryArithmeticCoercion(binding);
  }

  /** A nested value is compared with one of its own kind only: text isn't read as an array. */
  @Override
  public boolean binaryComparisonCoercion(SqlCallBinding binding) {
    if (binding.getOperandCount() == 2) {
      boolean first = EngineCast.isNested(binding.getOperandType(0));
      boolean second = EngineCast.isNested(binding.getOperandType(1));
      boolean isNull =
          SqlTypeUtil.isNull(binding.getOperandType(0))
              || SqlTypeUtil.isNull(binding.getOperandType(1));
      if (first != second && !isNull) {
        return false;
      }
    }
    return super.binaryComparisonCoercion(binding);
  }

  private static boolean isDate(SqlCallBinding binding, int operand) {
    return binding.getOperandType(operand).getSqlTypeName() == SqlTypeName.DATE;
  }

  private boolean asDays(SqlCallBinding binding, int operand) {
    SqlNode number = binding.operand(operand);
    SqlParserPos position = number.getParserPosition();
    SqlNode day =
        SqlLiteral.createInterval(
            1, "1", new SqlIntervalQualifier(TimeUnit.DAY, null, position), position);
    SqlNode days = SqlStdOperatorTable.MULTIPLY.createCall(position, number, day);
    binding.getCall().setOperand(operand, days);
    validator.deriveType(binding.getScope(), days);
    return true;
  }

  private RelDataType nullable(RelDataType wider, List<RelDataType> types) {
    boolean loses =
        wider != null
            && EngineCast.isNested(wider)
            && types.stream().anyMatch(RelDataType::isNullable);
    return loses ? factory.createTypeWithNullability(wider, true) : wider;
  }
}
