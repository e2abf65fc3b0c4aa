package io.distaff.optimizer;

import io.distaff.sql.EngineTypes;
import io.distaff.types.DataType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.util.Optionality;

/**
 * A SUM of BIGINTs as a decimal of 38 digits, for averages: unlike a BIGINT it holds the sum of as
 * many of them as there can be.
 */
final class WideSum extends SqlAggFunction {
  static final WideSum INSTANCE = new WideSum();

  private WideSum() {
    super(
        "WIDE_SUM",
        null,
        SqlKind.SUM,
        WideSum::type,
        null,
        OperandTypes.INTEGER,
        SqlFunctionCategory.NUMERIC,
        false,
        false,
        Optionality.FORBIDDEN);
  }

  private static RelDataType type(SqlOperatorBinding binding) {
    boolean nullable =
        binding.getOperandType(0).isNullable() || binding.hasEmptyGroup() || binding.hasFilter();
    return EngineTypes.toCalcite(binding.getTypeFactory(), DataType.decimal(38, 0), nullable);
  }
}
