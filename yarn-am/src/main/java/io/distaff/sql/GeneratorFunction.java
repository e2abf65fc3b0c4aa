package io.distaff.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** A generator as a function that gives a table: what LATERAL TABLE(...) takes. Immutable. */
public final class GeneratorFunction extends SqlFunction implements SqlTableFunction {
  private final Generator generator;

  GeneratorFunction(Generator generator) {
    super(
        generator.functionName(),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.CURSOR,
        null,
        new Checker(generator),
        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
    this.generator = generator;
  }

  public Generator generator() {
    return generator;
  }

  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return this::rowType;
  }

  private RelDataType rowType(SqlOperatorBinding binding) {
    return generator.rowType(
        binding.getTypeFactory(),
        generator.columns(binding.getTypeFactory(), binding.getOperandType(0)));
  }

  /** An error at a place of the text. */
  static CalciteContextException error(SqlNode at, String message) {
    return error(at, new CalciteException(message, null));
  }

  /** An error that something gives at a place of the text. */
  static CalciteContextException error(SqlNode at, RuntimeException cause) {
    SqlParserPos position = at.getParserPosition();
    return new CalciteContextException(
        "",
        cause,
        position.getLineNum(),
        position.getColumnNum(),
        position.getEndLineNum(),
        position.getEndColumnNum());
  }

  /** Throws unless an argument is one that the generator takes. */
  static void checkArgument(Generator generator, SqlNode argument, RelDataType type) {
    if (!generator.takes(type)) {
      throw error(
          argument,
          "%s takes %s; %s is of type %s"
              .formatted(
                  generator.functionName(),
                  generator.takes(),
                  argument instanceof SqlIdentifier column ? column.toString() : "its argument",
                  EngineTypes.fromCalcite(type).sqlName()));
    }
  }

  private record Checker(Generator generator) implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      RelDataType type = binding.getOperandType(0);
      if (throwOnFailure) {
        checkArgument(generator, binding.operand(0), type);
      }
      return generator.takes(type);
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(1);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return name + "(" + generator.takes() + ")";
    }
  }
}
