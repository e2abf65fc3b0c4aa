package io.distaff.sql;

import io.distaff.operator.aggregation.AggregateFunctions;
import io.distaff.scalar.ScalarFunctions;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
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

  /** Of the type that holds both arguments; in Calcite, of the second's. */
  static final SqlBinaryOperator PERCENT =
      new SqlBinaryOperator(
          "%",
          SqlKind.MOD,
          SqlStdOperatorTable.PERCENT_REMAINDER.getLeftPrec(),
          true,
          ReturnTypes.DECIMAL_MOD_NULLABLE.orElse(ReturnTypes.LEAST_RESTRICTIVE),
          InferTypes.FIRST_KNOWN,
          OperandTypes.NUMERIC_NUMERIC);

  /**
   * CAST of anything but text to text. Calcite's CAST isn't used for it: a cast below it that only
   * widens is dropped from under one, but text shows the type, as in {@code CAST(CAST(1 AS
   * decimal(3, 1)) AS string)}.
   */
  static final SqlFunction TO_TEXT =
      new SqlFunction(
          "CAST",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.VARCHAR_NULLABLE,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.STRING);

  /**
   * The functions of the registry, operators that mean something else than in Calcite, and what
   * Calcite has of standard SQL and of Spark's functions; what stands first is found first.
   */
  static final RegistryOperators TABLE =
      new RegistryOperators(
          ScalarFunctions.registry(),
          AggregateFunctions.registry(),
          SqlOperatorTables.chain(
              SqlOperatorTables.of(
                  Stream.of(Generator.values()).map(GeneratorFunction::new).toList()),
              SqlOperatorTables.of(
                  DIVIDE,
                  PERCENT,
                  SqlLibraryOperators.INFIX_CAST,
                  SqlLibraryOperators.TRY_CAST,
                  SqlLibraryOperators.ILIKE,
                  SqlLibraryOperators.NOT_ILIKE),
              SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
                  SqlLibrary.STANDARD, SqlLibrary.SPARK)));

  private EngineOperators() {}

  /** The names of all functions, in lower case. */
  static Set<String> functionNames() {
    Set<String> names = new TreeSet<>(ScalarFunctions.registry().names());
    names.addAll(AggregateFunctions.registry().names());
    for (SqlOperator operator : TABLE.getOperatorList()) {
      if (operator instanceof SqlFunction) {
        names.add(operator.getName().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** Whether it is an aggregate, or the name of one that isn't resolved yet. */
  static boolean isAggregate(SqlOperator operator) {
    return operator.isAggregator()
        || AggregateFunctions.registry()
            .find(UnitFunctions.written(operator.getName()).toLowerCase(Locale.ROOT))
            .isPresent();
  }

  /** How many arguments the functions of a name take, in words. */
  static String argumentCounts(String function) {
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (SqlOperator operator : TABLE.getOperatorList()) {
      if (operator instanceof SqlFunction
          && operator.getName().equalsIgnoreCase(function)
          && operator.getOperandTypeChecker() != null) {
        SqlOperandCountRange counts = operator.getOperandCountRange();
        least = Math.min(least, counts.getMin());
        most = counts.getMax() < 0 ? Integer.MAX_VALUE : Math.max(most, counts.getMax());
      }
    }
    if (least > most) {
      return "another number of arguments";
    } else if (most == Integer.MAX_VALUE) {
      return "at least " + least + (least == 1 ? " argument" : " arguments");
    } else if (least == most) {
      return least + (least == 1 ? " argument" : " arguments");
    }
    return least + (most == least + 1 ? " or " : " to ") + most + " arguments";
  }

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
