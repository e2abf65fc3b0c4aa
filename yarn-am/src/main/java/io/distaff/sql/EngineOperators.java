package io.distaff.sql;

import io.distaff.scalar.ScalarFunctions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlOperatorTables;

/** The operators that SQL text may use, and those that mean something else than in Calcite. */
final class EngineOperators {
  /** Of two integers a DOUBLE: {@code 1 / 2} is 0.5, as in Spark. */
  static final SqlBinaryOperator DIVIDE =
      new SqlBinaryOperator(
          "/",
          SqlKind.DIVIDE,
          SqlStdOperatorTable.DIVIDE.getLeftPrec(),
          true,
          EngineOperators::quotient,
          InferTypes.FIRST_KNOWN,
          OperandTypes.DIVISION_OPERATOR);

  /**
   * The functions of the registry, operators that mean something else than in Calcite, and what
   * Calcite has of standard SQL and of Spark's functions; what stands first is found first.
   */
  static final RegistryOperators TABLE =
      new RegistryOperators(
          ScalarFunctions.registry(),
          SqlOperatorTables.chain(
              SqlOperatorTables.of(DIVIDE),
              SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
                  SqlLibrary.STANDARD, SqlLibrary.SPARK)));

  private EngineOperators() {}

  private static RelDataType quotient(SqlOperatorBinding binding) {
    RelDataType left = binding.getOperandType(0);
    RelDataType right = binding.getOperandType(1);
    if (SqlTypeUtil.isIntType(left) && SqlTypeUtil.isIntType(right)) {
      return binding
          .getTypeFactory()
          .createTypeWithNullability(
              binding.getTypeFactory().createSqlType(SqlTypeName.DOUBLE),
              left.isNullable() || right.isNullable());
    }
    return ReturnTypes.QUOTIENT_NULLABLE.inferReturnType(binding);
  }
}
