package io.distaff.sql;

import io.distaff.function.UserFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/**
 * A function of the user's among Calcite's: takes arguments of any types, gives its own. Its name
 * tells it from a function of other code, so that trees can be compared. Immutable.
 */
public final class UserOperator extends SqlFunction {
  private final UserFunction function;

  UserOperator(UserFunction function) {
    super(
        function.uniqueName(),
        SqlKind.OTHER_FUNCTION,
        type(function),
        null,
        OperandTypes.variadic(SqlOperandCountRanges.of(function.numArguments())),
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.function = function;
  }

  private static SqlReturnTypeInference type(UserFunction function) {
    return binding -> EngineTypes.toCalcite(binding.getTypeFactory(), function.type(), true);
  }

  public UserFunction function() {
    return function;
  }

  @Override
  public SqlOperandCountRange getOperandCountRange() {
    return SqlOperandCountRanges.of(function.numArguments());
  }

  @Override
  public boolean isDeterministic() {
    return function.deterministic();
  }

  /** The driver doesn't call it, not even to plan. */
  @Override
  public boolean isDynamicFunction() {
    return true;
  }
}
