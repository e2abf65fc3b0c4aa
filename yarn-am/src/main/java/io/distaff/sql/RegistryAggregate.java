package io.distaff.sql;

import io.distaff.expression.FunctionDefinition;
import io.distaff.operator.aggregation.AggregateFunctions;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Optionality;

/** An aggregate function of the registry among Calcite's, as {@link RegistryFunction} is. */
public final class RegistryAggregate extends SqlAggFunction {
  private final FunctionDefinition definition;

  RegistryAggregate(FunctionDefinition definition) {
    super(
        definition.name(),
        null,
        SqlKind.OTHER_FUNCTION,
        binding -> RegistryFunction.resultType(definition, binding),
        null,
        new RegistryFunction.Checker(definition),
        SqlFunctionCategory.USER_DEFINED_FUNCTION,
        false,
        false,
        AggregateFunctions.isOrdered(definition) ? Optionality.OPTIONAL : Optionality.FORBIDDEN);
    this.definition = definition;
  }

  public FunctionDefinition definition() {
    return definition;
  }
}
