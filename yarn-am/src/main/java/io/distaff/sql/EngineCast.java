package io.distaff.sql;

import io.distaff.scalar.Cast;
import io.distaff.types.DataType;
import io.distaff.types.DecimalType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCastFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * CAST and TRY_CAST as SQL text has them: those from and to nested types are the engine's own,
 * {@link Cast}, of which Calcite would refuse some. Immutable.
 */
final class EngineCast extends SqlCastFunction {
  /** Fails where a value has none in the new type. */
  static final EngineCast CAST = new EngineCast("CAST", SqlKind.CAST);

  /** Gives null there. */
  static final EngineCast TRY_CAST = new EngineCast("TRY_CAST", SqlKind.SAFE_CAST);

  private EngineCast(String name, SqlKind kind) {
    super(name, kind);
  }

  /** Either, in the place of one of Calcite's that was parsed. */
  static SqlNode of(SqlCall parsed) {
    SqlNode to = parsed.operand(1);
    if (to instanceof SqlDataTypeSpec type
        && type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic) {
      String name = basic.getTypeName().getSimple();
      if (name.equalsIgnoreCase(SqlTypeName.DECIMAL.getName())) {
        checkDigits(parsed, basic);
      } else if (name.equalsIgnoreCase(SqlTypeName.FLOAT.getName())) {
        // Calcite's FLOAT is a DOUBLE, and together with one it stays a FLOAT.
        SqlParserPos position = to.getParserPosition();
        to = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.REAL, position), position);
      }
    }
    return (parsed.getKind() == SqlKind.SAFE_CAST ? TRY_CAST : CAST)
        .createCall(parsed.getParserPosition(), parsed.operand(0), to);
  }

  /** Calcite would take the nearest type that there is. */
  private static void checkDigits(SqlCall cast, SqlBasicTypeNameSpec decimal) {
    int precision = decimal.getPrecision();
    if (precision > DecimalType.MAX_PRECISION || precision == 0) {
      throw GeneratorFunction.error(
          cast,
          "a DECIMAL has 1 to %d digits, not %d".formatted(DecimalType.MAX_PRECISION, precision));
    }
    if (decimal.getScale() > precision && precision > 0) {
      throw GeneratorFunction.error(
          cast,
          "a DECIMAL of %d digits can't have %d of them behind the point"
              .formatted(precision, decimal.getScale()));
    }
  }

  /** Calcite would look the name up, and find its own. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
    return validateOperands(validator, scope, call);
  }

  /** A value as BIGINT. */
  static SqlNode bigint(SqlNode value) {
    return to(value, new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, value.getParserPosition()));
  }

  /** A value as one of another type. */
  static SqlNode to(SqlNode value, RelDataType type) {
    return CAST.createCall(value.getParserPosition(), value, SqlTypeUtil.convertTypeToSpec(type));
  }

  /** A value as one of another type. */
  static SqlNode to(SqlNode value, SqlTypeNameSpec type) {
    SqlParserPos position = value.getParserPosition();
    return CAST.createCall(position, value, new SqlDataTypeSpec(type, position));
  }

  /** The type that is named; null where the value is, and where TRY_CAST fails. */
  @Override
  public RelDataType inferReturnType(SqlOperatorBinding binding) {
    RelDataType from = binding.getOperandType(0);
    RelDataType to = binding.getOperandType(1);
    if (!isNested(from) && !isNested(to)) {
      return super.inferReturnType(binding);
    }
    RelDataType type =
        binding
            .getTypeFactory()
            .createTypeWithNullability(to, from.isNullable() || kind == SqlKind.SAFE_CAST);
    if (binding instanceof SqlCallBinding call && SqlUtil.isNullLiteral(call.operand(0), false)) {
      call.getValidator().setValidatedNodeType(call.operand(0), type);
    }
    return type;
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    RelDataType from = binding.getOperandType(0);
    RelDataType to = binding.getOperandType(1);
    boolean nested = isNested(from) || isNested(to);
    if (!nested || SqlUtil.isNullLiteral(binding.operand(0), false)) {
      return super.checkOperandTypes(binding, throwOnFailure);
    }
    boolean exists = Cast.exists(EngineTypes.fromCalcite(from), EngineTypes.fromCalcite(to));
    if (!exists && throwOnFailure) {
      throw refused(
          binding.getCall().getParserPosition(),
          EngineTypes.fromCalcite(from),
          EngineTypes.fromCalcite(to));
    }
    return exists;
  }

  static boolean isNested(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ARRAY, MAP, ROW -> true;
      default -> false;
    };
  }

  private static CalciteContextException refused(SqlParserPos at, DataType from, DataType to) {
    String remedy =
        from.kind() == DataType.Kind.STRING && to.isNested()
            ? "; from_json reads arrays, maps and structs"
            : "";
    String message = "%s can't be cast to %s%s".formatted(from.sqlName(), to.sqlName(), remedy);
    return new CalciteContextException(
        "",
        new CalciteException(message, null),
        at.getLineNum(),
        at.getColumnNum(),
        at.getEndLineNum(),
        at.getEndColumnNum());
  }
}
