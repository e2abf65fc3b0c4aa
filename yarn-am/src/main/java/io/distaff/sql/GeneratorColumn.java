package io.distaff.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * One of the columns that a generator among the columns of a SELECT stands for, of the same
 * argument as the others. The optimizer puts rows in their place. Immutable.
 */
public final class GeneratorColumn extends SqlFunction {
  private final Generator generator;
  private final int index;

  GeneratorColumn(Generator generator, int index) {
    super(
        generator.functionName() + ":" + index,
        SqlKind.OTHER_FUNCTION,
        binding -> type(generator, index, binding),
        null,
        OperandTypes.ANY,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.generator = generator;
    this.index = index;
  }

  private static RelDataType type(Generator generator, int index, SqlOperatorBinding binding) {
    var columns = generator.columns(binding.getTypeFactory(), binding.getOperandType(0));
    return generator.rowType(binding.getTypeFactory(), columns).getFieldList().get(index).getType();
  }

  public Generator generator() {
    return generator;
  }

  /** Which of the generator's columns. */
  public int index() {
    return index;
  }

  /** Without looking for a function of the name: there is none. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
    return validateOperands(validator, scope, call);
  }

  @Override
  public boolean isDeterministic() {
    return false;
  }
}
